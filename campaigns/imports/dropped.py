"""Which columns of a file were never kept, because they say something of people who are not the brand."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.mapping.known_names import word_key, words
from campaigns.models import Import
from campaigns.readers import Profile, profiles
from campaigns.readers.header_keys import header_key
from campaigns.readers.profile import Dropped


@dataclass(frozen=True, slots=True)
class DroppedColumn:
    """A column that was dropped at the door: its header in the file, and why."""

    column: str
    reason: Dropped


def dropped_columns(upload: Import) -> Iterator[DroppedColumn]:
    """Yield the dropped columns among those that an import ignored: its profile's, and what is called so anywhere."""
    profile = next((each for each in profiles() if each.key == upload.profile), None)
    reasons = {} if profile is None else _by_spelling(profile)
    for header in upload.ignored_columns:
        reason = reasons.get(header_key(header)) or words().personal.get(word_key(header))
        if reason is not None:
            yield DroppedColumn(header, reason)


def _by_spelling(profile: Profile) -> dict[str, Dropped]:
    return {key: profile.dropped[header] for key, header in profile.spellings.items() if header in profile.dropped}
