"""Reads the words of a title: mentions, and what else tells one topic from another."""

import re

from campaigns.tagging.attributes import folded

_MENTION = re.compile(r"@([\w.\-]{2,120})")
_LATIN = re.compile(r"[^\W\d_]{3,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")


def mentions_in(text: str) -> frozenset[str]:
    """Find the handles that a title mentions as `@handle`, folded and without the sign."""
    return frozenset(found.strip(".-") for found in _MENTION.findall(folded(text))) - {""}


def words_in(text: str) -> frozenset[str]:
    """Give the words of a title that can tell topics apart: runs of three letters and more, pairs of Chinese signs."""
    plain = folded(text)
    chinese = {run[at : at + 2] for run in _CHINESE.findall(plain) for at in range(len(run) - 1)}
    latin = {word for word in _LATIN.findall(plain) if not _CHINESE.search(word)}
    return frozenset(latin | chinese)
