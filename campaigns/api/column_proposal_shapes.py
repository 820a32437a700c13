"""The JSON of a proposal: what each column of a table probably is, and the mapping to confirm."""

from typing import Any

from rest_framework import serializers

from apikit.fields import DecimalString, TextLine
from apikit.serializers import StrictSerializer
from campaigns.api.column_mapping_shapes import GRAINS, TableStatementSerializer
from campaigns.api.import_shapes import UploadedFileField
from campaigns.mapping.checking import Fault
from campaigns.mapping.known_names import Reason
from campaigns.mapping.proposing import ColumnProposal, Flag, Proposal
from campaigns.mapping.values import ValueKind
from campaigns.readers.peeking import Peek
from clients.models import NETWORK_CHOICES

LAST_HEADER_LINE = 1000

PROPOSAL_REASONS = [(each.value, each.value) for each in Reason]


class ColumnProposalRequest(StrictSerializer):
    """A table and what is known of it, as `multipart/form-data`."""

    file = UploadedFileField(help_text="CSV or Excel of any origin; nothing of it is stored.")
    network = serializers.ChoiceField(choices=NETWORK_CHOICES)
    grain = serializers.ChoiceField(choices=GRAINS, required=False, help_text="What a row is about; else guessed.")
    sheet = TextLine(max_length=100, required=False, help_text="Of a workbook; else the one that is understood best.")
    header_line = serializers.IntegerField(
        required=False, min_value=1, max_value=LAST_HEADER_LINE, help_text="Where the header stands; else found."
    )


class ProposalFlagSerializer(StrictSerializer):
    """Something that a person should know before a column is kept or left."""

    code = serializers.CharField()
    detail = serializers.CharField()


class AlternativeSerializer(StrictSerializer):
    """Something else that a column may be."""

    name = serializers.CharField()
    confidence = DecimalString()
    reason = serializers.ChoiceField(choices=PROPOSAL_REASONS)


class ProposedColumnSerializer(StrictSerializer):
    """What one column probably is."""

    header = serializers.CharField()
    name = serializers.CharField(allow_null=True, help_text="A metric, rate or attribute; null: better not kept.")
    confidence = DecimalString(help_text="From 0 to 1, of the name or of keeping none.")
    reason = serializers.ChoiceField(choices=PROPOSAL_REASONS)
    detail = serializers.CharField()
    holds = serializers.ChoiceField(choices=[(kind.value, kind.value) for kind in ValueKind])
    filled = serializers.IntegerField(help_text="How many of the rows looked at have a value.")
    samples = serializers.ListField(
        child=serializers.CharField(), help_text="Numbers, shares, days and durations alone: texts may be others'."
    )
    factor = DecimalString()
    alternatives = AlternativeSerializer(many=True)
    needs = serializers.ListField(
        child=serializers.CharField(), help_text="Of a rate: the metrics one of which it is multiplied by to be kept."
    )
    needs_met = serializers.BooleanField(allow_null=True, help_text="Whether one of them is in the table.")
    flags = ProposalFlagSerializer(many=True)


class MissingSerializer(StrictSerializer):
    """What keeps the mapping from being used as it is."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ColumnProposalSerializer(StrictSerializer):
    """What a table probably is."""

    file_name = serializers.CharField()
    sheet = serializers.CharField(allow_null=True)
    other_sheets = serializers.ListField(child=serializers.CharField())
    encoding = serializers.CharField()
    header_line = serializers.IntegerField()
    rows_seen = serializers.IntegerField(help_text="At most 200 rows are looked at.")
    profile = serializers.CharField(allow_null=True, help_text="The product's own profile that reads it already.")
    network = serializers.ChoiceField(choices=NETWORK_CHOICES)
    grain = serializers.ChoiceField(choices=GRAINS)
    grain_confidence = DecimalString()
    grain_detail = serializers.CharField()
    day_column = serializers.CharField(allow_null=True)
    columns = ProposedColumnSerializer(many=True)
    flags = ProposalFlagSerializer(many=True)
    missing = MissingSerializer(many=True)
    mapping = TableStatementSerializer(
        help_text="To send with a name to /column-mappings, or as `columns` of an import."
    )


def proposal_shown(file_name: str, seen: Peek, others: list[str], network: str, proposal: Proposal) -> dict[str, Any]:
    """Write a proposal."""
    statement = proposal.statement
    return {
        "file_name": file_name,
        "sheet": seen.sheet,
        "other_sheets": others,
        "encoding": seen.encoding,
        "header_line": seen.header_line,
        "rows_seen": len(seen.rows),
        "profile": proposal.profile,
        "network": network,
        "grain": proposal.grain.grain.value,
        "grain_confidence": str(proposal.grain.confidence),
        "grain_detail": proposal.grain.because,
        "day_column": proposal.day,
        "columns": [column_shown(column) for column in proposal.columns],
        "flags": [flag_shown(flag) for flag in proposal.flags],
        "missing": [missing_shown(fault) for fault in proposal.missing],
        "mapping": {
            "grain": statement.grain.value,
            "columns": [
                {"header": each.header, "name": each.name, "factor": str(each.factor)} for each in statement.columns
            ],
            "fixed": dict(statement.fixed),
            "options": dict(statement.options),
            "provenance": statement.provenance.value,
        },
    }


def column_shown(column: ColumnProposal) -> dict[str, Any]:
    """Write what a column probably is."""
    return {
        "header": column.header,
        "name": column.name,
        "confidence": str(column.confidence),
        "reason": column.reason.value,
        "detail": column.detail,
        "holds": column.values.kind.value,
        "filled": column.values.filled,
        "samples": list(column.values.samples),
        "factor": str(column.factor),
        "alternatives": [
            {"name": each.name, "confidence": str(each.confidence), "reason": each.reason.value}
            for each in column.alternatives
        ],
        "needs": list(column.denominators),
        "needs_met": column.denominator_there,
        "flags": [flag_shown(flag) for flag in column.flags],
    }


def flag_shown(flag: Flag) -> dict[str, str]:
    """Write a flag."""
    return {"code": flag.code, "detail": flag.detail}


def missing_shown(fault: Fault) -> dict[str, str]:
    """Write what is missing, with a pointer into the mapping."""
    return {
        "pointer": "#/mapping/" + "/".join(map(str, fault.path)),
        "code": fault.code,
        "detail": fault.detail,
    }
