"""The rules of an agency's own KPIs that can say no, by name."""

from collections.abc import Iterable, Sequence

from apikit.refusals import Refusal, RefusalKind
from campaigns.definitions import Mistake


class BadDefinition(Refusal):
    """The definition has mistakes; `mistakes` holds all of them, by field."""

    code = "bad_definition"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(dict.fromkeys(mistakes))
        super().__init__(f"The KPI cannot be computed as defined: {'; '.join(map(str, self.mistakes))}.")


class WouldBreak(Refusal):
    """Other KPIs of the agency refer to this one and could no longer be computed."""

    kind = RefusalKind.CONFLICT
    code = "would_break_others"

    def __init__(self, keys: Iterable[str]) -> None:
        names = ", ".join(sorted(keys))
        super().__init__(f"These KPIs refer to it and could no longer be computed: {names}. Change them first.")


class KpiInUse(Refusal):
    """Other KPIs of the agency refer to this one, so that it cannot be archived."""

    kind = RefusalKind.CONFLICT
    code = "kpi_in_use"

    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__(f"These KPIs refer to it: {', '.join(sorted(keys))}. Change or archive them first.")


class KpiArchived(Refusal):
    """An archived KPI does not change; it can only be taken back into use."""

    kind = RefusalKind.CONFLICT
    code = "archived"
    detail = "The KPI is archived; restore it before you change it."


class TooManyKpis(Refusal):
    """The agency has as many KPIs of its own as it may have."""

    kind = RefusalKind.CONFLICT
    code = "too_many_kpis"
    detail = "An agency has at most 200 KPIs of its own; archive some."


class KeyFixed(Refusal):
    """Formulas, targets and reports name a KPI by its key, so that it does not change."""

    code = "key_fixed"
    detail = "A key changes only where a later release of the product has a KPI of it."
    pointer = "#/key"


class ProductKpi(Refusal):
    """The product's KPIs are the same for every agency."""

    kind = RefusalKind.FORBIDDEN
    code = "product_kpi"
    detail = "This KPI is the product's and cannot be changed; define one of your own under another key."
