"""A file that waits brings nobody back who was erased meanwhile."""

import pytest

from agencies.context import in_agency
from agencies.erasure import erased_key
from campaigns.models import AdUnit, Content, ImportFilePart
from tests.campaigns.api.imports.uploading import send, sent
from tests.holders import code_of

NAMED = b"external_id,published_at,title,format,views\na1,2026-01-05,With Zora Quill,video,10\n"


@pytest.fixture
def preview(api, world):
    return sent(api("bob"), world.aurora_account, NAMED, captured_on="2026-02-01", mode="preview")


def test_a_preview_is_not_committed_after_somebody_was_erased(api, world, preview):
    assert api("alice").post("/people:erase", {"words": ["Zora Quill"], "mode": "commit"}).status_code == 200
    assert code_of(api("bob").post(f"/imports/{preview['id']}:commit")) == (409, "not_previewed")
    told = api("bob").get(f"/imports/{preview['id']}").json()
    assert (told["state"], told["problem"]["code"]) == ("failed", "erased_since")
    with in_agency(world.north):
        assert not ImportFilePart.objects.exists()
        assert not Content.objects.filter(title__contains="Zora").exists()
    assert send(api("bob"), world.aurora_account, NAMED, captured_on="2026-02-01").status_code == 201


def test_asking_where_somebody_stands_leaves_files_alone(api, preview):
    assert api("alice").post("/people:erase", {"words": ["Zora Quill"]}).status_code == 200
    assert api("bob").post(f"/imports/{preview['id']}:commit").status_code == 200


ADS = (
    b"day,source,level,external_id,currency,spend\n"
    b"2026-01-05,tiktok_ads,ad,Spark Zora Quill,EUR,100\n2026-01-05,tiktok_ads,ad,Plain,EUR,50\n"
)
BY_LINK = b"url,published_at,title,format,views\nhttps://www.tiktok.com/@zora.quill/video/7,2026-01-05,Tea,video,10\n"


@pytest.mark.parametrize(("file", "word"), [(ADS, "Zora Quill"), (BY_LINK, "zora.quill")])
def test_a_file_that_is_sent_again_after_an_erasure_is_not_counted_twice(api, world, file, word):
    first = sent(api("bob"), world.aurora_account, file, captured_on="2026-02-01")
    assert api("alice").post("/people:erase", {"words": [word], "mode": "commit"}).status_code == 200
    with in_agency(world.north):
        known = [*AdUnit.objects.values_list("external_id", flat=True), *Content.objects.values_list("key", flat=True)]
        assert not any(word in each for each in known)
        assert any(each.startswith("[erased] ") for each in known)
    again = sent(api("bob"), world.aurora_account, file, captured_on="2026-02-01")
    assert (first["counts"]["new"], again["counts"]["new"]) == (first["counts"]["rows"], 0)
    assert again["counts"]["unchanged"] == first["counts"]["rows"]


def test_an_ad_units_parent_stays_its_parent_when_the_file_is_sent_again(api, world):
    file = (
        b"day,source,level,external_id,parent_external_id,currency,spend\n"
        b"2026-01-05,tiktok_ads,ad,a1,Group of Zora Quill,EUR,100\n"
    )
    sent(api("bob"), world.aurora_account, file, captured_on="2026-02-01")
    assert api("alice").post("/people:erase", {"words": ["Zora Quill"], "mode": "commit"}).status_code == 200
    sent(api("bob"), world.aurora_account, file, captured_on="2026-02-01")
    with in_agency(world.north):
        assert AdUnit.objects.get(external_id="a1").parent_external_id == erased_key("Group of Zora Quill")
