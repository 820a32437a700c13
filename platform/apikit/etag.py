"""ETag, If-None-Match and If-Match over rows with an integer `version`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponse, HttpResponseNotModified

from apikit.problems import Problem, malformed
from apikit.refusals import Refusal, RefusalKind

_HASH_LENGTH = 16
_ENTITY_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_VERSION = re.compile(r"([0-9]{1,18})(?:\.|$)")
_OF_NOT_MODIFIED = ("ETag", "Cache-Control", "Vary", "Content-Location", "Link", "Location", "Expires")


class VersionConflict(Refusal):
    """The row has a newer version than the one that the caller knows."""

    kind = RefusalKind.STALE
    code = "version_conflict"
    detail = "Somebody changed it since you read it; read it again and repeat your change."


@dataclass(frozen=True, slots=True)
class IfMatch:
    """What an If-Match header accepts: any version, or one of `versions`."""

    any_version: bool
    versions: frozenset[int]

    def check(self, version: int) -> int | None:
        """Give the version that a compare-and-set must find, None for any, or raise `VersionConflict`."""
        if self.any_version:
            return None
        if version not in self.versions:
            raise VersionConflict
        return version


def if_match_of(request: Any) -> IfMatch | None:
    """Read If-Match, None where it is not sent; 400 `bad_if_match` where it is no entity tag.

    Only the version part counts, so a tag that a proxy weakened (`W/`) after compressing is as good as ours.
    """
    header = request.headers.get("If-Match")
    if header is None:
        return None
    if header.strip() == "*":
        return IfMatch(any_version=True, versions=frozenset())
    parts = [part.strip() for part in header.split(",")]
    tags = [_ENTITY_TAG.fullmatch(part) for part in parts]
    if not all(tags):
        raise malformed("bad_if_match", 'If-Match is an ETag as this API gave it, in quotes, or "*".')
    versions = (_VERSION.match(tag[1]) for tag in tags if tag)
    return IfMatch(any_version=False, versions=frozenset(int(found[1]) for found in versions if found))


def precondition_required() -> Problem:
    """Make the 428 (RFC 6585) of a change that must say which version it is based on."""
    detail = "Send If-Match with the ETag of the version that you read."
    return Problem(HTTPStatus.PRECONDITION_REQUIRED, "precondition_required", detail)


def etag_of(version: int, body: bytes) -> str:
    """Write the ETag `"<version>.<hash of the body>"`."""
    return f'"{version}.{sha256(body).hexdigest()[:_HASH_LENGTH]}"'


def tag_response(version: int, *, if_none_match: str | None) -> Callable[[HttpResponse], HttpResponse | None]:
    """Make the callback that tags a rendered response, and answers 304 where the caller has that very body."""

    def tag(response: HttpResponse) -> HttpResponse | None:
        etag = etag_of(version, response.content)
        response.headers["ETag"] = etag
        if if_none_match is None or not _known(etag, if_none_match):
            return None
        not_modified = HttpResponseNotModified()
        for name in _OF_NOT_MODIFIED:
            if name in response.headers:
                not_modified.headers[name] = response.headers[name]
        return not_modified

    return tag


def bump_version(queryset: QuerySet[Any], *, expected: int | None, **changes: Any) -> int:
    """Change the rows and raise their version in one UPDATE, only where the version is `expected`; None is any.

    Gives the number of rows changed: 0 means that somebody was faster, or that the row is gone.
    """
    rows = queryset if expected is None else queryset.filter(version=expected)
    return rows.update(version=F("version") + 1, **changes)


def _known(etag: str, if_none_match: str) -> bool:
    if if_none_match.strip() == "*":
        return True
    return etag.strip('"') in _ENTITY_TAG.findall(if_none_match)
