"""Why an archive is not made or given."""

from apikit.refusals import Refusal, RefusalKind


class ExportUnderWay(Refusal):
    """Another archive is being made."""

    kind = RefusalKind.CONFLICT
    code = "export_under_way"
    detail = "An export is under way already; wait until it is ready."


class ExportNotReady(Refusal):
    """The archive is not made yet, or could not be made."""

    kind = RefusalKind.CONFLICT
    code = "export_not_ready"
    detail = "The archive is not ready; read the export for its state."


class ExportExpired(Refusal):
    """The archive was deleted."""

    kind = RefusalKind.GONE
    code = "export_expired"
    detail = "The archive was deleted after its time; ask for a new export."
