"""The rules about tagging that can say no, by name."""

from collections.abc import Sequence
from uuid import UUID

from apikit.refusals import Refusal, RefusalKind
from campaigns.refusals import WrongBrand

MOST_CONTENTS = 5000
MOST_NAMED = 20


class CampaignOfAnotherBrand(WrongBrand):
    """A campaign holds contents of its own brand only; `contents` are those of other brands, at most twenty."""

    pointer = "#/set/campaign"

    def __init__(self, contents: Sequence[UUID]) -> None:
        self.contents = tuple(contents[:MOST_NAMED])
        super().__init__(f"The campaign belongs to another brand than {len(contents)} of the contents.")


class NothingToTag(Refusal):
    """A tagging says at least one thing."""

    code = "nothing_to_set"
    detail = "Say what to set, or which hashtags to add or to remove."
    pointer = "#/set"


class AddedAndRemoved(Refusal):
    """A hashtag is added or removed, however it is spelt, not both."""

    code = "added_and_removed"
    pointer = "#/remove_hashtags"

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__(f"To be added as well as removed: {', '.join(tags[:MOST_NAMED])}.")


class TooManyContents(Refusal):
    """One request tags a bounded number of contents."""

    code = "too_many_contents"
    detail = f"One request tags at most {MOST_CONTENTS} contents; narrow the filter."
    pointer = "#/filter"


class AlreadyUndone(Refusal):
    """A tagging is undone once; undo the undoing to have it again."""

    kind = RefusalKind.CONFLICT
    code = "already_undone"
    detail = "This tagging was undone already; undo the undoing to have it again."


class WholeAgencyRule(Refusal):
    """A rule about every brand is for those who work on every brand."""

    kind = RefusalKind.FORBIDDEN
    code = "brand_needed"
    detail = "Name a brand: rules for every brand are for owners and admins."
    pointer = "#/brand"


class CampaignNeedsBrand(Refusal):
    """A rule for every brand cannot put contents into the campaign of one."""

    code = "campaign_needs_brand"
    detail = "Name the campaign's brand: a rule for every brand cannot set a campaign."
    pointer = "#/set/campaign"


class AsksNothing(Refusal):
    """A rule about a brand, or about every brand, says which contents it means."""

    code = "match_needed"
    detail = "State a condition; only a rule of one account may be about everything in it."
    pointer = "#/match"
