"""A restored agency equals the one that was archived, table by table and row by row."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from agencies.archive import Written, opened, restore, write_archive
from agencies.archive.errors import ForeignVersionError
from agencies.context import OWNER, as_owner, at_the_door, in_agency
from agencies.errors import UnknownAgencyError
from agencies.fleet import tenant_labels
from agencies.lifecycle import close, find_agency
from agencies.references import AgencyRef
from campaigns.models import ConversionEvent, Import, UploadLink
from clients.models import AgencyProfile, Brand, BrandAccess
from people.models import Credential, Invitation, Membership
from people.sessions import open_session
from tests.conftest import Api
from tests.holders import holding
from tests.platform.agencies.archive.conftest import AWKWARD, WAITING, asked, rows_of, tables_in

pytestmark = pytest.mark.commits

CHANGED_ON_PURPOSE = {"clients_agencyprofile", "audit_auditentry"}  # its names, and the entry of the restoration
ENDED_BY_RESTORING = {"campaigns_import": ("state", "problem", "finished_at"), "campaigns_uploadlink": ("revoked_at",)}


def new_ids(old: AgencyRef, new: AgencyRef) -> dict[str, str]:
    """Map the ids of members and invitations by what is the same in both."""
    found = {}
    with at_the_door():
        for model in (Membership, Invitation):
            there = {row.email: str(row.id) for row in model.objects.filter(agency_id=new.id)}
            found |= {str(row.id): there[row.email] for row in model.objects.filter(agency_id=old.id)}
    return found


def renamed(rows: list[str], ids: dict[str, str]) -> list[str]:
    for old, new in ids.items():
        rows = [row.replace(old, new) for row in rows]
    return sorted(rows)


def test_every_table_of_a_restored_agency_has_the_rows_of_the_archived_one(full: AgencyRef, again: AgencyRef) -> None:
    ids = new_ids(full, again)
    assert tables_in(again) == tables_in(full)
    for table in tables_in(full) - CHANGED_ON_PURPOSE - set(settings.LEFT_OUT_OF_ARCHIVES) - {"django_migrations"}:
        ended = ENDED_BY_RESTORING.get(table, ())
        assert sorted(rows_of(again, table, but=ended)) == renamed(rows_of(full, table, but=ended), ids), table
    trail, former = rows_of(again, "audit_auditentry"), rows_of(full, "audit_auditentry")
    assert set(renamed(former, ids)) <= set(trail)
    assert [row for row in trail if "agency.restored" in row] == sorted(set(trail) - set(renamed(former, ids)))
    for table in settings.LEFT_OUT_OF_ARCHIVES:
        assert rows_of(again, table) == []


def test_the_server_knows_how_large_the_tables_of_a_restored_agency_are(again: AgencyRef) -> None:
    with in_agency(again), connection.cursor() as cursor:
        for table in ("campaigns_accountday", "campaigns_factrevision", "clients_brand"):
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
            assert cursor.fetchone()[0] == len(rows_of(again, table)) > 0


def test_archives_know_every_model_of_an_agency(archived: Written) -> None:
    models = {model for label in tenant_labels() for model in apps.get_app_config(label).get_models()}
    known = {part.name for part in archived.manifest.tables} | set(settings.LEFT_OUT_OF_ARCHIVES)
    assert {model._meta.db_table for model in models} == known


def test_the_test_agency_has_rows_of_facts_texts_trees_lists_and_bytes(archived: Written) -> None:
    rows = {part.name: part.rows for part in archived.manifest.tables}
    for table in ("campaigns_accountday", "campaigns_factrevision", "campaigns_importfilepart", "kpis_report"):
        assert rows[table] > 0, table
    assert archived.manifest.files


def test_a_restored_agency_has_another_name_and_the_same_texts(again: AgencyRef) -> None:
    assert find_agency(again.slug) == again
    with in_agency(again):
        profile = AgencyProfile.objects.get()
        assert (profile.slug, profile.name) == (again.slug, "Another Agency")
        assert Brand.objects.get().internal_notes == AWKWARD


def test_members_come_along_with_their_roles_and_without_credentials(full: AgencyRef, again: AgencyRef) -> None:
    with at_the_door():
        people = [
            set(Membership.objects.filter(agency_id=agency.id).values_list("email", "role", "display_name"))
            for agency in (full, again)
        ]
        assert people[0] == people[1] != set()
        assert not Credential.objects.filter(agency_id=again.id).exists()
        assert not Invitation.objects.filter(agency_id=again.id, accepted_at=None, revoked_at=None).exists()
        member = Membership.objects.get(agency_id=again.id, role="analyst")
    with in_agency(again):
        assert BrandAccess.objects.get().membership_id == member.id


def test_beside_the_original_members_have_new_ids(full: AgencyRef, again: AgencyRef) -> None:
    assert all(old != new for old, new in new_ids(full, again).items())


def test_where_the_original_is_gone_members_keep_their_ids(
    found: Callable[[str], AgencyRef], tmp_path: Path, slug: str
) -> None:
    gone = found("gone")
    with as_owner(gone.schema, snapshot=True):
        archive = write_archive(gone, tmp_path / "gone.zip", using=OWNER).path
    with at_the_door():
        former = Membership.objects.get(agency_id=gone.id)
    close(gone.slug, drop_data=True)
    elsewhere = restore(archive, slug=slug).agency
    with at_the_door():
        member = Membership.objects.select_related("user").get(agency_id=elsewhere.id)
    assert (member.id, member.email, member.created_at) == (former.id, former.email, former.created_at)
    assert not member.user.has_usable_password()


def test_numbers_that_the_database_gives_go_on_after_the_highest(again: AgencyRef) -> None:
    with in_agency(again):
        last = ConversionEvent.objects.order_by("-id")[0]
        last.pk, last.digest = None, "0" * 64
        last.save()
        assert ConversionEvent.objects.order_by("-id")[0].id == last.id
        transaction.set_rollback(True)


def test_what_an_import_said_lies_together_in_a_restored_agency(again: AgencyRef) -> None:
    uploads = [
        upload for (upload,) in asked(f"SELECT upload_id FROM {again.schema}.campaigns_factrevision ORDER BY ctid")
    ]
    assert uploads == sorted(uploads)
    assert len(set(uploads)) > 1


def test_a_restored_agencys_role_has_the_rights_of_any_other(full: AgencyRef, again: AgencyRef) -> None:
    held = (
        "SELECT c.relname, p FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p"
        " WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND has_table_privilege(%s, c.oid, p)"
    )
    assert set(asked(held, again.schema, again.schema)) == set(asked(held, full.schema, full.schema))


def test_operators_export_and_restore_by_command(
    full: AgencyRef, tmp_path: Path, slug: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "by-hand.zip"
    call_command("export_agency", full.slug, str(file))
    with opened(file) as archive:
        assert archive.manifest.digest() in capsys.readouterr().out
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_agency", full.slug, str(file))
    with pytest.raises(CommandError, match="exists already"):
        call_command("restore_agency", str(file), slug=full.slug)
    call_command("restore_agency", str(file), slug=slug)
    assert f"Agency {slug} is ready" in capsys.readouterr().out


def test_imports_that_waited_have_failed_and_can_be_tried_again(full: AgencyRef, again: AgencyRef) -> None:
    with in_agency(full):
        waited = set(Import.objects.filter(state__in=("queued", "running")).values_list("id", flat=True))
        others = dict(Import.objects.exclude(id__in=waited).values_list("id", "state"))
    with in_agency(again):
        ended = Import.objects.filter(problem__code="restored_while_waiting")
        assert {one.id for one in ended} == waited
        assert all(one.state == "failed" and one.finished_at is not None for one in ended)
        assert dict(Import.objects.exclude(id__in=waited).values_list("id", "state")) == others
        retried = ended.get(file_name=WAITING).id
    asked_again = owner_of(again).post(f"/imports/{retried}:retry")
    assert (asked_again.status_code, asked_again.json()["state"]) == (202, "queued")
    queued = "SELECT count(*) FROM procrastinate_jobs WHERE args @> jsonb_build_object('upload', %s, 'agency', %s)"
    assert asked(queued, str(retried), str(again.id)) == [(1,)]


def test_upload_links_are_of_no_use_and_the_archive_says_so(
    full: AgencyRef, again: AgencyRef, archived: Written
) -> None:
    with in_agency(full):
        assert UploadLink.objects.filter(revoked_at=None).exists()
    links = owner_of(again).get("/upload-links").json()["items"]
    assert links
    assert all(link["revoked_at"] is not None for link in links)
    assert "upload links" in archived.manifest.left_out["people_credential"]


def test_a_restored_agencys_results_are_those_of_the_archived_one(full: AgencyRef, again: AgencyRef) -> None:
    kpis = [each["key"] for each in owner_of(full).get("/kpis?limit=200").json()["items"]]
    for at in range(0, len(kpis), 20):
        query = "&".join(
            ["start=2026-01-01&end=2026-02-28&group_by=month", *(f"kpi={key}" for key in kpis[at : at + 20])]
        )
        answers = [owner_of(agency).get(f"/results?{query}&limit=200") for agency in (full, again)]
        assert [answer.status_code for answer in answers] == [200, 200], answers[0].content
        first, second = (answer.json()["items"] for answer in answers)
        assert second == first
        assert first
    views = owner_of(again).get("/results?kpi=views&start=2026-01-01&end=2026-02-28").json()["items"]
    assert any(item["value"] is not None for item in views)


def owner_of(agency: AgencyRef) -> Api:
    """Give a client of the agency's owner."""
    with at_the_door():
        owner = Membership.objects.select_related("agency").filter(agency_id=agency.id, role="owner").earliest("id")
        token = open_session(owner).token
    return holding(token)


# --- Older and newer versions --------------------------------------------------------------------------------------


def test_an_archive_of_a_later_version_is_refused(
    archived: Written, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agencies.archive import restoring

    known = restoring.tenant_migrations()
    monkeypatch.setattr(restoring, "tenant_migrations", lambda: known[:-1])
    with pytest.raises(ForeignVersionError, match=known[-1].name):
        restore(archived.path, slug=slug)
    with pytest.raises(UnknownAgencyError):
        find_agency(slug)
