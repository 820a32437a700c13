"""The rules of exchange rates that can say no, by name."""

from apikit.refusals import Refusal


class SameCurrency(Refusal):
    """A rate is between two currencies."""

    code = "same_currency"
    detail = "A currency has no rate against itself."
    pointer = "#/quote"
