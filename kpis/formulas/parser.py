"""Reads a formula's text into a tree by recursive descent.

sum     := product (("+" | "-") product)*
product := factor (("*" | "/") factor)*
factor  := "-" factor | number | name | "(" sum ")" | function "(" sum ("," sum)* ")"
"""

from decimal import Decimal

from kpis.formulas.errors import FormulaError, FormulaErrorCode
from kpis.formulas.functions import FUNCTIONS, call
from kpis.formulas.spelling import nearest
from kpis.formulas.tokens import Token, TokenKind, tokenize
from kpis.formulas.tree import Name, Negation, Node, Number, Operation, Operator

MAX_DEPTH = 20
MAX_NODES = 100


def parse(text: str) -> Node:
    """Return the tree of a formula; its names are not yet known to exist.

    Raises FormulaError: `syntax`, `too_long` (over 500 characters or 100 nodes), `too_deep` (parentheses,
    functions and minus signs nested over 20 deep; a long sum is not deep), `unknown_name` (an unknown function),
    `wrong_arguments`.
    """
    reader = _Reader(text)
    tree = reader.sum(depth=0)
    reader.expect_end()
    return tree


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = tokenize(text)
        self._token = next(self._tokens)
        self._nodes = 0

    def sum(self, depth: int) -> Node:
        left = self.product(depth)
        while self._at("+", "-"):
            operator = self._take()
            left = self._operation(operator, left, self.product(depth))
        return left

    def product(self, depth: int) -> Node:
        left = self.factor(depth)
        while self._at("*", "/"):
            operator = self._take()
            left = self._operation(operator, left, self.factor(depth))
        return left

    def factor(self, depth: int) -> Node:
        token = self._take()
        if depth >= MAX_DEPTH:
            raise FormulaError(FormulaErrorCode.TOO_DEEP, token.position, f"nested over {MAX_DEPTH} levels deep")
        if token.kind is TokenKind.NUMBER:
            return self._counted(Number(token.position, Decimal(token.text)))
        if token.kind is TokenKind.NAME:
            return self._name(token, depth)
        if token.text == "-":
            return self._counted(Negation(token.position, self.factor(depth + 1)))
        if token.text == "(":
            inner = self.sum(depth + 1)
            self._expect(")")
            return inner
        raise _unexpected(token, "a number, a name or an opening parenthesis")

    def expect_end(self) -> None:
        if self._token.kind is not TokenKind.END:
            raise _unexpected(self._token, "an operator or the end")

    def _name(self, token: Token, depth: int) -> Node:
        if token.text in FUNCTIONS:
            return self._counted(call(token.text, token.position, self._arguments(depth)))
        if self._at("("):
            raise FormulaError(FormulaErrorCode.UNKNOWN_NAME, token.position, _no_function(token.text))
        return self._counted(Name(token.position, token.text))

    def _arguments(self, depth: int) -> tuple[Node, ...]:
        self._expect("(")
        found = [self.sum(depth + 1)]
        while self._at(","):
            self._take()
            found.append(self.sum(depth + 1))
        self._expect(")")
        return tuple(found)

    def _operation(self, operator: Token, left: Node, right: Node) -> Node:
        return self._counted(Operation(operator.position, Operator(operator.text), left, right))

    def _counted(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            detail = f"a formula has at most {MAX_NODES} numbers, names and operations"
            raise FormulaError(FormulaErrorCode.TOO_LONG, node.position, detail)
        return node

    def _at(self, *signs: str) -> bool:
        return self._token.kind is TokenKind.SIGN and self._token.text in signs

    def _take(self) -> Token:
        taken = self._token
        if taken.kind is not TokenKind.END:
            self._token = next(self._tokens)
        return taken

    def _expect(self, sign: str) -> None:
        if not self._at(sign):
            raise _unexpected(self._token, repr(sign))
        self._take()


def _unexpected(token: Token, expected: str) -> FormulaError:
    found = "the end" if token.kind is TokenKind.END else repr(token.text)
    return FormulaError(FormulaErrorCode.SYNTAX, token.position, f"expected {expected}, found {found}")


def _no_function(name: str) -> str:
    near = nearest(name, FUNCTIONS) or tuple(FUNCTIONS)
    return f"{name[:60]} is not a function; there is {', '.join(FUNCTIONS[each].usage for each in near)}"
