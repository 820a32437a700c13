"""`/imports`: files in, what was understood of them line by line, and the way back."""

from collections.abc import Mapping
from http import HTTPStatus
from operator import attrgetter
from pathlib import Path, PurePath
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.http import FileResponse
from django_filters import ChoiceFilter, UUIDFilter
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.closed import Example, Parameter
from apikit.filters import MomentFilter
from apikit.mixins import Creatable, Listable, Retrievable
from apikit.preferences import prefers_later
from apikit.problems import bad_parameter
from apikit.selection import Expansion
from apikit.viewsets import ResourceViewSet
from campaigns.api.import_shapes import PREVIEW, ImportRowSerializer, ImportSerializer, ImportUpload
from campaigns.api.import_templates import CsvRenderer, csv_file
from campaigns.imports.background import cancel_import, commit, retry_import, take_in
from campaigns.imports.origins import WITHOUT_A_FILE
from campaigns.imports.refused_rows import refused_rows_csv
from campaigns.imports.reverting import revert_import
from campaigns.imports.scoping import visible_imports
from campaigns.imports.uploads import Upload
from campaigns.models import Import, ImportRow
from campaigns.models.provenance import OUTCOMES, SOURCES, STATES
from campaigns.readers import profiles
from people.principal import asking

CSV = "text/csv; charset=utf-8"
OUTCOME = Parameter({"type": "string", "enum": list(OUTCOMES)}, "Only lines with this outcome.")
OVERVIEW_IMPORT: Mapping[str, Any] = {
    "id": "01990000-0000-7000-8000-000000000050",
    "state": "committed",
    "profile": "tiktok.studio.overview",
    "source": "export",
    "grain": "account_day",
    "mapping": None,
    "mapping_version": None,
    "account": "01990000-0000-7000-8000-000000000020",
    "campaign": None,
    "file_name": "Overview.csv",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "captured_on": "2026-02-28",
    "export_year": None,
    "first_day": "2025-02-28",
    "last_day": "2026-02-27",
    "progress": {"done": 365, "total": 365, "unit": "rows", "share": "1.0000", "seconds_left": 0},
    "counts": {
        "rows": 365,
        "new": 365,
        "changed": 0,
        "unchanged": 0,
        "duplicate": 0,
        "refused": 0,
        "warnings": 35,
    },
    "problem": None,
    "columns": {"Date": "day", "Video Views": "views"},
    "ignored_columns": [],
    "dropped_columns": [],
    "renamed": {},
    "header_drift": None,
    "preview": None,
    "previewed_counts": None,
    "created_by": "Bob",
    "created_at": "2026-02-28T09:30:00Z",
    "finished_at": "2026-02-28T09:30:01Z",
}


