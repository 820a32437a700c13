"""Own KPIs change as versions: of themselves, and of those that refer to them."""

import pytest

from apikit.etag import VersionConflict
from audit.actors import Actor
from audit.models import AuditEntry
from kpis.models import OwnKpi, OwnKpiVersion
from kpis.own import services
from kpis.own.catalogue import agency_catalogue, forget_own_kpis
from kpis.own.checking import mistakes_in, trial_of
from kpis.own.refusals import BadDefinition, KeyFixed, KpiArchived, KpiInUse, TooManyKpis, WouldBreak
from kpis.own.services import archive_kpi, change_kpi, rename_kpi, restore_kpi

BOB = Actor(name="bob")


def change(row: OwnKpi, *, expected: int | None = None, **changes: object) -> OwnKpi:
    return change_kpi(row, changes, expected=expected, actor=BOB)


def told(row: OwnKpi) -> tuple[int, int]:
    row.refresh_from_db()
    return row.kpi_version, row.version


def numbers(row: OwnKpi) -> list[int]:
    return list(OwnKpiVersion.objects.filter(of=row).order_by("number").values_list("number", flat=True))


def test_a_kpi_is_defined_with_its_unit_and_first_version(define):
    row = define("talk_rate", "(comments + shares) / views")
    assert (row.unit, row.kpi_version, row.version) == ("ratio", 1, 1)
    (kept,) = OwnKpiVersion.objects.filter(of=row)
    assert (kept.number, kept.formulas, kept.set_by) == (1, {"tiktok": "(comments + shares) / views"}, "alice")
    assert AuditEntry.objects.filter(action="kpi.created", object_id=row.id).exists()


def test_all_mistakes_of_a_definition_are_told_at_once(define):
    with pytest.raises(BadDefinition) as caught:
        define("views", "spend + vews", direction="up", goals={"primary": ["fame"]})
    assert {mistake.field for mistake in caught.value.mistakes} == {"key", "formula", "direction", "goals.primary"}


@pytest.mark.parametrize("key", ["er_view", "views", "talk"])
def test_a_taken_key_is_refused(define, key):
    define("talk", "comments + shares")
    with pytest.raises(BadDefinition) as caught:
        define(key, "likes / views")
    assert [(mistake.field, mistake.code) for mistake in caught.value.mistakes] == [("key", "key_taken")]
    assert define("other", "likes / views").key == "other"


def test_all_networks_means_those_on_which_it_can_be_computed(define):
    row = define("eager", "reads / readers", networks="all")
    assert row.definition["networks"] == ["wechat"]


def test_another_formula_is_another_version_and_other_words_are_none(define):
    row = define("talk", "comments + shares")
    change(row, names={"en": "Talk"}, description="What people say.")
    assert told(row) == (1, 2)
    change(row, formula="comments")
    assert told(row) == (2, 3)
    assert numbers(row) == [1, 2]
    assert agency_catalogue()["talk"].version == 2
    change(row, formula="comments")
    assert told(row) == (2, 3)


def test_a_change_from_an_older_state_is_refused(define):
    row = define("talk", "comments + shares")
    with pytest.raises(VersionConflict):
        change(row, expected=7, formula="comments")
    assert told(change(row, expected=1, formula="comments")) == (2, 2)


def test_those_that_refer_to_a_kpi_get_a_new_version_with_it(define):
    talk = define("talk", "comments + shares")
    rate, double = define("talk_rate", "talk / views"), define("double", "talk_rate * 2")
    other = define("other", "likes / views")
    change(talk, formula="comments")
    assert [told(row)[0] for row in (talk, rate, double, other)] == [2, 2, 2, 1]
    kept = OwnKpiVersion.objects.get(of=double, number=2)
    assert (kept.because_of, kept.formulas) == ("talk", {"tiktok": "comments / views * 2"})
    assert AuditEntry.objects.filter(action="kpi.changed", object_id=double.id).exists()


def test_a_change_that_leaves_their_formula_as_it_was_makes_no_version_of_theirs(define):
    talk, rate = define("talk", "comments + shares"), define("talk_rate", "talk / views")
    change(talk, direction="lower")
    assert [told(row)[0] for row in (talk, rate)] == [2, 1]


def test_a_change_that_would_break_others_is_refused_naming_them(define):
    talk = define("talk", "comments + shares")
    define("talk_rate", "talk / views")
    define("all_in", "talk + likes")
    with pytest.raises(WouldBreak) as caught:
        change(talk, formula="spend")
    assert "all_in" in caught.value.detail
    assert told(talk) == (1, 1)


