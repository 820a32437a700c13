"""The rules of targets that can say no, by name."""

from apikit.refusals import Refusal, RefusalKind


class UnknownKpi(Refusal):
    """The KPI is not in the catalogue."""

    code = "unknown_kpi"
    detail = "There is no KPI of this key; GET /kpis lists them."
    pointer = "#/kpi"


class TiersOutOfOrder(Refusal):
    """Floor, target and stretch must lead from the worst to the best."""

    code = "tiers_out_of_order"
    detail = "Floor, target and stretch must lead from the worst to the best; a band needs floor and stretch."
    pointer = "#/target"


class NotOnBrand(Refusal):
    """Account or campaign belong to another brand."""

    code = "wrong_brand"
    detail = "The account or campaign belongs to another brand."
    pointer = "#/scope"


class EmptyPeriod(Refusal):
    """The flight ends before it starts."""

    code = "empty_period"
    detail = "The period ends before it starts."
    pointer = "#/period/end"


class CurrencyNeeded(Refusal):
    """A target in money without a currency means nothing."""

    code = "currency_needed"
    detail = "This KPI is money: state `currency`, or give the brand one."
    pointer = "#/currency"


class SignedAlready(Refusal):
    """The revision was signed off before."""

    kind = RefusalKind.CONFLICT
    code = "signed_already"
    detail = "This revision is signed off already."


class NotNewest(Refusal):
    """Only the newest revision can be signed off."""

    kind = RefusalKind.CONFLICT
    code = "not_newest"
    detail = "A newer revision exists: sign that one."
    pointer = "#/revision"
