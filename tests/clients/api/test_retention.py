"""An agency says for how long it keeps what is no number, and what is older goes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from agencies.context import OWNER, as_owner, in_agency
from agencies.references import AgencyRef
from audit.models import AuditEntry
from campaigns.models import Import, ImportFilePart, ImportRow
from clients.models import Brand, NetworkAccount
from clients.retention.forgetting import forget
from clients.retention.rule import retention_rules
from tests.platform.agencies.conftest import committing  # noqa: F401 - a fixture
from tests.racing import Arena, committed_agency


def days_of(answer: Any) -> dict[str, Any]:
    return {item["kind"]: item["days"] for item in answer.json()["items"]}


def test_until_something_is_chosen_the_defaults_hold(api: Any) -> None:
    assert days_of(api("adam").get("/retention")) == {key: rule.default_days for key, rule in retention_rules().items()}


def test_an_owner_chooses_and_the_trail_tells(api: Any) -> None:
    chosen = api("alice").patch("/retention", {"refused_rows": 90, "preview_files": None})
    assert (days_of(chosen)["refused_rows"], days_of(chosen)["preview_files"]) == (90, None)
    assert days_of(api("alice").get("/retention")) == days_of(chosen)
    told = api("alice").get("/audit-entries?action=retention.chosen").json()["items"]
    assert [entry["changes"] for entry in told] == [{"refused_rows": 90, "preview_files": None}]


def test_what_must_be_kept_for_a_while_is(api: Any) -> None:
    refused = api("alice").patch("/retention", {"audit_entries": 1, "refused_rows": 0})
    assert refused.status_code == 422
    assert {error["pointer"] for error in refused.json()["errors"]} == {"#/audit_entries", "#/refused_rows"}
    assert days_of(api("alice").patch("/retention", {"audit_entries": 90}))["audit_entries"] == 90


@pytest.fixture
def agency(committing: Any) -> Any:  # noqa: F811 - the fixture
    with committed_agency("keeping") as founded:
        yield founded


SOMEBODYS: dict[str, Any] = {"raw": "somebody's text", "cells": [["Likes", "somebody's text"]]}


def previewed(agency: AgencyRef) -> Import:
    """Make a preview with its file and a refused line."""
    with in_agency(agency):
        brand = Brand.objects.create(name="Kept")
        account = NetworkAccount.objects.create(brand=brand, network="tiktok", kind="standard", handle="kept")
        record = Import.objects.create(
            account=account, state="previewed", file_name="f", sha256="0" * 64, captured_on="2026-02-01", created_by="x"
        )
        ImportFilePart.objects.create(upload=record, number=1, data=b"bytes")
        ImportRow.objects.create(upload=record, line=2, outcome="refused", code="bad_number", **SOMEBODYS)
        ImportRow.objects.create(upload=record, line=3, outcome="new", understood={"title": "somebody's text"})
        return record


@pytest.mark.commits
def test_what_is_older_than_it_is_kept_goes_and_nothing_else(agency: AgencyRef) -> None:
    record, now = previewed(agency), timezone.now()
    assert not any(forget(agency, now=now).values())
    later = now + timedelta(days=100)
    assert forget(agency, now=later, dry_run=True)["preview_files"] > 0
    with in_agency(agency):
        assert ImportFilePart.objects.filter(upload_id=record.id).exists()
    forget(agency, now=later)
    with in_agency(agency):
        assert not ImportFilePart.objects.filter(upload_id=record.id).exists()
        expired = Import.objects.get(id=record.id)
        assert (expired.state, expired.problem["code"]) == ("failed", "preview_expired")
        assert ImportRow.objects.get(upload_id=record.id, line=2).raw == "somebody's text"
        assert ImportRow.objects.get(upload_id=record.id, line=3).understood is None
        assert AuditEntry.objects.exists()
    gone = forget(agency, now=now + timedelta(days=400))
    assert gone["refused_rows"] == 1
    with in_agency(agency):
        line = ImportRow.objects.get(upload_id=record.id, line=2)
        assert (line.raw, line.cells, line.code) == ("", None, "bad_number")


@pytest.mark.commits
def test_the_trail_is_forgotten_only_where_the_agency_says_so(agency: AgencyRef) -> None:
    later = timezone.now() + timedelta(days=4000)
    assert "audit_entries" not in forget(agency, now=later)
    assert Arena(agency).client().patch("/retention", {"audit_entries": 365}).status_code == 200
    assert forget(agency, now=later)["audit_entries"] > 0


@pytest.mark.commits
def test_operators_forget_by_command(agency: AgencyRef, capsys: pytest.CaptureFixture[str]) -> None:
    previewed(agency)
    with in_agency(agency):
        Import.objects.update(created_at=timezone.now() - timedelta(days=60))
    call_command("apply_retention", agency.slug, dry_run=True)
    assert f"{agency.slug}: preview_files 3 would go" in capsys.readouterr().out
    call_command("apply_retention", agency.slug)
    assert f"{agency.slug}: preview_files 3" in capsys.readouterr().out
    call_command("apply_retention", agency.slug)
    assert f"{agency.slug}: nothing" in capsys.readouterr().out


@pytest.mark.commits
def test_an_agency_that_fails_keeps_no_other_from_forgetting(
    agency: AgencyRef, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with committed_agency("broken") as broken:
        with as_owner(broken.schema), connections[OWNER].cursor() as cursor:
            cursor.execute("DROP TABLE clients_retentionchoice")
        with pytest.raises(CommandError, match=broken.slug):
            call_command("apply_retention", broken.slug, agency.slug)
    told = capsys.readouterr()
    assert f"{agency.slug}: nothing" in told.out
    assert told.err == f"{broken.slug}: ProgrammingError\n"
