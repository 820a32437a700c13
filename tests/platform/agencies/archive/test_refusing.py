"""An archive that is not as it was written, or of another version, is refused and leaves nothing."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db.migrations.loader import MigrationLoader

from agencies.archive import Written, opened, restore, write_archive
from agencies.archive import tables as archive_tables
from agencies.archive.errors import (
    ArchiveError,
    DamagedArchiveError,
    ForeignVersionError,
    UnfitDataError,
    UnknownColumnTypeError,
)
from agencies.context import OWNER, as_owner, in_agency
from agencies.errors import ForeignMigrationsError, UnknownAgencyError
from agencies.fleet import apply_up_to, tenant_migrations
from agencies.lifecycle import find_agency
from agencies.provisioning import founded
from agencies.references import AgencyRef
from clients.models import AgencyExport, Brand, RetentionChoice
from tests.platform.agencies.archive.conftest import asked, drop, rows_of

pytestmark = pytest.mark.commits
BRANDS = "tables/clients_brand.ndjson"


def parts_of(written: Written) -> dict[str, bytes]:
    with ZipFile(written.path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], path: Path) -> Path:
    with ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def with_manifest(parts: dict[str, bytes], change: Callable[[dict[str, Any]], Any]) -> dict[str, bytes]:
    manifest = json.loads(parts["manifest.json"])
    change(manifest)
    return {**parts, "manifest.json": json.dumps(manifest).encode()}


def with_part(parts: dict[str, bytes], name: str, text: bytes) -> dict[str, bytes]:
    """Give an archive that was changed by somebody who knows how to mend the manifest."""

    def mend(manifest: dict[str, Any]) -> None:
        for part in (*manifest["tables"], *manifest["shared"]):
            if part["file"] == name:
                part |= {"sha256": sha256(text).hexdigest(), "rows": text.count(b"\n")}

    return with_manifest({**parts, name: text}, mend)


def refused(path: Path, slug: str) -> ArchiveError:
    with pytest.raises(ArchiveError) as refusal:
        restore(path, slug=slug)
    with pytest.raises(UnknownAgencyError):
        find_agency(slug)
    return refusal.value


DAMAGES: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "a part is missing": (lambda parts: {k: v for k, v in parts.items() if k != BRANDS}, f"lacks {BRANDS}"),
    "a part was added": (lambda parts: {**parts, "tables/more.ndjson": b""}, "does not name"),
    "a line was changed": (lambda parts: {**parts, BRANDS: parts[BRANDS].replace(b"Aurora", b"Aurore")}, "SHA-256"),
    "no manifest": (lambda parts: {k: v for k, v in parts.items() if k != "manifest.json"}, "no manifest"),
    "no JSON": (lambda parts: {**parts, "manifest.json": b"{"}, "cannot be read"),
    "another format": (lambda parts: with_manifest(parts, lambda m: m.update(format="x")), "not an archive"),
    "a later format": (lambda parts: with_manifest(parts, lambda m: m.update(schema_version=2)), "version 2"),
    "half a manifest": (lambda parts: with_manifest(parts, lambda m: m.pop("tables")), "lacks a part"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_archive_is_refused_naming_what_is_wrong(
    archived: Written, tmp_path: Path, slug: str, damage: str
) -> None:
    change, told = DAMAGES[damage]
    error = refused(packed(change(parts_of(archived)), tmp_path / "damaged.zip"), slug)
    assert isinstance(error, DamagedArchiveError | ForeignVersionError)
    assert told in str(error)


def test_what_is_no_zip_is_refused(archived: Written, tmp_path: Path, slug: str) -> None:
    whole = archived.path.read_bytes()
    for name, text in {"text": b"no zip", "half": whole[: len(whole) // 2], "nothing": b""}.items():
        (tmp_path / name).write_bytes(text)
        assert isinstance(refused(tmp_path / name, slug), DamagedArchiveError)
    assert isinstance(refused(tmp_path / "nowhere", slug), DamagedArchiveError)


FORGERIES = {
    "a value of another type": (BRANDS, lambda text: text.replace(b'"version":1', b'"version":"one"')),
    "a reference to nothing": (BRANDS, lambda _: b""),
    "a key twice": (BRANDS, lambda text: text + text),
    "a member without a role": ("shared/members.ndjson", lambda text: text.replace(b'"role": "owner"', b'"role": "x"')),
    "a table's column that is none": (
        "manifest.json",
        lambda text: text.replace(b'"version": "int4"', b'"vers": "int4"'),
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_data_that_does_not_fit_leaves_nothing(archived: Written, tmp_path: Path, slug: str, forgery: str) -> None:
    name, change = FORGERIES[forgery]
    parts = parts_of(archived)
    changed = change(parts[name])
    assert changed != parts[name]
    forged = {**parts, name: changed} if name == "manifest.json" else with_part(parts, name, changed)
    before = asked("SELECT count(*) FROM pg_namespace")
    assert isinstance(refused(packed(forged, tmp_path / "forged.zip"), slug), UnfitDataError | ForeignVersionError)
    assert asked("SELECT count(*) FROM pg_namespace") == before


def test_a_table_of_an_unknown_kind_of_column_cannot_be_forgotten(
    full: AgencyRef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_tables, "WRITABLE", archive_tables.WRITABLE - {"date"})
    with pytest.raises(UnknownColumnTypeError, match="date"), as_owner(full.schema, snapshot=True):
        write_archive(full, tmp_path / "never.zip", using=OWNER)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_of_an_older_version_is_brought_to_this_one(full: AgencyRef, tmp_path: Path, slug: str) -> None:
    """The agency is one of before exports and retention: it lacks their tables."""
    every = {f"{each.app_label}.{each.name}" for each in tenant_migrations()}
    later = MigrationLoader(None).graph.backwards_plan(("clients", "0003_retention"))
    before = {".".join(node) for node in later}
    old_slug = f"old-{slug}"[:40]
    with founded(slug=old_slug, name="Old") as old, as_owner(old.schema):
        apply_up_to(every - before)
    with as_owner(old.schema):
        Brand.objects.using(OWNER).create(name="Kept", currency="EUR")
    with as_owner(old.schema, snapshot=True):
        written = write_archive(old, tmp_path / "old.zip", using=OWNER)
    assert not before & set(written.manifest.migrations)
    restored = restore(written.path, slug=slug)
    assert restored.migrations_applied == len(before)
    assert rows_of(restored.agency, "clients_brand") == rows_of(old, "clients_brand") != []
    with in_agency(restored.agency):
        assert (RetentionChoice.objects.count(), AgencyExport.objects.count()) == (0, 0)
    drop(old_slug)


def test_a_state_that_no_version_had_is_refused(archived: Written, tmp_path: Path, slug: str) -> None:
    parts = with_manifest(parts_of(archived), lambda manifest: manifest["migrations"].remove("clients.0001_brands"))
    with pytest.raises(ForeignMigrationsError, match="pass through"):
        restore(packed(parts, tmp_path / "odd.zip"), slug=slug)
    with pytest.raises(UnknownAgencyError):
        find_agency(slug)


def test_an_untouched_archive_opens(archived: Written) -> None:
    with opened(archived.path) as archive:
        assert archive.manifest == archived.manifest
