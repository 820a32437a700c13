"""The JSON of imports and of their lines, and the form that an upload is."""

from typing import Any, ClassVar

import orjson
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from apikit.blank_fields import ChoiceOrNull, TextOrNull
from apikit.fields import ScopedRelatedField, TextLine
from apikit.serializers import StrictModelSerializer, StrictSerializer
from campaigns.api.column_mapping_shapes import StatementText, mapping_field, refuse_faults
from campaigns.api.import_preview_shapes import (
    HeaderDriftSerializer,
    ImportPreviewSerializer,
    UnderstoodRowSerializer,
    ValueChangeSerializer,
)
from campaigns.api.relations import campaign_field
from campaigns.imports.dropped import dropped_columns
from campaigns.imports.progress import progress_of
from campaigns.mapping.checking import faults_of
from campaigns.mapping.statement import Statement
from campaigns.models import Import, ImportRow
from campaigns.models.provenance import OUTCOMES, SOURCES, STATES
from campaigns.readers import profiles
from campaigns.readers.profile import Dropped
from clients.api.relations import account_field

COMMIT, PREVIEW = "commit", "preview"
DROPPED_REASONS = tuple(reason.value for reason in Dropped)
FIRST_YEAR, LAST_YEAR = 2000, 2199
MOST_COLUMNS, LONGEST_HEADER = 200, 200


class ImportCountsSerializer(StrictSerializer):
    """How many lines of the file came to what; in a preview, to what they would come."""

    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    duplicate = serializers.IntegerField(help_text="Of two lines with one key the last wins.")
    refused = serializers.IntegerField()
    warnings = serializers.IntegerField(help_text="Lines that were taken, with a warning.")


class ImportProgressSerializer(StrictSerializer):
    """How far the work is, in rows' worth of work: reading counts as much as loading."""

    done = serializers.IntegerField()
    total = serializers.IntegerField(help_text="An estimate until the file has been read.")
    unit = serializers.ChoiceField(choices=["rows"])
    share = serializers.DecimalField(max_digits=5, decimal_places=4, help_text="The part that is done, 0 to 1.")
    seconds_left = serializers.IntegerField(
        allow_null=True, help_text="At the pace so far; null while it waits, or where nobody can tell."
    )


class ImportProblemSerializer(StrictSerializer):
    """Why an import failed."""

    code = serializers.CharField()
    detail = serializers.CharField()
    particulars = serializers.DictField(
        allow_null=True, help_text="What stands in the way, for machines; its members depend on the code."
    )

    def to_representation(self, problem: dict[str, Any]) -> dict[str, Any]:
        """Write the problem; older ones have no particulars."""
        return {"particulars": None, **problem}


class DroppedColumnSerializer(StrictSerializer):
    """A column that was never kept."""

    column = serializers.CharField()
    reason = serializers.ChoiceField(choices=DROPPED_REASONS)


class ImportSerializer(StrictModelSerializer):
    """One upload of numbers for one account."""

    account = ScopedRelatedField(read_only=True)
    campaign = ScopedRelatedField(read_only=True, allow_null=True)
    mapping = ScopedRelatedField(
        read_only=True, allow_null=True, help_text="The column mapping that the file was read by."
    )
    state = serializers.ChoiceField(choices=STATES, read_only=True)
    locals()["source"] = ChoiceOrNull(
        choices=SOURCES, read_only=True, allow_null=True, help_text="Whose word its numbers are; null until it is read."
    )
    progress = serializers.SerializerMethodField()
    counts = ImportCountsSerializer(read_only=True)
    columns = serializers.DictField(
        child=serializers.CharField(), read_only=True, help_text="What each understood column was taken for."
    )
    dropped_columns = serializers.SerializerMethodField(
        help_text="Of the ignored columns, those that say something of people who are not the brand."
    )
    problem = ImportProblemSerializer(read_only=True, allow_null=True)
    renamed = serializers.DictField(
        child=serializers.CharField(), read_only=True, help_text="Columns that were read as others of the profile."
    )
    header_drift = HeaderDriftSerializer(
        read_only=True,
        allow_null=True,
        help_text="Unknown columns that may be missing ones; null where none are.",
    )
    preview = ImportPreviewSerializer(read_only=True, allow_null=True, help_text="Null but for a preview.")
    previewed_counts = ImportCountsSerializer(
        read_only=True,
        allow_null=True,
        help_text="What the preview said; where other imports came in between, `counts` of the commit differ.",
    )

    class Meta:
        model = Import
        fields = (
            "id",
            "state",
            "profile",
            "source",
            "grain",
            "mapping",
            "mapping_version",
            "account",
            "campaign",
            "file_name",
            "sha256",
            "captured_on",
            "export_year",
            "first_day",
            "last_day",
            "progress",
            "counts",
            "problem",
            "columns",
            "ignored_columns",
            "renamed",
            "header_drift",
            "dropped_columns",
            "preview",
            "previewed_counts",
            "created_by",
            "created_at",
            "finished_at",
        )
        read_only_fields = fields

    @extend_schema_field(DroppedColumnSerializer(many=True))
    def get_dropped_columns(self, upload: Import) -> list[dict[str, Any]]:
        """Name what was dropped at the door."""
        return [{"column": each.column, "reason": each.reason.value} for each in dropped_columns(upload)]

    @extend_schema_field(ImportProgressSerializer)
    def get_progress(self, upload: Import) -> dict[str, Any]:
        """Tell how far it is."""
        progress = progress_of(upload)
        return {
            "done": progress.done,
            "total": progress.total,
            "unit": "rows",
            "share": str(progress.share),
            "seconds_left": progress.seconds_left,
        }