class ImportViewSet(Listable, Retrievable, Creatable, ResourceViewSet):
    """The imports into the accounts that the caller works on."""

    resource = "imports"
    serializer_class = ImportSerializer
    input_serializers: ClassVar = {"create": ImportUpload}
    output_serializers: ClassVar[Mapping[str, Any]] = {"rows": ImportRowSerializer, "refused_rows": csv_file}
    file_actions = frozenset({"create"})
    paged_actions = frozenset({"rows"})
    parameters: ClassVar = {"rows": {"outcome": OUTCOME}}
    capabilities: ClassVar = {
        "list": "imports:read",
        "retrieve": "imports:read",
        "rows": "imports:read",
        "refused_rows": "imports:read",
        "create": "imports:write",
        "commit": "imports:write",
        "cancel": "imports:write",
        "retry": "imports:write",
        "revert": "imports:write",
    }
    success_status: ClassVar = {"retry": HTTPStatus.ACCEPTED}
    other_success: ClassVar = {"create": (HTTPStatus.ACCEPTED,), "commit": (HTTPStatus.ACCEPTED,)}
    may_answer_later = frozenset({"create", "commit"})
    filters: ClassVar = {
        "account": UUIDFilter(field_name="account_id"),
        "brand": UUIDFilter(field_name="account__brand_id"),
        "campaign": UUIDFilter(field_name="campaign_id"),
        "state": ChoiceFilter(choices=[(state, state) for state in STATES]),
        "profile": ChoiceFilter(choices=[(key, key) for key in (*map(attrgetter("key"), profiles()), *WITHOUT_A_FILE)]),
        "mapping": UUIDFilter(field_name="mapping_id"),
        "source": ChoiceFilter(choices=[(source, source) for source in SOURCES]),
        "created_at__gte": MomentFilter(field_name="created_at", lookup_expr="gte"),
        "created_at__lte": MomentFilter(field_name="created_at", lookup_expr="lte"),
    }
    sort_fields: ClassVar = {"created_at": "created_at"}
    expandable: ClassVar = {
        "account": Expansion("account", "clients.api.accounts.AccountSerializer", "accounts:read"),
        "campaign": Expansion("campaign", "campaigns.api.campaigns.CampaignSerializer", "campaigns:read"),
    }
    examples: ClassVar = {
        "create": Example(
            {
                "file": "Overview.csv",
                "account": "01990000-0000-7000-8000-000000000020",
                "captured_on": "2026-02-28",
            },
            OVERVIEW_IMPORT,
        )
    }

    def scope(self) -> QuerySet[Import]:
        """Give the imports into the accounts on which the caller has the action's capability."""
        return visible_imports(asking(self.request), self.capability).select_related("work")

    def perform_create(self, data: Mapping[str, Any]) -> Import:
        """Load an export file, or preview what loading it would do.

        A file that cannot be read is refused as a whole and leaves nothing; a line that cannot be read is refused
        alone, see the import's rows. The same file again changes nothing and says so.

        Up to 2 MB and 5,000 rows are loaded before the answer, 201. A larger file, or any with
        `Prefer: respond-async`, is answered with 202 at once and loaded by a worker: read the address in `Location`
        until `state` is neither `queued` nor `running`. What would refuse the file then stands in `problem`.
        """
        file = data["file"]
        upload = Upload(
            path=Path(file.temporary_file_path()),
            file_name=file.name,
            account=data["account"],
            campaign=data.get("campaign"),
            profile=data.get("profile"),
            mapping=data.get("mapping"),
            columns=data.get("columns"),
            captured_on=data.get("captured_on"),
            export_year=data.get("export_year"),
            renamed=data.get("renamed", {}),
        )
        later = prefers_later(self.request)
        return take_in(upload, actor=asking(self.request).actor(), write=data["mode"] != PREVIEW, later=later)

    def created(self, instance: Import) -> Response:
        """Answer 201 where the file was loaded, 202 where it waits."""
        return self.accepted(instance) if instance.state == "queued" else super().created(instance)

    @action(detail=True, methods=["get"], url_path="rows")
    def rows(self, request: Any, **_: str) -> Response:
        """List what became of each line of the file."""
        # Within one import the line is the whole key, and a page's cursor holds plain values only.
        lines = ImportRow.objects.filter(upload=self.get_object()).annotate(id=F("line"))
        outcome = outcome_of(request)
        return self.page(lines if outcome is None else lines.filter(outcome=outcome), default_sort=("line", "id"))

    @action(detail=True, methods=["get"], url_path=r"refused-rows\.csv", renderer_classes=[CsvRenderer])
    def refused_rows(self, request: Any, **_: str) -> FileResponse:
        """Download the refused lines with their reasons and cells, to mend them and send them again.

        Cells of columns that are not read are left out. A cell that a spreadsheet would take for a formula begins with
        an apostrophe.
        """
        del request
        upload = self.get_object()
        name = f"{PurePath(upload.file_name).stem}.refused-rows.csv"
        return FileResponse(refused_rows_csv(upload), as_attachment=True, filename=name, content_type=CSV)

    @action(detail=True, methods=["post"], url_path=":commit")
    def commit(self, request: Any, **_: str) -> Response:
        """Load the file of a preview; a large one is answered with 202 and loaded by a worker."""
        record = commit(self.get_object(), actor=asking(request).actor(), later=prefers_later(request))
        return self.accepted(record) if record.state == "queued" else self.answer(record)

    @action(detail=True, methods=["post"], url_path=":cancel")
    def cancel(self, request: Any, **_: str) -> Response:
        """Stop an import that waits or runs; it stores nothing.

        A waiting one is `cancelled` at once. A running one stays `running` until its worker hears of it, within a
        second or so; one that has just been committed answers 409 `not_cancellable` and can be reverted.
        """
        return self.answer(cancel_import(self.get_object(), actor=asking(request).actor()))

    @action(detail=True, methods=["post"], url_path=":retry")
    def retry(self, request: Any, **_: str) -> Response:
        """Queue an import again that failed in the background, from the bytes that were kept."""
        return self.accepted(retry_import(self.get_object(), actor=asking(request).actor()))

    @action(detail=True, methods=["post"], url_path=":revert")
    def revert(self, request: Any, **_: str) -> Response:
        """Take a committed import back: what the other imports say of the same days counts again."""
        return self.answer(revert_import(self.get_object(), actor=asking(request).actor()))


def outcome_of(request: Any) -> str | None:
    """Read `outcome`, None where it is not sent; 400 `bad_parameter` for any other word."""
    given = request.query_params.getlist("outcome")
    if not given:
        return None
    if len(given) > 1 or given[0] not in OUTCOMES:
        raise bad_parameter("outcome", f"Send one of {', '.join(OUTCOMES)}.")
    return str(given[0])
