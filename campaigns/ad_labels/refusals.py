"""The rules of ad labels that can say no, by name."""

from apikit.refusals import Refusal, RefusalKind


class LabelledAlready(Refusal):
    """One name of one source stands for one campaign."""

    kind = RefusalKind.CONFLICT
    code = "labelled_already"
    detail = "What this stands for is stated already; change that label or delete it."


class NameOrId(Refusal):
    """A label is about a name or about an id."""

    code = "name_or_external_id"
    detail = "Send either name or external_id."
    pointer = "#/name"
