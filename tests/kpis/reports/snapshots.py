"""A snapshot of a made-up brand, with everything that a report can hold and strings that clients must never see."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

CANARY = "CANARY-internal"
_WINDOW = {"start": "2026-01-01", "end": "2026-01-31"}
_NAMES = {
    "views": ("Views", "播放量"),
    "er_view": ("Engagement rate per view", "互动率（按播放）"),
    "completion_rate": ("Completion rate", "完播率"),
    "followers": ("Followers", "粉丝数"),
    "cpm": ("Cost per thousand impressions", "千次曝光成本"),
    "roas": ("Return on ad spend", "广告投入产出比"),
    "roi": (f"Return on investment {CANARY}", "投资回报率"),
    "read_rate": ("Read rate", "阅读率"),
}


def names(kpi: str) -> dict[str, str]:
    """Return a KPI's names."""
    english, chinese = _NAMES[kpi]
    return {"en": english, "zh-Hans": chinese}


def result(kpi: str, unit: str, value: str | None, **changes: Any) -> dict[str, Any]:
    """Return a result item; `changes` replace its fields."""
    return {
        "kpi": kpi,
        "kpi_version": 1,
        "unit": unit,
        "direction": "higher",
        "class": "actionable",
        "scope": {"brand": "b1"},
        "group": {},
        "window": _WINDOW,
        "value": value,
        "reason": None if value is not None else "no_data",
        "bound": "exact",
        "state": "final",
        "derived": False,
        "grain": "content",
        "basis": "occurred",
        "coverage": {"days": 31, "of": 31},
        "sample": {"numerator": None, "denominator": None, "contents": None},
        "grade": {"band": None, "decided_by": None, "reason": "no_benchmark", "qualified": False, "lenses": []},
        "targets": [],
        "names": names(kpi),
        "formula": kpi,
        "source": "Each network's own export.",
        "previous": {"value": None, "reason": "no_data"},
        "visibility": "shared",
        **changes,
    }


def graded(band: str | None, *, lens: str = "industry", **changes: Any) -> dict[str, Any]:
    """Return a grade decided by one lens."""
    row = {
        "lens": lens,
        "kind": "threshold",
        "band": band,
        "position": None,
        "favourable": None,
        "percentile": None,
        "benchmark": "tiktok.er_view.2024",
        "n": 2007,
        "as_of": "2023-12-31",
        "reliability": "H",
        "source": "Rival IQ TikTok Benchmark Report 2024",
        "reason": None,
        **changes,
    }
    return {
        "band": band,
        "decided_by": lens,
        "reason": None,
        "qualified": False,
        "disagreement": False,
        "lenses": [row],
    }


def series(kpi: str, unit: str, values: list[str | None], network: str | None = None) -> dict[str, Any]:
    """Return a series of days from 1 January 2026."""
    points = [{"day": str(date(2026, 1, 1) + timedelta(days=n)), "value": value} for n, value in enumerate(values)]
    return {
        "kpi": kpi,
        "names": names(kpi),
        "unit": unit,
        "network": network,
        "visibility": "shared",
        "points": points,
    }


def _headline() -> list[dict[str, Any]]:
    er_view = result(
        "er_view",
        "ratio",
        "0.0374",
        formula="interactions / views",
        sample={"numerator": "110188", "denominator": "2946198", "contents": 22},
        grade=graded("good"),
        previous={"value": "0.0341", "reason": None},
    )
    completion = result(
        "completion_rate",
        "ratio",
        "0.14",
        formula="completions / views",
        derived=True,
        grade=graded(None, kind="median", position="below", favourable=False, reason="position_only"),
        previous={"value": "0.151", "reason": None},
        coverage={"days": 28, "of": 31},
    )
    return [
        result("views", "count", "2946198", state="provisional", previous={"value": "2630534", "reason": None}),
        er_view,
        completion,
        result("followers", "people", "15000", bound="at_least", grain="account"),
        result(
            "cpm", "money", "25", direction="lower", formula="spend / impressions * 1000", previous={"value": "31.25"}
        ),
        result("roas", "ratio", "3.0", formula="revenue / spend", previous={"value": "3.0"}),
        result("read_rate", "ratio", None, reason="zero_denominator", formula="views / impressions"),
        result("roi", "ratio", "2.0", visibility="internal", formula=f"(revenue - cost_total) / cost_total {CANARY}"),
    ]


def _by_network() -> list[dict[str, Any]]:
    tiktok, weibo, red = ({"network": network} for network in ("tiktok", "weibo", "xiaohongshu"))
    return [
        result("views", "count", "2046198", group=tiktok),
        result("views", "count", None, group=weibo, reason="not_on_network"),
        result("views", "count", "900000", group=red),
        result("er_view", "ratio", "0.0312", group=tiktok, grade=graded("fair")),
        result("er_view", "ratio", "0.0515", group=red),
        result("roi", "ratio", "2.5", group=tiktok, visibility="internal"),
    ]


def _top_contents() -> list[dict[str, Any]]:
    first = {
        "id": "c1",
        "title": "<script>alert('x')</script> & 春节探店 \"vlog\"",
        "network": "xiaohongshu",
        "account": "lumière_cn",
        "published_on": "2026-01-09",
        "format": "video",
        "url": "https://www.xiaohongshu.com/explore/1?a=1&b=2",
        "results": {
            "views": {"value": "412345", "reason": None, "unit": "count"},
            "er_view": {"value": "0.0812", "reason": None, "unit": "ratio"},
            "roi": {"value": "7.77", "reason": None, "unit": "ratio"},
        },
    }
    second = {
        "id": "c2",
        "title": "Three ways to wear the winter set",
        "network": "tiktok",
        "account": "lumiere",
        "published_on": "2026-01-17",
        "format": "video",
        "url": "javascript:alert(1)",
        "results": {
            "views": {"value": "126", "reason": None, "unit": "count"},
            "er_view": {"value": None, "reason": "zero_denominator", "unit": "ratio"},
        },
    }
    return [first, second]


