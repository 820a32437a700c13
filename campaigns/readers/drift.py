"""Tells how a header differs from the one that a kind of file should have, and which unknown columns may be its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from campaigns.readers.header_keys import header_key
from campaigns.readers.profile import NOT_KEPT, Profile
from campaigns.readers.rows import Grain, shown

ALIKE: Final = 0.5
"""What an unknown column must be like a missing one to be offered for it where the file cannot be read without."""
QUITE_ALIKE: Final = 0.7
"""The same where the file can be read: a hint nobody asked for has to be a good one."""
_CONTAINED: Final = 0.8
_SAME_ELSEWHERE: Final = 0.95
_NEAR: Final = 0.6
"""The share of a file's columns that must be known or matched before it is called nearly of a kind."""
_CANDIDATES: Final = 12


@dataclass(frozen=True, slots=True)
class Match:
    """An unknown header of a file, the header of the profile that it may be, and how alike they are from 0 to 1."""

    header: str
    stands_for: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Drift:
    """How a file's header differs from its profile's; without the `needed` of what is `missing` it cannot be read."""

    profile: str
    missing: tuple[str, ...]
    needed: tuple[str, ...]
    unknown: tuple[str, ...]
    matches: tuple[Match, ...]

    @property
    def renamed(self) -> dict[str, str]:
        """What to send as `renamed` to accept every match."""
        return {match.header: match.stands_for for match in self.matches}

    def to_dict(self) -> dict[str, Any]:
        """Write it as answers show it."""
        return {
            "profile": self.profile,
            "missing": list(self.missing),
            "needed": list(self.needed),
            "unknown": list(self.unknown),
            "renamed": self.renamed,
            "matches": [
                {"header": each.header, "stands_for": each.stands_for, "similarity": f"{each.similarity:.2f}"}
                for each in self.matches
            ],
        }


def drift_of(header: Iterable[str], profile: Profile, known: Sequence[Profile], *, alike: float = ALIKE) -> Drift:
    """Compare a header with a profile's; `known` are all profiles, whose spellings tell what a header may mean."""
    cells = [cell.strip() for cell in header if cell.strip()]
    seen = {profile.own_header(cell) for cell in cells}
    meant = {profile.header[own] for own in seen if own is not None}
    usual = dict.fromkeys((*profile.sample_header, *sorted(profile.required), *sorted(profile.one_of)))
    missing = [own for own in usual if profile.header.get(own, NOT_KEPT) not in {NOT_KEPT, *meant}]
    unknown = [cell for cell in cells if profile.own_header(cell) is None]
    needed = [own for own in missing if own in profile.required]
    compared = list(_compared(unknown, missing, profile, known))
    matches = _matches(compared, alike)
    return Drift(
        profile=profile.key,
        missing=tuple(missing),
        needed=tuple(needed),
        unknown=tuple(map(shown, unknown)),
        matches=(*matches, *_by_elimination(compared, matches, needed)),
    )


def nearest(headers: Iterable[Sequence[str]], profiles: Sequence[Profile]) -> Drift | None:
    """Return how the likeliest of `headers` differs from the profile that it nearly has; None where it is like none."""
    best: tuple[float, Drift] | None = None
    for header in headers:
        cells = [cell for cell in header if cell.strip()]
        for profile in _likeliest(cells, profiles):
            drift = drift_of(cells, profile, profiles)
            likely = (match.similarity for match in drift.matches if match.similarity >= ALIKE)
            alike = _seen(cells, profile) + sum(likely)
            share = alike / len(cells)
            whole = set(drift.needed) <= set(drift.renamed.values())
            near = share >= _NEAR and (whole or alike >= _NEAR * len(profile.sample_header))
            if near and (best is None or share > best[0]):
                best = share, drift
    return best and best[1]


def without_days(headers: Iterable[Sequence[str]], profiles: Sequence[Profile]) -> Drift | None:
    """Return how a header differs from that of an ad report of which it lacks nothing but the days; None for others."""
    reports = [profile for profile in profiles if profile.grain is Grain.AD_DAY]
    for header in headers:
        cells = [cell for cell in header if cell.strip()]
        for profile in _likeliest(cells, reports):
            day = next((own for own, name in profile.header.items() if name == "day"), None)
            if (
                day in profile.required
                and profile.fit([*cells, day or ""])
                and _seen(cells, profile) >= _NEAR * len(cells)
            ):
                drift = drift_of(cells, profile, profiles)
                return drift if day not in drift.renamed.values() else None
    return None


def _likeliest(header: Sequence[str], profiles: Sequence[Profile]) -> list[Profile]:
    counted = [(_seen(header, profile), profile) for profile in profiles]
    ranked = sorted((each for each in counted if each[0]), key=lambda each: (-each[0], len(each[1].sample_header)))
    return [profile for _, profile in ranked[:_CANDIDATES]]


def _seen(header: Iterable[str], profile: Profile) -> int:
    return sum(1 for cell in header if profile.own_header(cell) is not None)


def _meanings(profiles: Iterable[Profile]) -> Mapping[str, set[str]]:
    meanings: dict[str, set[str]] = {}
    for profile in profiles:
        for key, meaning in profile.known.items():
            if meaning != NOT_KEPT:
                meanings.setdefault(key, set()).add(meaning)
    return meanings


def _compared(
    unknown: Sequence[str], missing: Sequence[str], profile: Profile, known: Sequence[Profile]
) -> Iterator[Match]:
    if not unknown or not missing:
        return
    meanings = _meanings(known)
    for cell in unknown:
        for own in missing:
            yield Match(shown(cell), own, _similarity(cell, own, profile, meanings))


def _matches(compared: Iterable[Match], alike: float) -> list[Match]:
    """Pair unknown headers with missing ones, the likest first, each once."""
    cells: set[str] = set()
    owns: set[str] = set()
    found = []
    for match in sorted(compared, key=lambda match: -match.similarity):
        if match.similarity >= alike and match.header not in cells and match.stands_for not in owns:
            cells.add(match.header)
            owns.add(match.stands_for)
            found.append(match)
    return found


def _by_elimination(compared: Iterable[Match], matches: Sequence[Match], needed: Sequence[str]) -> list[Match]:
    """Offer the one unknown column that is left for the one needed column that is left, like it or not."""
    cells, owns = {match.header for match in matches}, {match.stands_for for match in matches}
    left = [match for match in compared if match.header not in cells and match.stands_for not in owns]
    found = [match for match in left if match.stands_for in needed]
    return found if len(found) == 1 and len({match.header for match in left}) == 1 else []


def _similarity(cell: str, own: str, profile: Profile, meanings: Mapping[str, set[str]]) -> float:
    key, meaning = header_key(cell), profile.header[own]
    if meaning in meanings.get(key, ()):
        return _SAME_ELSEWHERE
    spellings = [header_key(own), *map(header_key, profile.aliases.get(own, ())), meaning.replace("_", " ")]
    return max(_alike(key, spelling) for spelling in spellings)


def _alike(one: str, other: str) -> float:
    """Compare two headers: by their letters, and by whether one has all words of the other, in any number."""
    ratio = SequenceMatcher(None, one, other).ratio()
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    contained = shorter <= longer or (not one.isascii() and (one in other or other in one))
    return max(ratio, _CONTAINED) if contained and min(len(one), len(other)) > 1 else ratio


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in text.split()}
