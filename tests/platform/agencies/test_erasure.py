"""Whoever is erased stands nowhere any more: not in a text, a tree, a list, the trail; numbers and keys stay."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.context import in_agency
from agencies.erasure import Sought, erase
from agencies.references import AgencyRef
from audit import events
from audit.actors import Actor
from audit.models import AuditEntry
from campaigns.models import Content, Creator, Import, ImportRow
from clients.models import Brand
from tests.contract.things import things_of
from tests.people import World

MEI = "Mei Lin"


@pytest.fixture
def aurora(in_north: World) -> Brand:
    """Give a brand in whose data somebody stands in every way."""
    brand = Brand.objects.get(id=in_north.aurora)
    brand.internal_notes = f"Ask {MEI}, or mei lin's sister Meiling"
    brand.save()
    return brand


def everything(agency: AgencyRef) -> str:
    """Give all rows of all tables as one text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [agency.schema])
        tables = [name for (name,) in cursor.fetchall() if name != "django_migrations"]
        cursor.execute(" UNION ALL ".join(f'SELECT t::text FROM "{table}" t' for table in tables))
        return "\n".join(row for (row,) in cursor.fetchall())


def test_a_name_is_replaced_in_every_text_and_only_as_a_whole_word(aurora: Brand, in_north: World) -> None:
    content = Content.objects.create(
        account_id=in_north.aurora_account, key="k", title=f"{MEI}：新品", hashtags=[MEI, "tea"]
    )
    events.created(Actor(name=MEI), "brand", id=aurora.id, name=MEI, values={"note": f'said "{MEI}"', "by": [MEI]})
    places = erase(Sought((MEI,)))
    assert places == {"audit_auditentry": 1, "campaigns_content": 1, "clients_brand": 1}
    aurora.refresh_from_db()
    content.refresh_from_db()
    assert aurora.internal_notes == "Ask [erased], or [erased]'s sister Meiling"
    assert (content.title, content.hashtags) == ("[erased]：新品", ["[erased]", "tea"])
    entry = AuditEntry.objects.get(object_name="[erased]")
    assert (entry.actor_name, entry.changes) == ("[erased]", {"note": 'said "[erased]"', "by": ["[erased]"]})


def test_a_preview_tells_the_same_places_and_changes_nothing(aurora: Brand) -> None:
    told = erase(Sought((MEI,)), preview=True)
    aurora.refresh_from_db()
    assert MEI in aurora.internal_notes
    assert erase(Sought((MEI,))) == told != {}


def test_a_name_that_is_sought_alone_stays_inside_longer_texts(aurora: Brand) -> None:
    erase(Sought((), (MEI,)))
    aurora.refresh_from_db()
    assert MEI in aurora.internal_notes
    events.created(Actor(name=MEI), "brand", id=aurora.id, name="x", values={"by": MEI, "note": f"by {MEI}"})
    assert erase(Sought((), (MEI,))) == {"audit_auditentry": 1}
    entry = AuditEntry.objects.get(object_name="x")
    assert (entry.actor_name, entry.changes) == ("[erased]", {"by": "[erased]", "note": f"by {MEI}"})


def test_nothing_sought_erases_nothing(aurora: Brand, in_north: World) -> None:
    before = everything(in_north.north)
    assert erase(Sought((), ("",))) == {}
    assert everything(in_north.north) == before


def test_a_name_in_one_thing_of_every_resource_is_found(db: None, world: World, settings: Any, tmp_path: Any) -> None:
    settings.EXPORTS_FOLDER = tmp_path
    mark = "Xiulan"
    things_of(world.north, world.aurora, world.aurora_account, mark, reports=True)
    with in_agency(world.north):
        assert mark in everything(world.north)
        erase(Sought((mark,)))
        left = re.findall(rf"(?i).*\b{mark}\b.*", everything(world.north))
    assert left == []


@pytest.fixture
def line(in_north: World) -> Iterator[ImportRow]:
    """Give a line of an import."""
    record = Import.objects.create(
        account_id=in_north.aurora_account, file_name="f", sha256="0" * 64, captured_on="2026-02-01", created_by="x"
    )
    return ImportRow.objects.create(upload=record, line=2, outcome="refused", raw="", warnings=[])


