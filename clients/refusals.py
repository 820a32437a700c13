"""The rules about brands and accounts that can say no, by name."""

from apikit.refusals import Refusal, RefusalKind


class Archived(Refusal):
    """What was deleted is kept as it was; restore it before changing it."""

    kind = RefusalKind.CONFLICT
    code = "archived"
    detail = "It was deleted and can no longer be changed."


class WrongKind(Refusal):
    """The network has no accounts of this kind."""

    code = "wrong_kind"
    detail = "The network has no accounts of this kind."
    pointer = "#/kind"


class UnknownMember(Refusal):
    """Nobody of the agency, invited or arrived, has this id."""

    code = "not_found"
    detail = "There is no member and no open invitation with this id."
    pointer = "#/member"
