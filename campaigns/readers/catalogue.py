"""Every profile there is, and the templates of our own CSV."""

import csv
import io
from collections.abc import Mapping
from typing import Final

from campaigns.readers.profile import Profile
from campaigns.readers.profiles import canonical, douyin, tiktok, xiaohongshu
from campaigns.readers.rows import Grain, UnreadableFile

PROFILES: Final = (*tiktok.PROFILES, *douyin.PROFILES, *xiaohongshu.PROFILES, *canonical.PROFILES)

_CANONICAL: Final = {profile.grain: profile for profile in canonical.PROFILES}
_EXAMPLES: Final[Mapping[Grain, Mapping[str, str]]] = {
    Grain.ACCOUNT_DAY: {"day": "2026-01-31", "views": "12500", "likes": "640", "comments": "-2", "followers": "5013"},
    Grain.CONTENT: {
        "external_id": "7527622792666152961",
        "url": "https://www.tiktok.com/@brand/video/7527622792666152961",
        "title": "How we roast",
        "published_at": "2026-01-16 18:30:00",
        "format": "video",
        "duration_s": "14.5",
        "followers_at_publish": "4980",
        "captured_on": "2026-01-31",
        "category": "educational",
        "hook": "question",
        "hashtags": "#coffee #roasting",
        "boosted": "no",
        "views": "191265",
        "likes": "533",
        "comments": "32",
        "shares": "16",
    },
    Grain.AD_DAY: {
        "day": "2026-01-31",
        "source": "tiktok_ads",
        "external_id": "1790000000000001",
        "level": "ad_group",
        "name": "Spring launch, women 25-34",
        "parent_external_id": "1780000000000001",
        "ad_account": "7000000000000001",
        "currency": "USD",
        "spend": "154.60",
        "impressions": "10000",
        "clicks": "220",
        "conversions": "70",
    },
    Grain.PERIOD: {"metric": "reach", "start": "2026-01-01", "end": "2026-01-31", "value": "48210"},
    Grain.BREAKDOWN: {
        "day": "2026-01-31",
        "dimension": "territory",
        "bucket": "DE",
        "metric": "viewers",
        "value": "9128",
    },
}


def profiles() -> tuple[Profile, ...]:
    """Return every kind of file that can be read."""
    return PROFILES


def profile_named(key: str) -> Profile:
    """Return the profile of a key; raises UnreadableFile(`unknown_profile`)."""
    for profile in PROFILES:
        if profile.key == key:
            return profile
    known = ", ".join(profile.key for profile in PROFILES)
    raise UnreadableFile("unknown_profile", f"There is no profile {key}. Known: {known}.")


def template_csv(grain: Grain) -> str:
    """Return our own CSV of a grain for download: its header and one example row."""
    header = _CANONICAL[grain].sample_header
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(_EXAMPLES[grain])
    return text.getvalue()