@pytest.mark.parametrize("word", ["365", "36", "rows", "Rows", "true", "null", "new"])
def test_numbers_and_words_of_our_own_in_a_tree_stay_what_they_are(line: ImportRow, word: str) -> None:
    """The text of a tree has more in it than texts: erasing must break none of it."""
    tree = {"rows": 365, "new": 36.5, "true": True, "null": None, "odd": [365, "", 36, "x"]}
    told = f"call {word}, or {word}; {word}"
    ImportRow.objects.filter(pk=line.pk).update(warnings=[tree, {"detail": told, "36": [told, word]}])
    erase(Sought((word,), (word,)))
    line.refresh_from_db()
    kept, said = line.warnings
    assert kept == tree
    assert said == {
        "detail": "call [erased], or [erased]; [erased]",
        "36": ["call [erased], or [erased]; [erased]", "[erased]"],
    }


def test_a_header_that_is_somebody_s_name_is_erased_too(line: ImportRow) -> None:
    Import.objects.filter(id=line.upload_id).update(columns={f"Likes of {MEI}": "likes", MEI: "views"})
    erase(Sought((MEI,)))
    assert Import.objects.get(id=line.upload_id).columns == {"Likes of [erased]": "likes", "[erased]": "views"}


names = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=3, max_size=12).filter(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(names)
def test_any_name_is_found_whatever_signs_it_has(line: ImportRow, name: str) -> None:
    ImportRow.objects.filter(pk=line.pk).update(raw=f"- {name} -", warnings=[{"detail": f"- {name} -"}])
    erase(Sought((name,)))
    line.refresh_from_db()
    assert (line.raw, line.warnings) == ("- [erased] -", [{"detail": "- [erased] -"}])


def test_an_erased_creator_keeps_contents_and_loses_the_name(api: Any, world: World) -> None:
    with in_agency(world.north):
        creator = Creator.objects.create(name=MEI, network="douyin", handle="mei.lin", internal_notes="sister of bob")
        content = Content.objects.create(
            account_id=world.aurora_account, key="k", title="with @mei.lin today", creator=creator
        )
    path = f"/creators/{creator.id}:erase"
    preview = api("alice").post(path).json()
    assert {"table": "campaigns_content", "rows": 1} in preview["places"]
    assert api("alice").get(f"/creators/{creator.id}").json()["name"] == MEI
    erased = api("alice").post(path, {"mode": "commit"}).json()
    assert erased == {**preview, "mode": "commit"}
    shown = api("alice").get(f"/creators/{creator.id}").json()
    assert (shown["name"], shown["handle"], shown["internal_notes"]) == ("[erased]", "", "")
    kept = api("alice").get(f"/contents/{content.id}").json()
    assert (kept["creator"], kept["title"]) == (str(creator.id), "with @[erased] today")
    with in_agency(world.north):
        entry = AuditEntry.objects.get(action="creator.erased")
        assert (entry.object_id, entry.object_name) == (creator.id, "")
        assert MEI not in everything(world.north)


def test_short_words_are_refused_and_longer_ones_are_not(api: Any) -> None:
    refused = api("alice").post("/people:erase", {"words": ["a", "李"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing_to_erase")
    assert api("alice").post("/people:erase", {"words": ["李雷"]}).json() == {
        "mode": "preview",
        "rows": 0,
        "places": [],
    }


def test_an_erased_member_is_gone_and_their_acts_stay(api: Any, world: World) -> None:
    brand = api("bob").post("/brands", {"name": "Bob's own"}).json()
    path = f"/members/{world.bob.membership_id}:erase"
    assert api("alice").post(path).json()["rows"] > 0
    assert api("alice").post(path, {"mode": "commit"}).status_code == 200
    assert api("bob").get("/brands").json()["code"] == "invalid_token"
    trail = api("alice").get(f"/audit-entries?object_id={brand['id']}").json()["items"]
    assert [(entry["actor_name"], entry["actor_id"]) for entry in trail] == [("[erased]", str(world.bob.membership_id))]
    assert api("alice").get(f"/brands/{brand['id']}").json()["name"] == "Bob's own"
    assert "bob@north.example" not in str(api("alice").get("/audit-entries?limit=200").json())
    again = api("alice").post(path, {"mode": "commit"})
    assert again.status_code == 200


def test_nobody_erases_themselves_or_who_ranks_higher(api: Any, world: World) -> None:
    own = api("alice").post(f"/members/{world.alice.membership_id}:erase", {"mode": "commit"})
    assert (own.status_code, own.json()["code"]) == (409, "not_yourself")
    higher = api("adam").post(f"/members/{world.alice.membership_id}:erase", {"mode": "commit"})
    assert (higher.status_code, higher.json()["code"]) == (403, "role_too_high")
    assert api("adam").post(f"/members/{world.carol.membership_id}:erase", {"mode": "commit"}).status_code == 200
