"""The JSON of column mappings, and of columns that are named for one import alone."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import empty
from rest_framework.settings import api_settings

from apikit.fields import DecimalString, ScopedRelatedField, TextLine
from apikit.guard import GuardedQuerySet
from apikit.serializers import StrictSerializer
from campaigns.mapping.checking import Fault, faults_of, oddities_of
from campaigns.mapping.services import statement_of
from campaigns.mapping.statement import Statement
from campaigns.models import ColumnMapping, ColumnMappingVersion
from campaigns.models.mapping import LONGEST_MAPPING_NAME, PROVENANCE_CHOICES
from campaigns.readers import Grain, Provenance
from campaigns.readers.table_dates import DateFormat
from clients.models import NETWORK_CHOICES

MOST_COLUMNS = 200
LONGEST_HEADER = 200
GRAINS = [(grain.value, grain.value) for grain in Grain]
DECIMAL_SIGNS = [(sign, sign) for sign in (".", ",")]
DATE_FORMATS = [(style.value, style.value) for style in DateFormat]
STATED = ("grain", "columns", "fixed", "options", "provenance")


class MappedColumnSerializer(StrictSerializer):
    """What one column is."""

    header = TextLine(max_length=LONGEST_HEADER, help_text="As in the file; case, width and spaces make no difference.")
    name = TextLine(
        max_length=60, allow_null=True, help_text="The metric, rate or attribute that it is; null: not kept."
    )
    factor = DecimalString(
        18,
        9,
        default="1",
        min_value=0,
        help_text="What its numbers are multiplied by: 0.01 for percent numbers and 分, 60 for minutes, 10000 for 万.",
    )

    def validate_factor(self, value: Any) -> Any:
        """Refuse to multiply by nothing."""
        if not value:
            raise serializers.ValidationError("A factor is more than 0.", code="min_value")
        return value


class MappingOptionsSerializer(StrictSerializer):
    """How the table is written."""

    decimal_sign = serializers.ChoiceField(choices=DECIMAL_SIGNS, default=".")
    date_format = serializers.ChoiceField(
        choices=DATE_FORMATS,
        default=DateFormat.AUTO.value,
        help_text="`auto` takes every form that can be read in one way only.",
    )
    utc_offset = serializers.RegexField(
        r"^[+-](0\d|1[0-4]):[0-5]\d$",
        required=False,
        allow_null=True,
        default=None,
        help_text="Of the zone in which moments are printed, such as +08:00; null: the account's own.",
    )
    sheet = TextLine(
        max_length=100, required=False, allow_null=True, default=None, help_text="Of a workbook with several."
    )


class TableStatementSerializer(StrictSerializer):
    """How a table is read: what a row is about, and what each column is."""

    grain = serializers.ChoiceField(choices=GRAINS)
    columns = MappedColumnSerializer(many=True, allow_empty=False, max_length=MOST_COLUMNS)  # type: ignore[call-arg]
    fixed = serializers.DictField(
        child=TextLine(max_length=60),
        required=False,
        help_text="Attributes that are the same for every row and stand in no column: source, level, currency, ...",
    )
    options = MappingOptionsSerializer(required=False)
    provenance = serializers.ChoiceField(
        choices=PROVENANCE_CHOICES,
        default=Provenance.EXPORT.value,
        help_text="Who makes such tables: the network's back end (`export`), or somebody else (`third_party`). The "
        "facts keep it as their source.",
    )


class ColumnMappingSerializer(TableStatementSerializer):
    """A kind of table that the agency named the columns of."""

    id = serializers.UUIDField(read_only=True)
    name = TextLine(max_length=LONGEST_MAPPING_NAME, help_text="Imports say `mapping:` and this name.")
    network = serializers.ChoiceField(choices=NETWORK_CHOICES)
    warnings = serializers.SerializerMethodField(help_text="What can be read and may not be what was meant.")
    created_by = serializers.CharField(read_only=True)
    archived_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = ColumnMapping

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what could not be read, every fault at once."""
        columns = [{**column, "factor": str(column["factor"])} for column in attrs["columns"]]
        values = {"fixed": {}, "options": {}, **attrs, "columns": columns}
        kept: Any = self.instance
        refuse_faults(faults_of(Statement.of(values.get("network") or kept.network, values)))
        return values

    @extend_schema_field(
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
                "required": ["pointer", "code", "detail"],
            },
        }
    )
    def get_warnings(self, mapping: ColumnMapping) -> list[dict[str, str]]:
        """Tell what is odd about it."""
        return oddities_shown(oddities_of(statement_of(mapping)))


class ColumnMappingChange(ColumnMappingSerializer):
    """What can be changed of a mapping: never the network. What is sent is checked with what stays."""

    network = serializers.ChoiceField(choices=NETWORK_CHOICES, read_only=True)

    def __init__(self, instance: ColumnMapping | None = None, data: Any = empty, **kwargs: Any) -> None:
        if instance is not None and isinstance(data, Mapping):
            data = {**{name: getattr(instance, name) for name in ("name", *STATED)}, **data}
            kwargs["partial"] = False  # else members that a column lacks would be passed over
        super().__init__(instance, data, **kwargs)


class ColumnMappingVersionSerializer(StrictSerializer):
    """What a mapping said in one of its versions."""

    number = serializers.IntegerField()
    stated = serializers.SerializerMethodField()
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()

    class Meta:
        model = ColumnMappingVersion

    @extend_schema_field(TableStatementSerializer)
    def get_stated(self, version: ColumnMappingVersion) -> dict[str, Any]:
        """Write what it said, with the name that it had."""
        return dict(version.stated)


@extend_schema_field(
    {
        "type": "string",
        "contentMediaType": "application/json",
        "description": "JSON: `grain`, `columns`, `fixed`, `options` and `provenance` as in a column mapping.",
    }
)
class StatementText(serializers.CharField):
    """A statement about columns as the JSON text of a form's field."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:  # type: ignore[override]
        """Read the JSON; its shape is checked here, its meaning when the network is known."""
        try:
            said = orjson.loads(super().to_internal_value(data))
        except orjson.JSONDecodeError:
            raise serializers.ValidationError("This is not JSON.", code="malformed") from None
        if not isinstance(said, dict):
            raise serializers.ValidationError("A JSON object is expected.", code="not_an_object")
        body = TableStatementSerializer(data=said)
        body.is_valid(raise_exception=True)
        stated: dict[str, Any] = body.validated_data
        return stated


def mappings_of(_: Any) -> GuardedQuerySet[ColumnMapping]:
    """Give the mappings that an import may name: the whole agency's."""
    return ColumnMapping.objects.filter(archived_at=None)


def mapping_field() -> ScopedRelatedField:
    """Make the field that names a mapping, or none."""
    return ScopedRelatedField(scope=mappings_of, required=False, allow_null=True)


def refuse_faults(faults: Iterable[Fault]) -> None:
    """Raise ValidationError with every fault under the member that it is about."""
    errors: dict[str | int, Any] = {}
    for fault in faults:
        inner = errors
        for step in fault.path:
            inner = inner.setdefault(step, {})
        inner.setdefault(api_settings.NON_FIELD_ERRORS_KEY, []).append(ErrorDetail(fault.detail, fault.code))
    if errors:
        raise serializers.ValidationError(errors)  # type: ignore[arg-type]  # indexes of a list are keys too


def oddities_shown(oddities: Iterable[Fault]) -> list[dict[str, str]]:
    """Write what is odd, each with a pointer to the member."""
    return [
        {"pointer": "#/" + "/".join(map(str, each.path)), "code": each.code, "detail": each.detail} for each in oddities
    ]
