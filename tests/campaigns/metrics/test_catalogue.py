"""Definitions are read strictly: every mistake of every file is told at once, with its place."""

from pathlib import Path

import pytest

from campaigns.definitions import DefinitionsError
from campaigns.metrics import METRICS, PLACES
from campaigns.metrics.catalogue import DEFINITIONS, SOURCES_FILE, load

SOURCES = "- {key: till, names: {en: Till, zh-Hans: 收银}, kind: records}\n"
LIKES = """
- key: likes
  names: {en: Likes, zh-Hans: 点赞}
  description: {en: Likes., zh-Hans: 点赞数。}
  unit: count
"""


@pytest.fixture
def mistakes_in(tmp_path: Path):
    """Return a function that reads one file of metrics and gives the mistakes told, those of missing metrics aside."""

    def read(text: str, sources: str = SOURCES) -> list[str]:
        (tmp_path / SOURCES_FILE).write_text(sources, encoding="utf-8")
        (tmp_path / "some.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(DefinitionsError) as caught:
            load(tmp_path)
        told = map(str, caught.value.mistakes)
        return [each for each in told if "has kinds and no definition" not in each]

    return read


def test_the_products_own_files_have_no_mistake() -> None:
    metrics, sources = load(DEFINITIONS)
    assert metrics == METRICS
    assert {field.source for metric in metrics.values() for field in metric.stated_sources} == set(sources)


def test_a_sound_definition_has_no_mistake(mistakes_in) -> None:
    assert mistakes_in(LIKES) == []


def test_a_column_without_a_definition_is_told(tmp_path: Path) -> None:
    (tmp_path / SOURCES_FILE).write_text(SOURCES, encoding="utf-8")
    (tmp_path / "some.yaml").write_text(LIKES, encoding="utf-8")
    with pytest.raises(DefinitionsError) as caught:
        load(tmp_path)
    told = [str(mistake) for mistake in caught.value.mistakes]
    assert "(all files): views: has kinds and no definition" in told
    assert "(all files): likes: has kinds and no definition" not in told


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("  colour: red", "some.yaml: likes: colour: no such field"),
        ("  places: [myspace]", "some.yaml: likes: places: myspace is none of tiktok"),
        ("  lower_is_better: perhaps", "some.yaml: likes: lower_is_better: expected true or false"),
        ("  network_names: {douyin: {en: Likes}}", "some.yaml: likes: network_names.douyin.zh-Hans: missing"),
        (
            "  network_names: {orkut: {en: Likes, zh-Hans: 赞}}",
            "some.yaml: likes: network_names.orkut: is none of tiktok",
        ),
        ("  sources: [{from: nowhere, field: x}]", "some.yaml: likes: sources.0.from: nowhere is none of till"),
        ("  sources: [{from: till}]", "some.yaml: likes: sources.0.field: missing"),
        ("  settle_days: {douyin: soon}", "some.yaml: likes: settle_days.douyin: expected a whole number above 0"),
        ("  settle_days: {orkut: 3}", "some.yaml: likes: settle_days.orkut: is none of tiktok"),
        (
            "  scale: {lowest: 5, highest: 1, meaning: {en: a, zh-Hans: b}}",
            "some.yaml: likes: scale.highest: expected more than lowest",
        ),
        (
            "  attribution: {douyin: {booked_on: some_day, statement: {en: a, zh-Hans: b}, source: c}}",
            "some.yaml: likes: attribution.douyin.booked_on: some_day is none of event_day",
        ),
        ("  attribution: {douyin: {booked_on: event_day}}", "some.yaml: likes: attribution.douyin.statement: missing"),
        (
            "  versions: [{number: 2, what: {en: a, zh-Hans: b}, source: c}]",
            "some.yaml: likes: versions: expected the numbers 1, 2, 3 and so on in order",
        ),
        (
            "  versions: [{number: 1, since: yesterday, what: {en: a, zh-Hans: b}, source: c}]",
            "some.yaml: likes: versions.0.since: expected a date such as 2026-01-31",
        ),
        (
            "  versions: [{number: 1, applies_to: nowhere, what: {en: a, zh-Hans: b}, source: c}]",
            "some.yaml: likes: versions.0.applies_to: nowhere is none of till",
        ),
    ],
)
def test_a_mistake_is_told_with_its_file_metric_and_field(mistakes_in, added: str, told: str) -> None:
    assert any(each.startswith(told) for each in mistakes_in(f"{LIKES}{added}\n")), mistakes_in(f"{LIKES}{added}\n")


def test_all_mistakes_are_told_at_once(mistakes_in) -> None:
    text = "- {key: likes, names: {en: Likes}, unit: minutes}\n- {key: fame, unit: glory}\n"
    assert mistakes_in(text) == [
        "some.yaml: likes: description: missing",
        "some.yaml: likes: names.zh-Hans: missing",
        "some.yaml: likes: unit: expected seconds: metrics measure time in seconds",
        "some.yaml: likes: description.en: missing",
        "some.yaml: likes: description.zh-Hans: missing",
        "some.yaml: fame: names: missing",
        "some.yaml: fame: description: missing",
        "some.yaml: fame: names.en: missing",
        "some.yaml: fame: names.zh-Hans: missing",
        "some.yaml: fame: unit: glory is none of count, people, seconds, minutes, hours, money, ratio, score",
        "some.yaml: fame: description.en: missing",
        "some.yaml: fame: description.zh-Hans: missing",
        "(all files): fame: is defined and has no kinds",
    ]


def test_a_metric_and_a_source_are_defined_once(mistakes_in) -> None:
    assert mistakes_in(LIKES + LIKES, SOURCES + SOURCES) == [
        "sources.yaml: till: is defined twice",
        "some.yaml: likes: is defined twice",
    ]


def test_a_file_that_is_no_list_is_told(mistakes_in) -> None:
    assert mistakes_in("likes: 3") == ["some.yaml: (file): expected a list of definitions"]


def test_a_source_of_no_kind_is_told(mistakes_in) -> None:
    assert mistakes_in(LIKES, "- {key: till, names: {en: Till, zh-Hans: 收银}, kind: rumour, place: moon}\n") == [
        f"sources.yaml: till: place: moon is none of {', '.join(PLACES)}",
        "sources.yaml: till: kind: rumour is none of export, api, ads_api, shop_api, records, own_csv",
    ]
