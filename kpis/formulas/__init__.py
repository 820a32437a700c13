"""KPI formulas: read, checked for units, and evaluated over sums, without eval and without a query."""

from kpis.formulas.compiling import Vocabulary, compile_formula
from kpis.formulas.equivalence import equivalent
from kpis.formulas.errors import FormulaError, FormulaErrorCode
from kpis.formulas.evaluation import evaluate
from kpis.formulas.formula import Formula, Fraction
from kpis.formulas.parser import parse
from kpis.formulas.quantity import Bound, Quantity, Reason
from kpis.formulas.tree import Node
from kpis.formulas.units import unit_of

__all__ = [
    "Bound",
    "Formula",
    "FormulaError",
    "FormulaErrorCode",
    "Fraction",
    "Node",
    "Quantity",
    "Reason",
    "Vocabulary",
    "compile_formula",
    "equivalent",
    "evaluate",
    "parse",
    "unit_of",
]
