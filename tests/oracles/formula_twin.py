"""A slow, obvious second reading of formulas: Python's own parser, exact fractions, and ends found by trying corners.

It imports nothing of the product. Where a number is only known to lie between two ends, every mention of it is put at
each of its ends in turn; an open end is tried at two enormous numbers, to see what the result runs towards.
"""

import ast
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import reduce
from itertools import product

from tests.oracles.formula_reading import names_in, read

ENORMOUS = Fraction(10**60)
STILL_MORE = Fraction(10**70)
INFINITE = Decimal("Infinity")
SIMPLE = {"+": operator.add, "-": operator.sub, "*": operator.mul}
Tree = tuple  # ("known", place) | ("-", tree, tree) and so on, in which every mention of a number has its own place


@dataclass(frozen=True)
class Known:
    """A number between two ends, None where one is open, and the end that is shown."""

    low: Fraction | None
    high: Fraction | None
    shown: Fraction
    reason: str | None = None


Numbers = Mapping[str, Known | str]  # a str is the reason why there is no number


@dataclass(frozen=True)
class Verdict:
    """What a formula comes to: its ends and the shown one, or why nothing is shown."""

    low: Fraction | None
    high: Fraction | None
    shown: Fraction | None
    reasons: frozenset[str] = frozenset()


def exactly(number: Fraction | int) -> Known:
    """Return a number that is known."""
    return Known(Fraction(number), Fraction(number), Fraction(number))


def twin_names(text: str) -> set[str]:
    """Return the names that a formula uses, functions aside."""
    return names_in(text)


def twin_value(text: str, numbers: Mapping[str, Fraction | None]) -> Fraction | None:
    """Return the exact value of a formula, None where a number is missing or a denominator is zero."""
    known = {name: exactly(number) for name, number in numbers.items() if number is not None}
    return twin_verdict(text, known).shown


def twin_verdict(text: str, numbers: Numbers, whole: Numbers | None = None) -> Verdict:
    """Say what a formula comes to; `whole` are the numbers of the whole scope, `days` stands among the numbers."""
    return _judged(read(text), numbers, whole)[0]


def _judged(node: ast.expr, numbers: Numbers, whole: Numbers | None) -> tuple[Verdict, Tree | None, list[Known]]:
    """Judge a part of a formula: what it comes to, and its tree over the places of its mentions."""
    if isinstance(node, ast.Constant):
        return _mentioned(exactly(Fraction(str(node.value))))
    if isinstance(node, ast.Name):
        return _mentioned(numbers.get(node.id, "no_data"))
    if isinstance(node, ast.UnaryOp):
        return _put_together("*", [_mentioned(exactly(-1)), _judged(node.operand, numbers, whole)])
    if isinstance(node, ast.BinOp):
        sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}[type(node.op)]
        sides = [_judged(node.left, numbers, whole), _judged(node.right, numbers, whole)]
        return _put_together(sign, sides)
    assert isinstance(node, ast.Call)
    return _called(node, numbers, whole)


def _called(node: ast.Call, numbers: Numbers, whole: Numbers | None):
    assert isinstance(node.func, ast.Name)
    if node.func.id == "share_of":
        part = _judged(node.args[0], numbers, whole)
        same_days = {name: number for name, number in numbers.items() if name == "days"}
        return _put_together("/", [part, _judged(node.args[0], {**same_days, **(whole or {})}, None)])
    arguments = [_judged(argument, numbers, whole) for argument in node.args]
    match node.func.id:
        case "coalesce":
            return _first_known(arguments)
        case "per_day":
            return _put_together("/", [arguments[0], _mentioned(numbers.get("days", "no_data"))])
        case "log":
            return _logarithm(arguments[0])
    weighted = [_put_together("*", [*pair]) for pair in zip(arguments[::2], arguments[1::2], strict=True)]
    return reduce(lambda left, right: _put_together("+", [left, right]), weighted)


def _mentioned(number: Known | str):
    if isinstance(number, str):
        return Verdict(None, None, None, frozenset({number})), None, []
    reasons = frozenset({number.reason}) - {None} if number.low != number.high else frozenset()
    return Verdict(number.low, number.high, number.shown, reasons), ("known", 0), [number]


def _first_known(options):
    known = [option for option in options if option[0].shown is not None]
    return known[0] if known else options[0]


