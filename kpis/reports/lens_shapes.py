"""The fields of a snapshot that each lens lets through."""

from kpis.reports.shapes import Each, Scalar, Shape, fields

_WINDOW = fields("start end")
_NAMES = fields("en zh-Hans")

_LENS_GRADE = fields("lens kind band position favourable percentile benchmark n as_of reliability source reason")

_RESULT = fields(
    "kpi kpi_version unit currency direction class value reason bound state derived grain basis formula source "
    "visibility",
    names=_NAMES,
    scope=fields("agency brand account campaign network content_category"),
    group=fields("network account"),
    window=_WINDOW,
    coverage=fields("days of"),
    sample=fields("numerator denominator contents"),
    grade=fields("band decided_by reason qualified disagreement", lenses=_LENS_GRADE),
    targets=fields("id floor target stretch expected attainment status"),
    previous=fields("value reason bound"),
)

_SERIES = fields("kpi unit currency network visibility", names=_NAMES, points=fields("day value"))

_CONTENT = fields(
    "id title network account published_on format url",
    results=Each(fields("value reason unit currency bound visibility", names=_NAMES)),
)

_TARGET = fields(
    "id kpi unit currency direction floor target stretch value reason bound status attainment expected signed "
    "visibility",
    names=_NAMES,
)

_PROVENANCE: dict[str, Shape] = {
    "imports": fields("id file_name profile captured_on rows network handle"),
    "benchmarks": fields("key source as_of reliability n"),
    "kpi_versions": Each(Scalar()),
}

_COST_ITEM = "kind name billed start end"

CLIENT_SHAPE: dict[str, Shape] = fields(
    "schema title template created_at data_version notes",
    brand=fields("id name industry currency"),
    agency=fields("name"),
    window=_WINDOW,
    previous_window=_WINDOW,
    accounts=fields("id network handle kind"),
    headline=_RESULT,
    by_network=_RESULT,
    series=_SERIES,
    top_contents=_CONTENT,
    targets=_TARGET,
    costs=fields("currency media_spend billed", items=fields(_COST_ITEM)),
    provenance=_PROVENANCE,
)

ACCOUNT_MANAGER_SHAPE: dict[str, Shape] = {
    **CLIENT_SHAPE,
    **fields("internal_notes"),
    "costs": fields("currency media_spend billed internal margin", items=fields(f"{_COST_ITEM} internal")),
}
