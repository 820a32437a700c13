"""A link takes the files that it is for and opens nothing else."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.context import in_agency
from audit.models import AuditEntry
from campaigns.collection.links import REFUSED_AT_MOST
from campaigns.models import CollectionPlan, HandedFile, Import, UploadLink
from campaigns.readers.catalogue import FOLDER
from people.models import Credential
from people.resolution import recent_holders
from tests.campaigns.api.imports.uploading import new_account
from tests.campaigns.collection.archiving import zipped
from tests.campaigns.collection.collecting import days_ago, days_between, douyin_daily, tiktok_overview
from tests.campaigns.collection.reminding import LIKES, late_account
from tests.conftest import Api
from tests.contract.asking import ask
from tests.contract.routes import served
from tests.contract.things import make_places
from tests.people import CANARY, Person

OVERVIEW = tiktok_overview(days_between(days_ago(30), days_ago(1)))
TRAFFIC = (FOLDER / "wechat" / "articles_traffic_channels" / "sample.csv").read_bytes()
PUBLIC = {"/session", "/password:request-reset", "/password:reset", "/invitations:accept"}


def made(client, brand, **more):
    answer = client.post("/upload-links", {"brand": str(brand), "name": "Social team", **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def holder(link):
    """Somebody who has a link and nothing else."""
    return Api(Person(name="", email="", user_id=None, token=link["token"]))


def send(client, *files, **more):
    sent = [SimpleUploadedFile(name, data) for name, data in files or [("Overview.csv", OVERVIEW)]]
    return client.upload("/hand-in", files=sent, **more)


def handed(client, *files, **more):
    answer = send(client, *files, **more)
    assert answer.status_code == 200, answer.content
    return answer.json()["files"]


def test_a_link_shows_what_is_wanted_and_takes_it_as_a_preview_that_the_agency_confirms(bob, world):
    link = made(bob, world.aurora, note="Last month, please.", profiles=["tiktok.studio.overview"])
    shown = holder(link).get("/hand-in").json()
    assert (shown["brand"], shown["note"]) == ("Aurora", "Last month, please.")
    assert [file["profile"] for file in shown["wanted"]] == ["tiktok.studio.overview"]
    file = handed(holder(link))[0]
    assert (file["outcome"], file["rows"], file["first_day"]) == ("previewed", 30, days_ago(30).isoformat())
    came = bob.get(f"/upload-links/{link['id']}/files").json()["items"]
    assert [(each["file_name"], each["outcome"]) for each in came] == [("Overview.csv", "previewed")]
    assert bob.post(f"/imports/{came[0]['import']}:commit").json()["state"] == "committed"


def test_a_link_tells_what_is_due_within_its_scope(bob, api, world):
    late = late_account(world.north, world.aurora, "aurora.cn")
    late_account(world.north, world.aurora, "aurora.two")
    link = made(bob, world.aurora, accounts=[str(late)], profiles=[LIKES], mode="commit")
    (due,) = holder(link).get("/hand-in").json()["due"]
    assert (due["account"]["handle"], due["profile"]) == ("aurora.cn", LIKES)
    assert due["missing"][0]["start"] == days_ago(30).isoformat()
    assert due["closes_on"] == days_ago(0).isoformat()
    last = due["missing"][-1]["end"]
    everything = made(bob, world.aurora)
    assert {each["account"]["handle"] for each in holder(everything).get("/hand-in").json()["due"]} > {"aurora.cn"}
    handed(holder(link), ("likes.csv", douyin_daily("likes", days_between(days_ago(30), days_ago(1)))))
    assert holder(link).get("/hand-in").json()["due"] == []
    assert last < days_ago(0).isoformat()


def test_what_is_dealt_with_or_muted_is_not_asked_of_a_link(bob, world):
    late = late_account(world.north, world.aurora, "aurora.cn", assignee=world.bob.membership_id)
    link = made(bob, world.aurora, accounts=[str(late)], profiles=[LIKES])
    assert holder(link).get("/hand-in").json()["due"]
    for reminder in bob.get("/reminders?limit=200").json()["items"]:
        assert bob.post(f"/reminders/{reminder['id']}:done", {}).status_code == 200
    asked_still = holder(link).get("/hand-in").json()["due"]
    assert all(each["due_on"] > days_ago(0).isoformat() for each in asked_still)  # a week that ended yesterday
    for reminder in bob.get("/reminders?standing=done&limit=200").json()["items"]:
        assert bob.post(f"/reminders/{reminder['id']}:reopen", {}).status_code == 200
    assert holder(link).get("/hand-in").json()["due"][0]["due_on"] <= days_ago(0).isoformat()
    with in_agency(world.north):
        CollectionPlan.objects.filter(account_id=late).update(muted_until=days_ago(0))
    assert holder(link).get("/hand-in").json()["due"] == []


def test_a_link_commits_where_it_is_made_so_and_the_trail_names_it(bob, world):
    link = made(bob, world.aurora, mode="commit")
    assert handed(holder(link))[0]["outcome"] == "committed"
    with in_agency(world.north):
        entry = AuditEntry.objects.get(action="upload_link.used")
        assert (entry.actor_id, entry.credential_id, entry.changes) == (
            None,
            UploadLink.objects.get().id,
            {"committed": 1},
        )
        assert Import.objects.get().created_by == "upload link: Social team"
    assert bob.get(f"/upload-links/{link['id']}").json()["files_taken"] == 1


def test_the_secret_is_shown_once_and_not_stored(bob, world):
    link = made(bob, world.aurora)
    assert link["url"].endswith(f"/hand-in#{link['token']}")
    again = bob.get(f"/upload-links/{link['id']}").content.decode()
    assert link["token"].split("_")[2] not in again
    with in_agency(world.north):
        assert link["token"].split("_")[2] not in Credential.objects.get(id=link["id"]).secret_hash


def test_a_link_opens_nothing_but_the_way_in(api, bob, world):
    places = make_places(world)
    stranger = holder(made(bob, world.aurora))
    for (method, route), _ in sorted(served().items()):
        if route == "/hand-in" or (method == "POST" and route in PUBLIC):
            continue
        answer = ask(stranger, method, route, places["own"])
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), (method, route)
        assert CANARY.encode() not in answer.content
    assert stranger.get("/hand-in").status_code == 200


def test_files_of_other_brands_and_of_kinds_that_are_not_asked_for_are_refused(bob, api, world):
    link = made(bob, world.aurora, profiles=["tiktok.studio.overview", "canonical.account_day"])
    foreign = handed(holder(link), ("days.csv", b"account,day,views\nborealis,2026-01-05,10\n"))[0]
    assert (foreign["outcome"], foreign["code"], foreign["candidates"]) == ("unplaced", "no_account", [])
    contents = b"external_id,title,published_at,views\n7590000000000000001,First,2026-01-05,10\n"
    assert handed(holder(link), ("contents.csv", contents))[0]["code"] == "not_wanted"
    refused = send(holder(link), account=str(world.borealis_account))
    assert refused.status_code == 422
    assert handed(holder(link), account=str(world.aurora_account))[0]["outcome"] == "previewed"


def test_a_file_that_two_kinds_fit_alike_is_of_the_kind_that_the_link_asks_for(bob, world):
    account = new_account(bob, world.aurora, "wechat", "aurora-reads")
    asked = {"accounts": [account], "mode": "commit"}
    by_channel = "wechat.articles.traffic_channels"
    only = handed(holder(made(bob, world.aurora, profiles=[by_channel], **asked)), ("traffic.csv", TRAFFIC))[0]
    assert (only["outcome"], only["profile"], only["rows"]) == ("committed", by_channel, 3)
    either = made(bob, world.aurora, profiles=["tiktok.studio.overview", by_channel], **asked)
    named = handed(holder(either), ("traffic.csv", TRAFFIC), account=account)[0]
    assert (named["outcome"], named["profile"]) == ("committed", by_channel)
    unscoped = handed(holder(made(bob, world.aurora, accounts=[account])), ("traffic.csv", TRAFFIC))[0]
    assert unscoped["profile"] == "wechat.articles.traffic"


def test_a_link_of_some_accounts_takes_files_of_those_alone(bob, world):
    douyin = new_account(bob, world.aurora, "douyin", "aurora.cn")
    link = made(bob, world.aurora, accounts=[douyin])
    assert [account["id"] for account in holder(link).get("/hand-in").json()["accounts"]] == [douyin]
    told = handed(
        holder(link),
        ("Overview.csv", OVERVIEW),
        ("likes.csv", douyin_daily("likes", days_between(days_ago(3), days_ago(1)))),
    )
    assert [file["outcome"] for file in told] == ["unplaced", "previewed"]


def test_accounts_of_a_link_are_of_its_brand(api, world):
    alice = api("alice")
    body = {"brand": str(world.aurora), "name": "x", "accounts": [str(world.borealis_account)]}
    answer = alice.post("/upload-links", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_brand")
    assert made(alice, world.borealis, accounts=[str(world.borealis_account)])


def test_a_link_takes_so_many_files_and_bytes(bob, world):
    link = made(bob, world.aurora, most_files=2)
    assert handed(holder(link))
    packed = zipped({"a.csv": OVERVIEW, "b.csv": OVERVIEW})
    assert send(holder(link), ("two.zip", packed)).json()["code"] == "too_many_files"
    assert handed(holder(link))
    assert (send(holder(link)).status_code, send(holder(link)).json()["code"]) == (409, "link_used_up")
    small = made(bob, world.aurora, most_bytes=10)
    assert send(holder(small)).json()["code"] == "link_used_up"


def test_a_file_named_for_another_account_of_the_brand_is_none_of_the_links(bob, world):
    account = {"brand": str(world.aurora), "network": "tiktok", "kind": "standard", "handle": "gifts.of.dawn"}
    assert bob.post("/accounts", account).status_code == 201
    link = made(bob, world.aurora, accounts=[str(world.aurora_account)])
    (refused,) = handed(holder(link), ("gifts.of.dawn january.csv", OVERVIEW))
    assert (refused["outcome"], refused["code"]) == ("unplaced", "no_account")
    assert handed(holder(link), ("january.csv", OVERVIEW))[0]["outcome"] == "previewed"


def test_files_that_are_refused_use_up_nothing_of_a_link_but_the_bytes_of_lines_that_are_kept(bob, world):
    link = made(bob, world.aurora, most_files=1, most_bytes=len(OVERVIEW) + 100)
    useless = b"external_id,views\n1,many\n"
    for name, data in (("a.txt", b"no table"), ("b.csv", b"account,day,views\nborealis,2026-01-05,10\n")):
        assert handed(holder(link), (name, data))[0]["outcome"] in {"refused", "unplaced"}
    told = bob.get(f"/upload-links/{link['id']}").json()
    assert (told["files_taken"], told["bytes_taken"]) == (0, 0)
    failed = handed(holder(link), ("c.csv", useless))[0]
    assert (failed["outcome"], failed["code"]) == ("failed", "all_rows_refused")
    told = bob.get(f"/upload-links/{link['id']}").json()
    assert (told["files_taken"], told["bytes_taken"]) == (0, len(useless))
    assert handed(holder(link))[0]["outcome"] == "previewed"
    told = bob.get(f"/upload-links/{link['id']}").json()
    assert (told["files_taken"], told["bytes_taken"]) == (1, len(useless) + len(OVERVIEW))
    assert send(holder(link)).json()["code"] == "link_used_up"


def test_of_an_archive_the_files_that_are_taken_count_and_the_bytes_that_were_sent(bob, world):
    link = made(bob, world.aurora)
    packed = zipped({"Overview.csv": OVERVIEW, "a.txt": b"no table"})
    refused = zipped({"b.txt": b"no table"})
    assert len(handed(holder(link), ("one.zip", packed), ("two.zip", refused))) == 3
    told = bob.get(f"/upload-links/{link['id']}").json()
    assert (told["files_taken"], told["bytes_taken"]) == (1, len(packed))


def test_a_link_that_refused_very_many_files_takes_no_more(bob, world):
    link = made(bob, world.aurora)
    with in_agency(world.north):
        tried = [
            HandedFile(link_id=link["id"], file_name="x", size=1, outcome="refused") for _ in range(REFUSED_AT_MOST)
        ]
        HandedFile.objects.bulk_create(tried[1:])
    assert handed(holder(link))[0]["outcome"] == "previewed"
    with in_agency(world.north):
        tried[0].save()
    answer = send(holder(link))
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_refused")


def test_a_link_is_slowed_down(bob, world):
    link = made(bob, world.aurora, most_files=1000)
    with in_agency(world.north):
        UploadLink.objects.filter(id=link["id"]).update(window_started_at=timezone.now(), window_files=200)
    answer = send(holder(link))
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_uploads")
    assert int(answer.headers["Retry-After"]) <= 901


def test_a_revoked_link_an_expired_one_and_one_whose_maker_left_open_nothing(api, bob, world):
    revoked = made(bob, world.aurora)
    assert holder(revoked).get("/hand-in").status_code == 200
    assert bob.delete(f"/upload-links/{revoked['id']}").status_code == 204
    assert holder(revoked).get("/hand-in").json()["code"] == "invalid_token"

    expired = made(bob, world.aurora)
    with in_agency(world.north):
        Credential.objects.filter(id=expired["id"]).update(expires_at=timezone.now())
    assert holder(expired).get("/hand-in").json()["code"] == "invalid_token"

    orphaned = made(bob, world.aurora)
    assert holder(orphaned).get("/hand-in").status_code == 200
    assert api("alice").delete(f"/members/{world.bob.membership_id}").status_code == 204
    recent_holders.forget()
    assert holder(orphaned).get("/hand-in").json()["code"] == "invalid_token"


def test_a_link_that_ends_at_once_or_never_is_refused(bob, world):
    for moment in ("2020-01-01T00:00:00Z", "2199-01-01T00:00:00Z"):
        answer = bob.post("/upload-links", {"brand": str(world.aurora), "name": "x", "expires_at": moment})
        assert answer.json()["code"] == "bad_expiry"


def test_the_page_sends_the_secret_in_a_header_alone(bob):
    page = bob.client.get("/hand-in")
    assert page.status_code == 200
    assert "script-src 'sha256-" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert b"location.hash" in page.content
