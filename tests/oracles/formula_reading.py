"""A second reader of formulas: Python's own parser behind a short list of what is allowed. Nothing is ever run."""

import ast
import re

ARGUMENTS = {
    "coalesce": lambda number: number >= 1,
    "per_day": lambda number: number == 1,
    "share_of": lambda number: number == 1,
    "log": lambda number: number == 1,
    "weighted": lambda number: number >= 2 and number % 2 == 0,
}
_ALLOWED = (
    *(ast.BinOp, ast.UnaryOp, ast.USub, ast.Name, ast.Load, ast.Call, ast.Constant),
    *(ast.Add, ast.Sub, ast.Mult, ast.Div),
)
_LETTERS = re.compile(r"[a-z0-9_ .+\-*/(),]*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LEADING_ZEROS = re.compile(r"(?<![a-z0-9_.])0+(?=[0-9])")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


class NoFormulaError(ValueError):
    """The text is not a formula of the language."""


def read(text: str) -> ast.expr:
    """Return the tree of a formula; raises NoFormulaError for anything that the language does not have."""
    line = re.sub(r"[ \t\r\n]", " ", text).strip()
    if not _LETTERS.fullmatch(line) or re.search(r",\s*\)", line):
        raise NoFormulaError(text)
    line = _LEADING_ZEROS.sub("", line)  # Python reads them as an octal number of old
    try:
        tree = ast.parse(line, mode="eval").body
    except SyntaxError as error:
        raise NoFormulaError(text) from error
    for node in ast.walk(tree):
        _judge(node, line)
    _judge_functions(tree)
    return tree


def names_in(text: str) -> set[str]:
    """Return the names that a formula uses, functions aside."""
    return {node.id for node in ast.walk(read(text)) if isinstance(node, ast.Name)} - set(ARGUMENTS)


def _judge(node: ast.AST, line: str) -> None:
    if not isinstance(node, _ALLOWED):
        raise NoFormulaError(line)
    if isinstance(node, ast.Constant) and not _NUMBER.fullmatch(ast.get_source_segment(line, node) or ""):
        raise NoFormulaError(line)
    if isinstance(node, ast.Name) and not _NAME.fullmatch(node.id):
        raise NoFormulaError(line)


def _judge_functions(tree: ast.expr) -> None:
    """See that each function's name is called with as many arguments as it takes, and stands nowhere else."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and (node.id in ARGUMENTS) != any(node is name for name in called):
            raise NoFormulaError(node.id)
        if isinstance(node, ast.Call) and not _is_called_well(node):
            raise NoFormulaError(ast.unparse(node))


def _is_called_well(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Name) or call.func.id not in ARGUMENTS:
        return False
    return call.func.col_offset == call.col_offset and ARGUMENTS[call.func.id](len(call.args))
