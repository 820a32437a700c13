"""A file that waits brings nobody back who was erased meanwhile."""

import pytest

from agencies.context import in_agency
from campaigns.models import Content, ImportFilePart
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
