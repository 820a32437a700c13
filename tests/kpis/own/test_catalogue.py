"""The catalogue of an agency: read once, never somebody else's, with nothing in it that cannot be computed."""

import pytest

from agencies.context import in_agency
from audit.actors import Actor
from kpis.catalogue import catalogue
from kpis.models import OwnKpi
from kpis.own import catalogue as own_catalogue
from kpis.own.catalogue import agency_catalogue, forget_own_kpis
from kpis.own.services import archive_kpi, define_kpi

TALK = {"names": {"en": "Talk"}, "formula": "comments + shares", "networks": ["tiktok"], "direction": "higher"}


def test_it_has_the_products_kpis_and_the_agencys(define):
    define("talk", "comments + shares")
    known = agency_catalogue()
    assert set(known) == {*catalogue(), "talk"}
    assert len(known) == len(catalogue()) + 1
    assert known["talk"].version == 1


def test_the_products_kpis_cost_no_query_and_own_ones_one_a_context(define, django_assert_num_queries):
    define("talk", "comments + shares")
    forget_own_kpis()
    with django_assert_num_queries(0):
        assert agency_catalogue()["er_view"] is catalogue()["er_view"]
    with django_assert_num_queries(1):
        assert "talk" in agency_catalogue()
        assert agency_catalogue()["talk"].key == "talk"
        assert "talc" not in agency_catalogue()


@pytest.mark.django_db
def test_one_agency_knows_nothing_of_anothers(world):
    with in_agency(world.north):
        define_kpi("talk", TALK, actor=Actor(name="alice"))
        assert "talk" in agency_catalogue()
    with in_agency(world.south):
        assert "talk" not in agency_catalogue()
        define_kpi("talk", {**TALK, "formula": "comments"}, actor=Actor(name="erin"))
        assert agency_catalogue()["talk"].formula_text == "comments"
    with in_agency(world.north):
        assert agency_catalogue()["talk"].formula_text == "comments + shares"


def test_a_state_that_was_taken_back_is_not_remembered(define):
    row = define("talk", "comments + shares")
    OwnKpi.objects.filter(id=row.id).update(definition={**TALK, "formula": "shares"})
    forget_own_kpis()
    assert agency_catalogue()["talk"].formula_text == "shares"


def test_what_cannot_be_asked_for_says_why(define, monkeypatch):
    define("talk", "comments + shares")
    archive_kpi(define("gone", "likes * 2"), expected=None, actor=Actor(name="alice"))
    OwnKpi.objects.create(key="wrong", definition={**TALK, "formula": "comments + spend"}, unit="count")
    forget_own_kpis()
    known = agency_catalogue()
    assert known.why_not("gone")[0] == "archived_kpi"
    assert known.why_not("wrong") == ("broken_kpi", "The KPI 'wrong' cannot be computed: count + money.")
    code, detail = known.why_not("talkk")
    assert code == "unknown_kpi"
    assert "did you mean talk" in detail.lower()
    assert {"gone", "wrong", "talkk"}.isdisjoint(known)
    assert "gone" in known.even_archived
    assert known["talk"].key == "talk"


def test_a_key_that_a_later_release_takes_means_the_products_and_the_own_one_is_kept_with_its_fault(define):
    define("talk", "comments + shares")
    OwnKpi.objects.create(key="er_view", definition=TALK, unit="count")
    forget_own_kpis()
    known = agency_catalogue()
    assert known["er_view"] is catalogue()["er_view"]
    assert set(known.own) == {"talk", "own:er_view"}
    assert "taken" in known.broken["own:er_view"][0].problem
    assert "talk" in known


def test_a_process_keeps_the_built_kpis_of_a_state(define):
    define("talk", "comments + shares")
    first = agency_catalogue()["talk"]
    forget_own_kpis()
    assert agency_catalogue()["talk"] is first
    assert own_catalogue._built.cache_info().maxsize is not None
