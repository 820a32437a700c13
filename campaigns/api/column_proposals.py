"""`POST /column-mappings:propose`: what the columns of a table of any origin probably are."""

from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar

from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.views import ActionView
from campaigns.api.column_proposal_shapes import ColumnProposalRequest, ColumnProposalSerializer, proposal_shown
from campaigns.imports.refusals import FileRefused
from campaigns.imports.uploads import bare_file_name
from campaigns.mapping.proposing import Proposal, propose
from campaigns.readers import Grain, UnreadableFile, peek_in_child
from campaigns.readers.peeking import Peek


class ColumnProposalView(ActionView):
    """What a table probably is."""

    resource = "column-mappings"
    operations: ClassVar = {"post": "column_mappings_propose"}
    capabilities: ClassVar = {"post": "imports:write"}
    input_serializers: ClassVar = {"post": ColumnProposalRequest}
    output_serializers: ClassVar = {"post": ColumnProposalSerializer}
    success_status: ClassVar = {"post": HTTPStatus.OK}
    file_actions = frozenset({"post"})
    examples: ClassVar = {"post": Example({"file": "articles.csv", "network": "wechat"})}

    def post(self, request: Any) -> Response:
        """Look at a table and propose what its columns are, how sure that is and why; nothing is stored.

        Names that mislead are flagged, and rates are checked against the rows. `mapping` is what to confirm.
        """
        data = read_body(request, ColumnProposalRequest)
        network = data["network"]
        seen = _peeks(data)
        grain = Grain(data["grain"]) if "grain" in data else None
        proposals = [(one, propose(one, network, grain=grain)) for one in seen]
        best, proposal = max(proposals, key=_understood)
        others = [one.sheet for one in seen if one is not best and one.sheet is not None]
        name = bare_file_name(data["file"].name)
        return Response(proposal_shown(name, best, others, network, proposal))


def _peeks(data: Any) -> list[Peek]:
    path = Path(data["file"].temporary_file_path())
    try:
        return peek_in_child(path, sheet=data.get("sheet"), header_line=data.get("header_line"))
    except UnreadableFile as error:
        raise FileRefused(error.detail, code=error.code) from error


def _understood(proposed: tuple[Peek, Proposal]) -> int:
    """Count the columns that are kept: the sheet that is understood best comes first."""
    return sum(1 for column in proposed[1].columns if column.name is not None)
