"""Takes the hashtags out of a title, as networks write them: `#tag`, `#tag#`, `＃tag`, `#tag[话题]#`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

LONGEST: Final = 100
"""No network has longer ones; a longer run of characters is a text that begins with a sign."""
MOST: Final = 100
"""A text with more of them is no title."""

_JOINER = "\u200d"
"""Joins emoji into one (a family, a flag), and so belongs to a tag."""
_TOPIC_MARK = re.compile(r"\[(?:话题|超话|音乐贴纸|地点)\]#?")
"""Xiaohongshu and Weibo mark what a sign leads to: `#咖啡[话题]#`."""
_ENCLOSED = re.compile(r"#([^#\r\n]+)#")
_SIGN = re.compile(r"#([^#]+)")


def hashtags_in(title: str, *, enclosed: bool = False) -> tuple[str, ...]:
    """Return the hashtags of a title, without their signs, each once, in their order and as written.

    `enclosed` is Weibo's form, which closes a tag with a second sign and lets it hold spaces. Elsewhere a tag ends at
    a space, a punctuation mark or the next sign; letters of any script, digits, `_` and emoji belong to it.
    """
    text = _TOPIC_MARK.sub("#" if enclosed else " ", unicodedata.normalize("NFKC", title))
    found = _ENCLOSED.findall(text) if enclosed else _open_tags(text)
    return listed(found)


def listed(tags: Iterable[str]) -> tuple[str, ...]:
    """Return hashtags trimmed, without those that are none, each once whatever its case."""
    once: dict[str, str] = {}
    for tag in (tag.strip() for tag in tags):
        if tag and len(tag) <= LONGEST and not tag.isdigit():
            once.setdefault(tag.casefold(), tag)
    return tuple(once.values())[:MOST]


def _open_tags(text: str) -> Iterator[str]:
    """Yield what follows each sign that begins a tag, up to its first space or punctuation mark."""
    end = None  # of the tag before
    for sign in _SIGN.finditer(text):
        at = sign.start()
        if at == end or not at or not _belongs_to(text[at - 1]):
            tag = _leading_tag(sign.group(1))
            end = sign.start(1) + len(tag)
            yield tag


def _belongs_to(before: str) -> bool:
    """Tell whether a sign belongs to what it directly follows: a link, `&#39;`, a word like C# or a number."""
    return before in "/&" or (before.isascii() and before.isalnum()) or unicodedata.name(before, "").startswith("LATIN")


def _leading_tag(text: str) -> str:
    """Return the part of a text up to its first space or punctuation mark."""
    end = next((place for place, char in enumerate(text) if _ends(char)), len(text))
    return text[:end]


def _ends(char: str) -> bool:
    if char in {"_", _JOINER}:
        return False
    category = unicodedata.category(char)
    return category[0] in "PZ" or category in {"Cc", "Cf"}
