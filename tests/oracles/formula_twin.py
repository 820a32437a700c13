"""A slow, obvious second reading of formulas: Python's own parser and exact fractions.

It imports nothing of the product. Formulas are a subset of Python's expressions, so `ast` reads them.
"""

import ast
from collections.abc import Mapping
from fractions import Fraction


def twin_value(text: str, numbers: Mapping[str, Fraction | None]) -> Fraction | None:
    """Return the exact value of a formula, None where a number is missing or a denominator is zero."""
    return _value(ast.parse(text.strip(), mode="eval").body, numbers)


def twin_names(text: str) -> set[str]:
    """Return the names that a formula uses, functions aside."""
    tree = ast.parse(text.strip(), mode="eval")
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"coalesce"}


def _value(node: ast.expr, numbers: Mapping[str, Fraction | None]) -> Fraction | None:
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.Name):
        return numbers.get(node.id)
    if isinstance(node, ast.UnaryOp):
        operand = _value(node.operand, numbers)
        return None if operand is None else -operand
    if isinstance(node, ast.Call):
        options = [_value(argument, numbers) for argument in node.args]
        return next((option for option in options if option is not None), None)
    if isinstance(node, ast.BinOp):
        return _operation(node.op, _value(node.left, numbers), _value(node.right, numbers))
    raise TypeError(node)


def _operation(operator: ast.operator, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    if isinstance(operator, ast.Add):
        return left + right
    if isinstance(operator, ast.Sub):
        return left - right
    if isinstance(operator, ast.Mult):
        return left * right
    return None if right == 0 else left / right