@extend_schema_field({"type": "string", "format": "binary"})
class UploadedFileField(serializers.FileField):
    """A file, taken even where it is empty: the reader says so better."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)


@extend_schema_field({"type": "string", "contentMediaType": "application/json"})
class RenamedField(serializers.Field[Any, Any, Any, Any]):
    """A JSON object in a form: what columns of the file stand for."""

    default_error_messages: ClassVar = {
        "bad_renames": 'Send a JSON object of texts, such as {{"Views": "Video Views"}}, each text once.',
    }

    def to_internal_value(self, data: Any) -> dict[str, str]:
        """Read the object."""
        try:
            renamed = orjson.loads(data) if isinstance(data, str) else data
        except orjson.JSONDecodeError:
            self.fail("bad_renames")
        if not isinstance(renamed, dict) or len(renamed) > MOST_COLUMNS:
            self.fail("bad_renames")
        texts = [*renamed, *renamed.values()]
        good = all(isinstance(text, str) and 0 < len(text.strip()) <= LONGEST_HEADER for text in texts)
        if not good or any("\0" in text for text in texts) or len(set(renamed.values())) < len(renamed):
            self.fail("bad_renames")
        return renamed

    def to_representation(self, value: dict[str, str]) -> dict[str, str]:
        """Give it as it is."""
        return value


class ImportUpload(StrictSerializer):
    """A file and what is said about it, as `multipart/form-data`."""

    file = UploadedFileField(
        help_text="CSV or Excel, as the network's backend exported it, or one of the templates filled in; "
        "at most 200 MB and 1,000,000 rows.",
    )
    account = account_field(help_text="Whose numbers these are.")
    campaign = campaign_field()
    profile = TextLine(required=False, max_length=60, help_text="Which kind of file it is; else told by its header.")
    mapping = mapping_field()
    columns = StatementText(required=False, help_text="What the columns are, for this file alone.")
    captured_on = serializers.DateField(
        required=False,
        help_text="The day of the export. Else the day that these bytes were first sent with, or today.",
    )
    export_year = serializers.IntegerField(
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="The year of the newest row, for files that print days without a year.",
    )
    renamed = RenamedField(
        required=False,
        help_text="What renamed columns are: a JSON object from the file's header to the profile's. It is remembered.",
    )
    mode = serializers.ChoiceField(
        choices=[COMMIT, PREVIEW],
        default=COMMIT,
        help_text="A preview tells what a commit would do, and stores no fact.",
    )

    def validate_profile(self, value: str) -> str:
        """Refuse a kind of file that is not known."""
        known = [profile.key for profile in profiles()]
        if value not in known:
            msg = f"There is no such profile. Known: {', '.join(known)}."
            raise serializers.ValidationError(msg, code="unknown_profile")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a field that is sent twice: one of them would be lost unnoticed."""
        twice = [name for name, values in self.initial_data.lists() if len(values) > 1]
        if twice:
            raise serializers.ValidationError(
                {name: [ErrorDetail("Send this field once.", "repeated_field")] for name in twice}
            )
        named = [name for name in ("profile", "mapping", "columns") if attrs.get(name) is not None]
        if len(named) > 1:
            detail = "Say once what the file is: by profile, mapping or columns."
            raise serializers.ValidationError({name: [ErrorDetail(detail, "said_twice")] for name in named})
        if "columns" in attrs:
            attrs["columns"] = _checked(attrs["account"].network, attrs["columns"])
        return attrs


def _checked(network: str, stated: dict[str, Any]) -> Statement:
    """Make the statement about columns; raises ValidationError with all its faults under `columns`."""
    statement = Statement.of(network, stated)
    try:
        refuse_faults(faults_of(statement))
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"columns": error.detail}) from None
    return statement


class ImportWarningSerializer(StrictSerializer):
    """What is odd about a line that was taken all the same."""

    code = serializers.CharField()
    detail = serializers.CharField()
    column = serializers.CharField(allow_null=True, help_text="As in the file's header.")


class ImportRowSerializer(StrictModelSerializer):
    """What became of one line of the file."""

    outcome = serializers.ChoiceField(choices=OUTCOMES, read_only=True)
    code = TextOrNull(read_only=True, allow_null=True, help_text="Why the line was refused.")
    detail = TextOrNull(read_only=True, allow_null=True)
    column = TextOrNull(read_only=True, allow_null=True, help_text="The header of the cell at fault.")
    raw = TextOrNull(read_only=True, allow_null=True, help_text="The cell at fault, shortened.")
    warnings = ImportWarningSerializer(many=True, read_only=True)
    understood = UnderstoodRowSerializer(read_only=True, allow_null=True, help_text="In a preview.")
    changes = ValueChangeSerializer(
        many=True, read_only=True, allow_null=True, help_text="In a preview: what the row would change."
    )

    class Meta:
        model = ImportRow
        fields = ("line", "outcome", "code", "detail", "column", "raw", "warnings", "understood", "changes")
        read_only_fields = fields
