"""The rules about what is run that can say no, by name."""

from typing import ClassVar

from apikit.refusals import Refusal, RefusalKind


class WrongBrand(Refusal):
    """Two things that belong to different brands cannot be linked."""

    code = "wrong_brand"
    detail = "This belongs to another brand."


class EndsBeforeStart(Refusal):
    """A period ends on or after the day it starts."""

    code = "ends_before_start"
    detail = "The last day lies before the first."
    pointer = "#/end"


class MixedCurrency(Refusal):
    """Both amounts of one cost are in one currency."""

    code = "mixed_currency"
    detail = "Both amounts of a cost are in the same currency."
    pointer = "#/internal"


class AmountMissing(Refusal):
    """A cost without any amount says nothing."""

    code = "amount_missing"
    detail = "Send a billed or an internal amount."
    pointer = "#/billed"


class CreatorInUse(Refusal):
    """Whoever made or cost something stays known by name."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT
    code = "in_use"
    detail = "Something still names this creator: a content, cost, link, code, conversion or rule."
