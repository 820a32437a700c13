"""Which inputs of formulas the accounts of a brand have ever stated."""

from kpis.inputs.stated import inputs_of_brand

__all__ = ["inputs_of_brand"]
