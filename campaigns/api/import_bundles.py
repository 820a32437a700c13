"""`/imports:bundle`: several files and archives at once, each finds its account."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.api.import_shapes import COMMIT, PREVIEW, ImportCountsSerializer, UploadedFileField
from campaigns.collection.bundles import MOST_FILES, Bundle, FileOutcome, SentFile, take_bundle
from campaigns.collection.placing import PlacedBy
from campaigns.models.provenance import STATES
from clients.api.relations import account_field, brand_field
from clients.models import NetworkAccount
from clients.scoping import visible_accounts
from people.principal import asking

FILE_OUTCOMES = (*STATES, "refused", "unplaced")


class SeveralFiles(StrictSerializer):
    """Files, as `multipart/form-data`."""

    files = serializers.ListField(
        child=UploadedFileField(),
        allow_empty=False,
        max_length=MOST_FILES,
        help_text="The field once for each file: CSV, Excel, or zip archives of such.",
    )


class ImportBundle(SeveralFiles):
    """Files, and what is said about all of them, as `multipart/form-data`."""

    brand = brand_field(required=False, help_text="Look among this brand's accounts only.")
    account = account_field(required=False, help_text="Whose numbers all of these are.")
    captured_on = serializers.DateField(required=False, help_text="The day of the export, as for one import.")
    mode = serializers.ChoiceField(
        choices=[COMMIT, PREVIEW],
        default=COMMIT,
        help_text="A preview tells what a commit would do, and stores no fact.",
    )


class BundleAccountSerializer(StrictSerializer):
    """An account of a file."""

    id = serializers.UUIDField()
    network = serializers.CharField()
    kind = serializers.CharField()
    handle = serializers.CharField()


class BundleFileSerializer(StrictSerializer):
    """What became of one file."""

    name = serializers.CharField()
    archive = serializers.CharField(allow_null=True, help_text="The archive that it came in.")
    size = serializers.IntegerField(help_text="In bytes.")
    outcome = serializers.ChoiceField(
        choices=FILE_OUTCOMES,
        help_text="The state of its import; `refused` and `unplaced`, for want of an account, leave nothing.",
    )
    profile = serializers.CharField(allow_null=True)
    account = BundleAccountSerializer(allow_null=True)
    placed_by = serializers.ChoiceField(
        choices=[each.value for each in PlacedBy], allow_null=True, help_text="What told its account."
    )
    candidates = BundleAccountSerializer(many=True, help_text="Where `unplaced`: the accounts that it could be of.")
    code = serializers.CharField(allow_null=True, help_text="Why there is no import.")
    detail = serializers.CharField(allow_null=True)
    counts = ImportCountsSerializer(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """Add `import`, a word that Python keeps for itself."""
        return {**super().get_fields(), "import": serializers.UUIDField(allow_null=True)}


class BundleAnswer(StrictSerializer):
    """What became of each file, in the order sent."""

    files = BundleFileSerializer(many=True)


_ACCOUNT = {
    "id": "01990000-0000-7000-8000-000000000021",
    "network": "douyin",
    "kind": "standard",
    "handle": "aurora.cn",
}
EXAMPLE_FILE = {
    "name": "作品点赞.csv",
    "archive": "douyin.zip",
    "size": 912,
    "outcome": "committed",
    "profile": "douyin.creator.daily.likes",
    "account": _ACCOUNT,
    "placed_by": "only_account",
    "candidates": [],
    "code": None,
    "detail": None,
    "counts": {"rows": 30, "new": 30, "changed": 0, "unchanged": 0, "duplicate": 0, "refused": 0, "warnings": 0},
    "import": "01990000-0000-7000-8000-000000000050",
}


def files_sent(body: Mapping[str, Any]) -> list[SentFile]:
    """Give the files of a body as they lie on disk."""
    return [SentFile(Path(file.temporary_file_path()), file.name) for file in body["files"]]


class ImportBundleView(ActionView):
    """Many files in one request."""

    resource = "imports"
    operations: ClassVar = {"post": "imports_bundle"}
    capabilities: ClassVar = {"post": "imports:write"}
    file_actions = frozenset({"post"})
    input_serializers: ClassVar = {"post": ImportBundle}
    output_serializers: ClassVar = {"post": BundleAnswer}
    success_status: ClassVar = {"post": 200}
    examples: ClassVar = {
        "post": Example(
            {"files": ["douyin.zip"], "brand": "01990000-0000-7000-8000-000000000010"}, {"files": [EXAMPLE_FILE]}
        )
    }

    def post(self, request: Any) -> Response:
        """Load several files and zip archives: each is recognised, finds its account, and is an import of its own.

        The account of a file is the one whose handle it states, whose contents or ads it holds, whose name its file
        name says, that of the other files in its archive, or the only one of its network. A file that may be of several
        is not stored; it answers with the candidates. One refused file keeps none of the others back.
        """
        body = read_body(request, ImportBundle)
        accounts = visible_accounts(asking(request), self.capability).filter(archived_at=None, brand__archived_at=None)
        if "brand" in body:
            accounts = accounts.filter(brand=body["brand"])
        bundle = Bundle(
            files=files_sent(body),
            accounts=list(accounts.select_related("brand").order_by("id")),
            account=body.get("account"),
            captured_on=body.get("captured_on"),
        )
        outcomes = take_bundle(bundle, actor=asking(request).actor(), write=body["mode"] != PREVIEW)
        return Response({"files": [file_shown(outcome) for outcome in outcomes]})


def file_shown(told: FileOutcome) -> dict[str, Any]:
    """Write what became of a file."""
    return {
        "name": told.name,
        "archive": told.archive,
        "size": told.size,
        "outcome": told.outcome,
        "profile": told.profile or None,
        "account": None if told.account is None else account_shown(told.account),
        "placed_by": None if told.placed_by is None else told.placed_by.value,
        "candidates": [account_shown(account) for account in told.candidates],
        "code": told.code or None,
        "detail": told.detail or None,
        "counts": None if told.upload is None else told.upload.counts,
        "import": None if told.upload is None else str(told.upload.id),
    }


def account_shown(account: NetworkAccount) -> dict[str, str]:
    """Write an account as far as it takes to tell it from others."""
    return {"id": str(account.id), "network": account.network, "kind": account.kind, "handle": account.handle}
