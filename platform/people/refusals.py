"""The rules of access that can say no, by name."""

from apikit.refusals import Refusal, RefusalKind


class BadLogin(Refusal):
    """E-mail and password do not belong together; the same for a person who does not exist."""

    kind = RefusalKind.UNAUTHENTICATED
    code = "bad_login"
    detail = "E-mail and password do not match."


class WrongPassword(Refusal):
    """Somebody who is logged in did not prove to know the own password."""

    code = "wrong_password"
    detail = "This is not your password."
    pointer = "#/current_password"


class TooManyAttempts(Refusal):
    """The throttle of log-ins."""

    kind = RefusalKind.THROTTLED
    code = "too_many_attempts"
    detail = "Too many failed attempts. Wait before trying again."


class AgencyRequired(Refusal):
    """The person belongs to several agencies, or not to the one that was named."""

    code = "agency_required"
    detail = "Name one of your agencies in `agency`."
    pointer = "#/agency"


class NoAgency(Refusal):
    """The person belongs to no active agency."""

    kind = RefusalKind.FORBIDDEN
    code = "no_agency"
    detail = "You are a member of no active agency."


class BadToken(Refusal):
    """An invitation or reset token that is unknown, used, revoked or too old."""

    code = "bad_token"
    detail = "The token is unknown, used or expired."
    pointer = "#/token"


class WeakPassword(Refusal):
    """The password does not meet the rules."""

    code = "weak_password"


class AlreadyMember(Refusal):
    """The e-mail belongs to a member of this agency."""

    kind = RefusalKind.CONFLICT
    code = "already_member"
    detail = "This e-mail belongs to a member already."
    pointer = "#/email"


class AlreadyInvited(Refusal):
    """The e-mail has an open invitation of this agency."""

    kind = RefusalKind.CONFLICT
    code = "already_invited"
    detail = "This e-mail has an open invitation already."
    pointer = "#/email"


class NoLongerOpen(Refusal):
    """The invitation was accepted or taken back a moment ago."""

    kind = RefusalKind.CONFLICT
    code = "no_longer_open"
    detail = "The invitation was accepted or taken back in the meantime."


class NotAMember(Refusal):
    """The member was removed a moment ago."""

    kind = RefusalKind.MISSING
    code = "not_found"


class RoleTooHigh(Refusal):
    """Nobody grants or takes a role above what their own may."""

    kind = RefusalKind.FORBIDDEN
    code = "role_too_high"
    detail = "Your role may not grant or change this role."


class LastOwner(Refusal):
    """An agency keeps at least one owner."""

    kind = RefusalKind.CONFLICT
    code = "last_owner"
    detail = "An agency needs an owner: make somebody else owner first."


class ScopeNotHeld(Refusal):
    """A credential cannot make another one that may do more than itself."""

    code = "scope_not_held"
    detail = "Your credential does not have this capability itself."
    pointer = "#/scopes"


class OutlivesItsMaker(Refusal):
    """A key cannot make another one that lasts longer than itself."""

    code = "outlives_its_maker"
    detail = "A key made with a key cannot last longer than it."
    pointer = "#/expires_at"


class SessionRequired(Refusal):
    """What only a person may do, never a program with an API key."""

    kind = RefusalKind.FORBIDDEN
    code = "session_required"
    detail = "This needs a session: log in with e-mail and password."


class NotYou(Refusal):
    """The invited e-mail belongs to a person who is known already, and the password is not theirs."""

    code = "wrong_password"
    detail = "You have an account already: send its password, or ask for a new one with /password:request-reset."
    pointer = "#/password"


class WrongName(Refusal):
    """What cannot be undone for ever is confirmed by the agency's slug."""

    code = "wrong_name"
    detail = "This is not the slug of your agency."
    pointer = "#/slug"


class AlreadyClosing(Refusal):
    """The agency is closing already."""

    kind = RefusalKind.CONFLICT
    code = "already_closing"
    detail = "The agency is closing already."


class NotClosing(Refusal):
    """There is nothing to take back."""

    kind = RefusalKind.CONFLICT
    code = "not_closing"
    detail = "The agency is not closing."


class ClosedByOperator(Refusal):
    """What an operator closed, an operator reopens."""

    kind = RefusalKind.CONFLICT
    code = "closed_by_operator"
    detail = "The agency was closed by the operator of this installation; ask there to have it reopened."


class NothingToErase(Refusal):
    """Every word is so short that it stands in much that is about nobody."""

    code = "nothing_to_erase"
    detail = "Name words of at least 3 signs, or 2 in other scripts than Latin."
    pointer = "#/words"


class NotYourself(Refusal):
    """Somebody else has to do it, so that the agency keeps a hand."""

    kind = RefusalKind.CONFLICT
    code = "not_yourself"
    detail = "Another owner or admin has to erase you."
