"""An owner asks for everything that the agency has, and fetches it."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.utils import timezone

from agencies.archive import opened, write_archive
from agencies.context import in_agency
from audit.models import AuditEntry
from clients.exports import making
from clients.exports.making import archive_path, make_archive
from clients.models import AgencyExport
from jobs.worker import Shift, work
from tests.platform.agencies.conftest import committing  # noqa: F401 - a fixture
from tests.racing import Arena, at_once, committed_agency

pytestmark = pytest.mark.commits
UNTIL_EMPTY = Shift(at_once=1, heartbeat=10, until_empty=True)


@pytest.fixture
def arena(committing: Any, settings: Any, tmp_path: Path) -> Iterator[Arena]:  # noqa: F811 - the fixture
    """Give an agency that commits, whose archives go to the test's own folder."""
    settings.EXPORTS_FOLDER = tmp_path / "exports"
    with committed_agency("exporting") as agency:
        yield Arena(agency)


def exported(arena: Arena) -> Any:
    """Ask for an export and let a worker make it."""
    asked = arena.client().post("/exports")
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    work(UNTIL_EMPTY, signals=False)
    return arena.client().get(asked.headers["Location"].removeprefix("/api/v1")).json()


def download(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_an_owner_asks_for_an_export_and_fetches_its_archive(arena: Arena, tmp_path: Path) -> None:
    export = exported(arena)
    assert (export["state"], export["problem"]) == ("ready", None)
    answer = arena.client().get(f"/exports/{export['id']}/archive")
    archive = download(answer)
    assert sha256(archive).hexdigest() == export["sha256"]
    assert answer.headers["Repr-Digest"] == f"sha-256=:{b64encode(sha256(archive).digest()).decode()}:"
    assert answer.headers["Content-Type"] == "application/zip"
    assert (len(archive), answer.headers["Content-Length"]) == (export["bytes"], str(export["bytes"]))
    file = tmp_path / "fetched.zip"
    file.write_bytes(archive)
    with opened(file) as read:
        assert read.manifest.digest() == export["manifest_digest"]
        assert (read.manifest.rows, len(read.manifest.tables)) == (export["rows"], export["tables"])
        assert read.manifest.agency["slug"] == arena.agency.slug


def test_an_archive_holds_the_brands_and_no_secret(arena: Arena) -> None:
    made = arena.client().post("/api-keys", {"name": "Nightly"}).json()
    export = exported(arena)
    archive = ZipFile(BytesIO(download(arena.client().get(f"/exports/{export['id']}/archive"))))
    texts = {name: archive.read(name) for name in archive.namelist()}
    assert b'"Raced"' in texts["tables/clients_brand.ndjson"]
    assert b'"Nightly"' in texts["shared/api_keys.ndjson"]
    everything = b"".join(texts.values())
    for token in (made["token"], arena.token):
        _, key_id, secret, _ = token.split("_")
        assert key_id.encode() not in everything
        assert secret.encode() not in everything
    assert b"argon2" not in everything


def test_an_export_is_told_of_in_the_trail(arena: Arena) -> None:
    export = exported(arena)
    with in_agency(arena.agency):
        entry = AuditEntry.objects.get(action="agency.exported")
    assert (str(entry.object_id), entry.changes["digest"]) == (export["id"], export["manifest_digest"])


def test_while_one_export_is_under_way_another_is_refused(arena: Arena) -> None:
    with in_agency(arena.agency):
        waiting = AgencyExport.objects.create(created_by="owner")
    refused = arena.client().post("/exports")
    assert (refused.status_code, refused.json()["code"]) == (409, "export_under_way")
    early = arena.client().get(f"/exports/{waiting.id}/archive")
    assert (early.status_code, early.json()["code"]) == (409, "export_not_ready")
    with in_agency(arena.agency):
        AgencyExport.objects.update(state="failed")
    assert arena.client().post("/exports").status_code == 202


def test_an_archive_goes_after_its_time(arena: Arena) -> None:
    export = exported(arena)
    path = archive_path(arena.agency, export["id"])
    assert path.stat().st_mode & 0o077 == 0
    with in_agency(arena.agency):
        AgencyExport.objects.update(expires_at=timezone.now())
    gone = arena.client().get(f"/exports/{export['id']}/archive")
    assert (gone.status_code, gone.json()["code"]) == (410, "export_expired")
    arena.client().post("/exports")
    assert not path.exists()
    assert arena.client().get(f"/exports/{export['id']}").json()["state"] == "expired"


def test_an_export_that_fails_says_so_and_leaves_no_file(arena: Arena, settings: Any, tmp_path: Path) -> None:
    settings.EXPORTS_FOLDER = tmp_path / "a-file" / "exports"
    (tmp_path / "a-file").write_text("in the way")
    export = exported(arena)
    assert (export["state"], export["problem"]["code"]) == ("failed", "export_failed")


def test_making_an_archive_twice_makes_it_once(arena: Arena) -> None:
    export = exported(arena)
    with in_agency(arena.agency):
        make_archive.defer(export=UUID(export["id"]))
    work(UNTIL_EMPTY, signals=False)
    assert arena.client().get(f"/exports/{export['id']}").json() == export


def test_of_two_who_ask_at_once_one_is_refused(arena: Arena) -> None:
    answers = at_once(*[lambda: arena.client().post("/exports")] * 4)
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]
    with in_agency(arena.agency):
        assert AgencyExport.objects.count() == 1


def test_an_archive_that_was_begun_before_somebody_was_erased_is_given_up(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive tells of the moment at which it was begun: whoever is erased meanwhile still stands in it."""

    def written_before_the_erasure(*args: Any, **more: Any) -> Any:
        written = write_archive(*args, **more)
        at_once(erase_raced)  # in a thread of its own: the archive's transaction is open in this one
        return written

    def erase_raced() -> None:
        erased.append(arena.client().post("/people:erase", {"words": ["Raced"], "mode": "commit"}))

    erased: list[Any] = []
    monkeypatch.setattr(making, "write_archive", written_before_the_erasure)
    export = exported(arena)
    assert erased[0].status_code == 200
    assert (export["state"], export["problem"]["code"]) == ("failed", "export_outdated")
    assert not archive_path(arena.agency, UUID(export["id"])).exists()
    monkeypatch.undo()
    assert exported(arena)["state"] == "ready"
