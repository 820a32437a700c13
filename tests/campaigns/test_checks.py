"""The system check finds every way in which definitions, fact columns and readers can come apart."""

from dataclasses import replace

import pytest
from django.core import checks as django_checks
from django.db import models

from campaigns import checks
from campaigns.checks import misnamed_columns, misread_metrics, numbers_agree, too_narrow, unlike
from campaigns.definitions import DefinitionsError, Mistake
from campaigns.metrics import METRICS, Grain, Unit
from campaigns.models import AccountDay
from campaigns.readers import profiles
from campaigns.readers.vocabulary import MEASURES


def profile_named(key: str):
    return next(profile for profile in profiles() if profile.key == key)


def test_the_product_agrees_with_itself() -> None:
    assert numbers_agree() == []


def test_the_check_runs_with_every_command() -> None:
    assert numbers_agree in django_checks.registry.registry.get_checks()


def test_a_metric_without_a_column_and_a_column_without_a_metric_are_both_found() -> None:
    assert list(unlike("the table", ("likes", "saves"), ("likes", "claps"))) == [
        "saves is defined, and the table lacks it.",
        "claps is not defined, and the table has it.",
    ]


def test_a_column_that_would_cut_off_decimals_is_found() -> None:
    whole = {"views": models.BigIntegerField(), "completions": models.BigIntegerField()}
    assert list(too_narrow(Grain.CONTENT, whole, METRICS)) == [
        "completions of content has decimals, and its column holds whole numbers only."
    ]
    stored = {"completions": AccountDay._meta.get_field("completions")}
    assert list(too_narrow(Grain.ACCOUNT_DAY, stored, METRICS)) == []


def test_a_metric_that_is_read_in_another_unit_is_found() -> None:
    definitions = {"spend": replace(METRICS["spend"], unit=Unit.COUNT), "likes": METRICS["likes"]}
    assert list(misread_metrics(definitions, MEASURES)) == ["spend is defined in count and read as money."]


def test_a_metric_that_no_reader_can_read_is_found_unless_it_is_worked_out() -> None:
    definitions = {"likes": METRICS["likes"], "contents": METRICS["contents"]}
    assert list(misread_metrics(definitions, {})) == ["likes is defined, and no reader can read it."]


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ({"Mood": "mood"}, "reads Mood as mood, which no row of account_day holds."),
        ({"Wow": "wow"}, "reads Wow as wow, which tiktok does not report."),
        ({"Five": "plays_5s"}, "reads Five as plays_5s, which no row of account_day holds."),
    ],
)
def test_a_header_that_becomes_nothing_is_found(header: dict[str, str], problem: str) -> None:
    overview = profile_named("tiktok.studio.overview")
    wrong = replace(overview, header={**overview.header, **header})
    assert list(misnamed_columns(wrong, METRICS)) == [f"tiktok.studio.overview {problem}"]


def test_a_rate_whose_numerator_the_network_does_not_report_is_found() -> None:
    works = profile_named("douyin.creator.works")
    assert list(misnamed_columns(replace(works, network="tiktok"), METRICS)) == [
        "douyin.creator.works reads 5s完播率 as plays_5s, which tiktok does not report.",
        "douyin.creator.works reads 封面点击率 as cover_ctr, which tiktok does not report.",
        "douyin.creator.works reads 2s跳出率 as bounces_2s, which tiktok does not report.",
    ]


def test_a_folder_of_a_kind_of_file_that_cannot_be_read_is_told(monkeypatch) -> None:
    def broken():
        raise DefinitionsError([Mistake("tiktok/shop/profile.yaml", "grain", "missing")])

    monkeypatch.setattr(checks, "profiles", broken)
    assert [(error.id, error.msg) for error in numbers_agree()] == [
        ("campaigns.E007", "tiktok/shop/profile.yaml: grain: missing")
    ]


def test_a_profile_that_asks_for_a_column_it_does_not_read_is_found() -> None:
    overview = profile_named("tiktok.studio.overview")
    wrong = replace(overview, required=overview.required | {"Mood"})
    assert list(misnamed_columns(wrong, METRICS)) == ["tiktok.studio.overview asks for Mood, which it does not read."]