def _target(kpi: str, unit: str, tiers: tuple[str | None, str, str | None], **changes: Any) -> dict[str, Any]:
    floor, middle, stretch = tiers
    return {
        "id": f"t-{kpi}",
        "kpi": kpi,
        "names": names(kpi),
        "unit": unit,
        "floor": floor,
        "target": middle,
        "stretch": stretch,
        "value": None,
        "reason": "no_data",
        "status": "no_data",
        "attainment": None,
        "expected": None,
        "signed": False,
        **changes,
    }


def _targets() -> list[dict[str, Any]]:
    views = {"value": "2946198", "reason": None, "status": "achieved", "attainment": "1.1785", "expected": "2500000"}
    cpm = {"value": "25", "reason": None, "status": "on_track", "attainment": "1.12", "expected": "28"}
    completion = {"value": "0.14", "reason": None, "status": "missed", "attainment": "0.7", "expected": "0.2"}
    roi = {"value": "2.0", "reason": None, "status": "achieved", "attainment": "1.3333"}
    return [
        _target("views", "count", ("2000000", "2500000", "3000000"), **views, signed=True),
        _target("cpm", "money", ("35", "28", "22"), **cpm),
        _target("completion_rate", "ratio", ("0.15", "0.2", "0.3"), **completion),
        _target("read_rate", "ratio", (None, "0.05", None)),
        _target("roi", "ratio", ("1", "1.5", "2.5"), **roi),
    ]


def _costs() -> dict[str, Any]:
    return {
        "currency": "CNY",
        "media_spend": "5000.00",
        "billed": "18000.00",
        "internal": "11111.11",
        "margin": "6888.89",
        "items": [
            {
                "kind": "creator_fee",
                "name": "Winter set, creator video",
                "billed": "18000.00",
                "internal": "11111.11",
                "start": "2026-01-05",
                "end": "2026-01-20",
                "rebate": f"{CANARY} rebate",
            },
        ],
        "rebate": f"{CANARY} rebate",
    }


def _provenance() -> dict[str, Any]:
    overview = {
        "file_name": "Overview.csv",
        "profile": "tiktok.studio.overview",
        "network": "tiktok",
        "handle": "lumiere",
    }
    notes = {
        "file_name": "笔记列表明细表.xlsx",
        "profile": "xiaohongshu.notes",
        "network": "xiaohongshu",
        "handle": "lumière_cn",
    }
    rival = {
        "key": "tiktok.er_view.2024",
        "source": "Rival IQ TikTok Benchmark Report 2024",
        "reliability": "H",
        "n": 2007,
    }
    own = {"key": "agency.roi", "source": f"{CANARY} own clients", "as_of": "2025-12-31", "reliability": "M", "n": 4}
    return {
        "imports": [
            {"id": "i1", **overview, "captured_on": "2026-02-02", "rows": 31},
            {"id": "i2", **notes, "captured_on": "2026-02-02", "rows": 41},
        ],
        "benchmarks": [{**rival, "as_of": "2023-12-31"}, own],
        "kpi_versions": {"er_view": 1, "roi": 1},
    }


def _series() -> list[dict[str, Any]]:
    tiktok = [str(60000 + 9000 * (n % 7) + 700 * n) for n in range(31)]
    red: list[str | None] = [str(30000 + 4000 * (n % 5)) for n in range(31)]
    total: list[str | None] = [str(90000 + 9000 * (n % 7) + 700 * n) for n in range(31)]
    total[10:13] = [None, None, None]
    return [
        series("views", "count", total),
        series("views", "count", [*tiktok], "tiktok"),
        series("views", "count", red, "xiaohongshu"),
        series("followers", "people", [str(14200 + 26 * n) for n in range(31)]),
        {**series("roi", "ratio", ["9.99"]), "visibility": "internal"},
    ]


def snapshot(**changes: Any) -> dict[str, Any]:
    """Return a whole snapshot; `changes` replace its sections."""
    whole = {
        "schema": 1,
        "brand": {"id": "b1", "name": "Lumière & Co", "industry": "Fashion", "currency": "CNY", "contact": CANARY},
        "agency": {"name": "North Social"},
        "title": "January 2026 in review",
        "template": "monthly",
        "window": _WINDOW,
        "previous_window": {"start": "2025-12-01", "end": "2025-12-31"},
        "created_at": "2026-02-03T08:00:00Z",
        "data_version": "17",
        "accounts": [
            {"id": "a1", "network": "tiktok", "handle": "lumiere", "kind": "standard"},
            {"id": "a2", "network": "xiaohongshu", "handle": "lumière_cn", "kind": "standard"},
        ],
        "headline": _headline(),
        "by_network": _by_network(),
        "series": _series(),
        "top_contents": _top_contents(),
        "targets": _targets(),
        "costs": _costs(),
        "provenance": _provenance(),
        "notes": "The winter set led the month.\nNext month: three creator videos.",
        "internal_notes": f"{CANARY}: the client doubts the fee.",
        "later_field": CANARY,
    }
    return deepcopy({**whole, **changes})