def _put_together(sign: str, sides):
    """Judge an operation: nothing comes of it where a side says nothing, or a denominator may be on zero."""
    silent = [verdict for verdict, _, _ in sides if verdict.shown is None]
    if silent:
        return Verdict(None, None, None, frozenset().union(*(each.reasons for each in silent))), None, []
    (left, left_tree, mine), (right, right_tree, theirs) = sides
    if sign == "/" and _may_be_zero(right):
        return Verdict(None, None, None, frozenset({"zero_denominator"})), None, []
    operation = sign if sign != "/" else "/ above" if right.high is None or right.high > 0 else "/ below"
    tree, places = (operation, left_tree, _moved(right_tree, len(mine))), [*mine, *theirs]
    low, high = _ends(tree, places)
    shown = low if low == high else _tried(tree, [place.shown for place in places], None)
    reasons = left.reasons | right.reasons if low != high else frozenset()
    if shown is None or not any(near(shown, end) for end in (low, high)):
        return Verdict(low, high, None, reasons or frozenset({"unbounded"})), None, []
    return Verdict(low, high, shown, reasons), tree, places


def _may_be_zero(verdict: Verdict) -> bool:
    low = -1 if verdict.low is None else verdict.low
    high = 1 if verdict.high is None else verdict.high
    return low < 0 < high or verdict.low == verdict.high == 0


def _logarithm(argument):
    verdict, _, _ = argument
    if verdict.shown is None:
        return argument
    if verdict.low is None or verdict.low <= 0:
        return Verdict(None, None, None, frozenset({"undefined"})), None, []
    low, shown = natural_logarithm(verdict.low), natural_logarithm(verdict.shown)
    high = None if verdict.high is None else natural_logarithm(verdict.high)
    reason = next(iter(verdict.reasons), None)
    return _mentioned(Known(low, high, shown, reason))


def natural_logarithm(number: Fraction) -> Fraction:
    """Return the natural logarithm to some 80 digits."""
    with localcontext(Context(prec=100)):
        return Fraction((Decimal(number.numerator) / Decimal(number.denominator)).ln())


def _moved(tree: Tree, by: int) -> Tree:
    if tree[0] == "known":
        return "known", tree[1] + by
    return tree[0], _moved(tree[1], by), _moved(tree[2], by)


def _ends(tree: Tree, places: Sequence[Known]) -> tuple[Fraction | None, Fraction | None]:
    """Try every corner with two enormous numbers for what is open, and see where the outermost results run."""
    lows, highs = [], []
    for enormous in (ENORMOUS, STILL_MORE):
        tried = [_tried(tree, corner, enormous) for corner in _corners(places, enormous)]
        found = [each for each in tried if each is not None]
        lows.append(min(found))
        highs.append(max(found))
    return _limit(lows), _limit(highs)


def _corners(places: Iterable[Known], enormous: Fraction) -> Iterable[tuple[Fraction, ...]]:
    ends = [
        {-enormous if place.low is None else place.low, enormous if place.high is None else place.high}
        for place in places
    ]
    return product(*ends)


def _limit(found: Sequence[Fraction]) -> Fraction | None:
    """Tell a number that runs away (None), one that runs to zero, and one that stands still."""
    first, second = found
    if first and abs(second) > abs(first) * 10**5:
        return None
    if abs(second) * 10**5 < abs(first):
        return Fraction(0)
    return second


def near(number: Fraction, other: Fraction | None, *, digits: int = 25) -> bool:
    """Tell whether two numbers have their first digits in common."""
    return other is not None and abs(number - other) <= max(abs(number), abs(other)) / 10**digits


def _tried(tree: Tree, values: Sequence[Fraction], enormous: Fraction | None) -> Fraction | None:
    """Work a tree out for one choice of its numbers; a denominator that touches zero is put a hair beside it."""
    if tree[0] == "known":
        return values[tree[1]]
    left, right = _tried(tree[1], values, enormous), _tried(tree[2], values, enormous)
    if left is None or right is None:
        return None
    if tree[0] in SIMPLE:
        return SIMPLE[tree[0]](left, right)
    if right or enormous is None:
        return left / right if right else None
    return left * (enormous if tree[0] == "/ above" else -enormous)
