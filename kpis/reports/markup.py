"""Builds HTML and SVG elements; every text is escaped unless it is markup already."""

import re
from collections.abc import Mapping
from html import escape

# Characters that XML and HTML forbid even when escaped; a title with one would break the whole page.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_EMPTY_ELEMENTS = frozenset({"meta", "br", "col", "line", "rect", "circle", "path", "polygon"})


class Markup(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


Child = str | None


def text(raw: str) -> Markup:
    """Return raw text as markup, escaped for element content and attribute values alike."""
    return Markup(escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", raw)))


def join(*children: Child) -> Markup:
    """Return children one after the other; raw texts are escaped, None is left out."""
    return Markup(
        "".join(child if isinstance(child, Markup) else text(child) for child in children if child is not None)
    )


def tag(name: str, /, *children: Child, **attributes: object) -> Markup:
    """Return an element. `class_` gives class, `data_x` gives data-x; an attribute that is None is left out."""
    return element(name, {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}, *children)


def element(name: str, attributes: Mapping[str, object], *children: Child) -> Markup:
    """Return an element whose attributes are named exactly as given."""
    given = "".join(f' {key}="{text(str(value))}"' for key, value in attributes.items() if value is not None)
    if name in _EMPTY_ELEMENTS and not children:
        return Markup(f"<{name}{given}/>")
    return Markup(f"<{name}{given}>{join(*children)}</{name}>")


def safe_link(url: str | None) -> str | None:
    """Return a web address that may be followed; None for anything else, such as a script in disguise."""
    return url if url and re.match(r"https?://[^\s]+\Z", url, re.IGNORECASE) else None