def test_a_change_that_makes_a_circle_is_refused(define):
    talk = define("talk", "comments + shares")
    define("more", "talk + likes")
    with pytest.raises(BadDefinition) as caught:
        change(talk, formula="more + comments")
    assert "cycle" in {mistake.code for mistake in caught.value.mistakes}


def test_an_archived_kpi_cannot_be_asked_for_or_changed_until_it_is_restored(define):
    row = define("talk", "comments + shares")
    archive_kpi(row, expected=1, actor=BOB)
    assert "talk" not in agency_catalogue()
    with pytest.raises(KpiArchived):
        change(row, formula="comments")
    assert restore_kpi(row, actor=BOB).archived_at is None
    assert "talk" in agency_catalogue()
    assert numbers(row) == [1]
    assert told(change(row, formula="comments"))[0] == 2


def test_a_kpi_that_others_refer_to_is_not_archived(define):
    talk, rate = define("talk", "comments + shares"), define("talk_rate", "talk / views")
    with pytest.raises(KpiInUse, match="talk_rate"):
        archive_kpi(talk, expected=None, actor=BOB)
    archive_kpi(rate, expected=None, actor=BOB)
    archive_kpi(talk, expected=None, actor=BOB)
    with pytest.raises(BadDefinition):
        restore_kpi(rate, actor=BOB)
    restore_kpi(talk, actor=BOB)
    assert restore_kpi(rate, actor=BOB).archived_at is None


def test_what_is_restored_over_a_changed_reference_is_a_new_version(define):
    talk, rate = define("talk", "comments + shares"), define("talk_rate", "talk / views")
    archive_kpi(rate, expected=None, actor=BOB)
    change(talk, formula="comments")
    assert told(rate)[0] == 1
    restore_kpi(rate, actor=BOB)
    assert told(rate)[0] == 2


def test_an_agency_has_so_many_kpis_and_no_more(define, monkeypatch):
    monkeypatch.setattr(services, "OWN_AT_MOST", 1)
    row = define("talk", "comments + shares")
    with pytest.raises(TooManyKpis):
        define("other", "likes / views")
    archive_kpi(row, expected=None, actor=BOB)
    other = define("other", "likes / views")
    with pytest.raises(TooManyKpis):
        restore_kpi(row, actor=BOB)
    archive_kpi(other, expected=None, actor=BOB)
    assert restore_kpi(row, actor=BOB).archived_at is None


def test_a_trial_saves_nothing_and_may_be_of_a_kpi_that_is_there(define):
    define("talk", "comments + shares")
    definition = {"names": {"en": "T"}, "formula": "likes / views", "networks": "all", "direction": "higher"}
    assert mistakes_in("talk", definition, trial=True) == []
    assert "tiktok" in trial_of("talk", definition).networks
    assert agency_catalogue()["talk"].formula_text == "comments + shares"
    assert [mistake.code for mistake in mistakes_in("talk", definition)] == ["key_taken"]


def test_a_key_that_the_product_took_is_given_up_and_those_that_refer_to_it_keep_their_meaning(define):
    talk = define("talk", "comments + shares")
    rate = define("talk_rate", "talk / views - talk / views * 2")
    with pytest.raises(KeyFixed):
        rename_kpi(talk, "chat", expected=None, actor=BOB)
    taken_by_the_product(talk, rate)
    assert set(agency_catalogue().broken) == {"own:er_view", "talk_rate"}
    with pytest.raises(BadDefinition):
        rename_kpi(talk, "talk_rate", expected=None, actor=BOB)
    rename_kpi(talk, "chat", expected=None, actor=BOB)
    known = agency_catalogue()
    assert not known.broken
    assert known["talk_rate"].formula_text == "chat / views - chat / views * 2"
    assert [told(row)[0] for row in (talk, rate)] == [1, 1]


def taken_by_the_product(talk: OwnKpi, rate: OwnKpi) -> None:
    """Stand in for a release that brought a KPI er_view."""
    OwnKpi.objects.filter(id=talk.id).update(key="er_view")
    definition = {**rate.definition, "formula": "er_view / views - er_view / views * 2"}
    OwnKpi.objects.filter(id=rate.id).update(definition=definition)
    talk.refresh_from_db()
    forget_own_kpis()
