"""Whoever is erased stands nowhere any more: not in a text, a tree, a list, the trail; numbers and keys stay."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.context import in_agency
from agencies.erasure import erase
from agencies.references import AgencyRef
from agencies.sought import Sought
from audit import events
from audit.actors import Actor
from audit.models import AuditEntry
from campaigns.mapping.services import statement_of
from campaigns.models import AdLabel, Campaign, ColumnMapping, Content, Creator, Import, ImportRow
from clients.models import Brand, NetworkAccount
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


def test_rows_that_name_somebody_in_several_columns_are_told_alike(aurora: Brand) -> None:
    events.created(Actor(name=MEI), "brand", id=aurora.id, name="x")
    events.created(Actor(name="x"), "brand", id=aurora.id, name=MEI)
    events.created(Actor(name="x"), "brand", id=aurora.id, name="x", values={"by": MEI})
    told = erase(Sought((MEI,)), preview=True)
    assert told["audit_auditentry"] == 3
    assert erase(Sought((MEI,))) == told


WRITINGS = [
    "Mei\u00a0Lin",
    "Mei  Lin",
    "Mei\u3000Lin",
    "mei\tlin",
    "MEI\nLIN",
    "Ｍｅｉ Ｌｉｎ",
    "ＭＥＩ　ＬＩＮ",
    "𝓜𝓮𝓲 𝓛𝓲𝓷",
    "M\u200bei Lin",
    "Mei_Lin",
]


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("sought", ["Mei Lin", " ｍｅｉ\u00a0 lin"])
def test_a_name_is_found_however_it_is_written(line: ImportRow, writing: str, sought: str) -> None:
    told = [f"with {writing}!", f"_{writing}_", f"2026_{writing}_final.csv", f"first\n{writing}\tlast"]
    ImportRow.objects.filter(pk=line.pk).update(raw=told[0], detail=told[2], warnings=[{"detail": told}])
    erase(Sought((sought,)))
    line.refresh_from_db()
    assert (line.raw, line.detail) == ("with [erased]!", "2026_[erased]_final.csv")
    said = ["with [erased]!", "_[erased]_", "2026_[erased]_final.csv", "first\n[erased]\tlast"]
    assert line.warnings == [{"detail": said}]


@pytest.mark.parametrize(
    ("sought", "written"),
    [
        ("Weiß", "WEISS"),
        ("Weiss", "Weiß"),
        ("Sofia", "So\ufb01a"),
        ("Renée", "Rene\u0301e"),
        ("Rene\u0301e", "RENÉE"),
        ("ガガ", "ｶﾞｶﾞ"),
        ("李雷", "李 雷".replace(" ", "\u200b")),
    ],
)
def test_signs_that_are_the_same_are_taken_for_each_other(line: ImportRow, sought: str, written: str) -> None:
    ImportRow.objects.filter(pk=line.pk).update(raw=f"- {written} -", warnings=[written])
    erase(Sought((sought,), (sought,)))
    line.refresh_from_db()
    assert (line.raw, line.warnings) == ("- [erased] -", ["[erased]"])


def test_texts_that_grow_too_long_are_cut(in_north: World) -> None:
    long = "李雷 " * 60
    content = Content.objects.create(
        account_id=in_north.aurora_account, key="k", sound=long[:200], hashtags=["李雷 " * 33, "tea"]
    )
    erase(Sought(("李雷",)))
    content.refresh_from_db()
    assert content.sound == ("[erased] " * 60)[:200]
    assert content.hashtags == [("[erased] " * 33)[:100], "tea"]


def test_names_of_which_there_is_one_each_stay_apart(in_north: World) -> None:
    made = [
        NetworkAccount.objects.create(brand_id=in_north.aurora, network="weibo", handle=name)
        for name in ("Mei", "Zora")
    ]
    for account in made:
        erase(Sought((account.handle,)))
    told = {account.handle for account in NetworkAccount.objects.filter(id__in=[account.id for account in made])}
    assert told == {f"[erased] {str(account.id)[-6:]}" for account in made}
    assert NetworkAccount.objects.get(id=in_north.borealis_account).handle == "borealis"


def test_what_numbers_are_read_by_stays(line: ImportRow) -> None:
    Import.objects.filter(id=line.upload_id).update(stated=["views", "likes"], file_name="views.csv")
    erase(Sought(("views",)))
    upload = Import.objects.get(id=line.upload_id)
    assert (upload.stated, upload.file_name) == (["views", "likes"], "[erased].csv")


def test_many_words_are_erased_at_once(line: ImportRow) -> None:
    words = tuple(f"Name{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    ImportRow.objects.filter(pk=line.pk).update(raw=" ".join(words), warnings=list(words))
    assert erase(Sought(words)) == {"campaigns_importrow": 1}
    line.refresh_from_db()
    assert (line.raw, line.warnings) == (" ".join(["[erased]"] * 26), ["[erased]"] * 26)


@pytest.mark.parametrize(
    "text",
    ["Meiling", "Mei-Lin", "MeiLin", "Mei Linda", "Mei Liné", "Mei Line\u0301", "ＸＭｅｉ Lin", "éMei Lin", "Mei, Lin"],
)
def test_longer_and_other_names_stay(line: ImportRow, text: str) -> None:
    ImportRow.objects.filter(pk=line.pk).update(raw=text, warnings=[{"detail": text}, text])
    assert erase(Sought((MEI,), (MEI,))) == {}
    line.refresh_from_db()
    assert (line.raw, line.warnings) == (text, [{"detail": text}, text])


def test_one_word_between_underscores_is_erased_and_keys_of_ours_that_hold_it_stay(line: ImportRow) -> None:
    tree = {"completion_rate": 1, "code": "completion_rate", "detail": "by_Rate_.", "file": "by_rate_2026.csv"}
    ImportRow.objects.filter(pk=line.pk).update(code="bad_rate", raw="Rate_2026.csv", warnings=[tree])
    erase(Sought(("Rate",)))
    line.refresh_from_db()
    assert (line.code, line.raw) == ("bad_rate", "[erased]_2026.csv")
    assert line.warnings == [{**tree, "detail": "by_[erased]_.", "file": "by_[erased]_2026.csv"}]


def test_a_mapping_forgets_the_name_in_its_headers_and_in_what_it_is_known_by(api: Any, world: World) -> None:
    columns = [{"header": "Datum", "name": "day"}, {"header": f"Views of {MEI}", "name": "views"}]
    said = {"name": "Sheet", "network": "tiktok", "grain": "account_day", "columns": columns}
    made = api("bob").post("/column-mappings", said)
    assert made.status_code == 201, made.content
    assert api("alice").post("/people:erase", {"words": [MEI], "mode": "commit"}).status_code == 200
    with in_agency(world.north):
        mapping = ColumnMapping.objects.get(id=made.json()["id"])
        assert mapping.fingerprint == statement_of(mapping).fingerprint
        assert sorted(mapping.fingerprint) == ["datum", "views of [erased]"]
        assert MEI.casefold() not in everything(world.north).casefold()


def test_keys_that_hold_a_name_are_replaced_and_stay_apart(aurora: Brand, in_north: World) -> None:
    campaign = Campaign.objects.create(
        brand=aurora, name="Spring", goal="awareness", start="2026-01-01", end="2026-02-01"
    )
    said = {"account_id": in_north.aurora_account, "campaign": campaign, "source": "s", "kind": "name"}
    labels = [
        AdLabel.objects.create(**said, text=f"{name} x", key=f"{name.casefold()} x", created_by="Bob")
        for name in (MEI, "Zora Quill")
    ]
    erase(Sought((MEI, "Zora Quill")))
    told = {(label.text, label.key) for label in AdLabel.objects.filter(id__in=[label.id for label in labels])}
    assert told == {("[erased] x", f"[erased] {label.id}") for label in labels}


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


signs = st.characters(categories=["L", "N", "P", "S", "Zs"])
names = st.text(signs, min_size=3, max_size=12).filter(lambda name: name == name.strip() != "")


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
    refused = api("alice").post("/people:erase", {"words": ["a", "李", "ＫＯ"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing_to_erase")
    assert api("alice").post("/people:erase", {"words": ["李雷"]}).json() == {
        "mode": "preview",
        "rows": 0,
        "places": [],
    }


def test_an_erased_member_is_gone_and_their_acts_stay(api: Any, world: World) -> None:
    brand = api("bob").post("/brands", {"name": "Bob's own"}).json()
    path = f"/members/{world.bob.membership_id}:erase"
    preview = api("alice").post(path).json()
    assert preview["rows"] > 0
    assert api("alice").post(path, {"mode": "commit"}).json() == {**preview, "mode": "commit"}
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
