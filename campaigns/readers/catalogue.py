"""Every kind of file there is, those that are refused for a reason, and the templates of our own CSV."""

import csv
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from campaigns.readers.profile import Profile
from campaigns.readers.profile_folders import load_profiles
from campaigns.readers.refused_kinds import RefusedKind, load_refused
from campaigns.readers.rows import Grain, UnreadableFile

FOLDER: Final = Path(__file__).parent / "profiles"


@cache
def profiles() -> tuple[Profile, ...]:
    """Return every kind of file that can be read; raises DefinitionsError where a folder of one is wrong."""
    return load_profiles(FOLDER)


@cache
def refused_kinds() -> tuple[RefusedKind, ...]:
    """Return every kind of file that is known and not imported; raises DefinitionsError where a definition is wrong."""
    return load_refused(FOLDER)


@cache
def _by_key() -> Mapping[str, Profile]:
    return {profile.key: profile for profile in profiles()}


def profile_named(key: str) -> Profile:
    """Return the profile of a key; raises UnreadableFile(`unknown_profile`)."""
    found = _by_key().get(key)
    if found is None:
        raise UnreadableFile("unknown_profile", f"There is no profile {key}. Known: {', '.join(_by_key())}.")
    return found


def template_csv(grain: Grain) -> str:
    """Return our own CSV of a grain for download: its whole header and the rows of its sample."""
    template = profile_named(f"canonical.{grain}")
    text = io.StringIO()
    writer = csv.DictWriter(text, template.sample_header, restval="", lineterminator="\r\n")
    writer.writeheader()
    with template.sample.open(encoding="utf-8", newline="") as sample:
        writer.writerows(csv.DictReader(sample))
    return text.getvalue()
