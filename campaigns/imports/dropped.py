"""Which columns of a file were never kept, because they say something of people who are not the brand."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.models import Import
from campaigns.readers import Profile, profiles
from campaigns.readers.profile import Dropped, header_key


@dataclass(frozen=True, slots=True)
class DroppedColumn:
    """A column that was dropped at the door: its header in the file, and why."""

    column: str
    reason: Dropped


def dropped_columns(upload: Import) -> Iterator[DroppedColumn]:
    """Yield the dropped columns among those that an import ignored; of an agency's own tables nothing is known."""
    profile = next((each for each in profiles() if each.key == upload.profile), None)
    if profile is None or not profile.dropped:
        return
    reasons = _by_spelling(profile)
    for header in upload.ignored_columns:
        if (reason := reasons.get(header_key(header))) is not None:
            yield DroppedColumn(header, reason)


def _by_spelling(profile: Profile) -> dict[str, Dropped]:
    return {key: profile.dropped[header] for key, header in profile.spellings.items() if header in profile.dropped}
