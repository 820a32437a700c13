"""Tracking links: a destination with utm parameters, whatever query it had before."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

from campaigns.attribution.personal_data import looks_personal

LONGEST_URL = 2000
LONGEST_VALUE = 120
_SCHEMES = ("http", "https")
_PATH_SAFE = "/%:@!$&'()*+,;=-._~"
_QUERY_SAFE = "/%:@!$'()*+,;=-._~?"
_UNSEEN = re.compile(r"[\s\\<>\"{}|^`\x00-\x20\x7f]")
_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_WORDS = re.compile(r"[^\w]+")
SHORTENERS = frozenset({"bit.ly", "t.cn", "tinyurl.com", "url.cn", "dwz.cn", "suo.im", "goo.gl", "v.douyin.com"})


@dataclass(frozen=True, slots=True)
class LinkFault:
    """Why a destination cannot be tracked."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class LinkWarning:
    """What is odd about a link that was made all the same."""

    code: str
    detail: str


def destination_faults(destination: str) -> list[LinkFault]:
    """Give everything for which a destination is refused."""
    if len(destination) > LONGEST_URL:
        return [LinkFault("url_too_long", f"A destination has at most {LONGEST_URL} characters.")]
    if _UNSEEN.search(destination):
        return [LinkFault("bad_url", "An address has no spaces, quotes, brackets or backslashes; encode them.")]
    try:
        parts = urlsplit(destination)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return [LinkFault("bad_url", "This cannot be read as an address.")]
    faults = []
    if parts.scheme.lower() not in _SCHEMES:
        faults.append(LinkFault("bad_scheme", "A destination begins with https:// or http://."))
    elif not host or not _ascii_host(host):
        faults.append(LinkFault("bad_host", "A destination names a host, such as shop.example."))
    if "@" in parts.netloc:
        faults.append(LinkFault("credentials_in_url", "A public address must not carry a user name or password."))
    return faults


def build_link(destination: str, utm: Mapping[str, str]) -> str:
    """Write the destination with these utm parameters in place of any it had; the rest of its query stays as it is.

    `utm` maps `utm_source` and so on to plain text; blank ones are left out. The destination has no faults.
    """
    parts = urlsplit(destination)
    kept = [pair for pair in parts.query.split("&") if pair and not _is_utm(pair)]
    added = [f"{name}={quote(value, safe='-_.~')}" for name, value in utm.items() if value]
    query = "&".join([*(_encoded(pair, _QUERY_SAFE) for pair in kept), *added])
    host = _ascii_host(parts.hostname or "")
    netloc = host if parts.port is None else f"{host}:{parts.port}"
    path = _encoded(parts.path, _PATH_SAFE) or "/"
    return urlunsplit((parts.scheme.lower(), netloc, path, query, _encoded(parts.fragment, _QUERY_SAFE)))


def link_warnings(destination: str) -> list[LinkWarning]:
    """Give what is odd about a destination; it has no faults."""
    parts = urlsplit(destination)
    warnings = []
    if replaced := sorted({_name(pair) for pair in parts.query.split("&") if _is_utm(pair)}):
        detail = f"The destination's own {', '.join(replaced)} gave way to ours."
        warnings.append(LinkWarning("utm_replaced", detail))
    if parts.scheme.lower() == "http":
        detail = "Without https apps warn before they open the page, and redirects may lose the query."
        warnings.append(LinkWarning("not_https", detail))
    if (parts.hostname or "") in SHORTENERS:
        detail = "A short link leads on to an address of its own; shorten the tracked address instead."
        warnings.append(LinkWarning("short_link", detail))
    if "?" in parts.fragment:
        detail = "The parameters stand before the #; a page that reads its query after it must look there."
        warnings.append(LinkWarning("query_in_fragment", detail))
    if looks_personal(unquote_plus(parts.query)):
        detail = "The query seems to hold an e-mail address or a phone number; links are seen by everybody."
        warnings.append(LinkWarning("personal_data", detail))
    return warnings


def slug_of(name: str) -> str:
    """Write a name as a utm value: folded, words joined by underscores; letters of any script stay."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _WORDS.sub("_", folded).strip("_")[:LONGEST_VALUE]


def _is_utm(pair: str) -> bool:
    return _name(pair).casefold().startswith("utm_")


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])


def _encoded(text: str, safe: str) -> str:
    """Percent-encode what is not, and leave alone what is; a lone percent sign becomes %25."""
    return quote(_BROKEN_PERCENT.sub("%25", text), safe=safe)


def _ascii_host(host: str) -> str:
    """Give a host as it stands in addresses, an empty text where it is none."""
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
