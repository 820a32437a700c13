"""The product's pack holds only what our KPIs can honour, and lists what it left out."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from kpis.benchmarks import Band, Benchmark, Centre, Edge, Reliability, Statistic, Thresholds, published_pack
from kpis.benchmarks.loader import PUBLISHED
from kpis.catalogue import catalogue

PACK = {benchmark.key: benchmark for benchmark in published_pack()}
LEFT_OUT = PUBLISHED.parent / "left_out.yaml"


@pytest.mark.parametrize("benchmark", PACK.values(), ids=list(PACK))
def test_every_row_names_a_kpi_that_exists_on_its_networks(benchmark: Benchmark) -> None:
    kpi = catalogue()[benchmark.kpi]
    assert benchmark.kpi_version == kpi.version
    assert set(benchmark.networks) <= set(kpi.networks)


@pytest.mark.parametrize("benchmark", PACK.values(), ids=list(PACK))
def test_ratios_are_fractions_and_rows_tell_their_sample_and_source(benchmark: Benchmark) -> None:
    assert benchmark.sample
    assert benchmark.source
    assert (benchmark.currency is None) == (catalogue()[benchmark.kpi].unit.value != "money")


def test_the_study_medians_stand_as_published() -> None:
    per_follower = PACK["tiktok.er_follower.rival_iq_2024"]
    assert per_follower.scale == Centre(Decimal("0.026"), Decimal("0.026"))
    assert (per_follower.statistic, per_follower.n, per_follower.reliability) == (
        Statistic.MEDIAN,
        2007,
        Reliability.HIGH,
    )
    assert PACK["tiktok.er_view.rival_iq_2024"].scale == Centre(Decimal("0.034"), Decimal("0.034"))


def test_the_rules_of_thumb_have_a_tier_each_and_no_sample() -> None:
    tiers = [one for one in PACK.values() if one.key.startswith("tiktok.er_follower.rule_of_thumb")]
    assert [(str(one.followers), one.n, one.reliability.value) for one in tiers] == [
        ("0 up to 10000 followers", None, "seed"),
        ("10000 up to 100000 followers", None, "seed"),
        ("100000 up to any followers", None, "seed"),
    ]


def test_great_begins_above_its_edge_where_the_source_says_above() -> None:
    assert PACK["tiktok.completion_rate.rule_of_thumb"].scale == Thresholds(
        (
            Edge(Band.GOOD, Decimal("0.50"), inclusive=True),
            Edge(Band.GREAT, Decimal("0.70"), inclusive=False),
        ),
    )


def test_costs_on_xiaohongshu_get_better_downwards() -> None:
    assert PACK["xiaohongshu.cpe.tocanan"].scale == Thresholds(
        (
            Edge(Band.GOOD, Decimal(10), inclusive=False),
            Edge(Band.GREAT, Decimal(5), inclusive=False),
        ),
    )


def test_rows_left_out_name_the_part_that_differs() -> None:
    rows = yaml.safe_load(Path(LEFT_OUT).read_text(encoding="utf-8"))
    parts = {"audience", "numerator", "network", "kpi", "window", "statistic"}
    assert rows
    assert [row for row in rows if row["part"] not in parts or not row["why"]] == []


def test_no_row_stands_both_in_the_pack_and_among_those_left_out() -> None:
    rows = yaml.safe_load(Path(LEFT_OUT).read_text(encoding="utf-8"))
    taken = {(one.kpi, one.source, one.industry) for one in PACK.values()}
    assert taken.isdisjoint({(row["metric"], row["source"], row["segment"]) for row in rows})
