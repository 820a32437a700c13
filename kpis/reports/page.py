"""The report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from kpis.reports.display import Display
from kpis.reports.markup import Markup, join, tag
from kpis.reports.sections.cards import cards
from kpis.reports.sections.contents import contents
from kpis.reports.sections.costs import costs
from kpis.reports.sections.footnotes import footnotes, numbered
from kpis.reports.sections.networks import networks
from kpis.reports.sections.summary import banner, head, in_short, remarks
from kpis.reports.sections.targets import targets
from kpis.reports.sections.trends import trends

_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")

# Serve the page with this header too: the meta element cannot forbid framing.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'"
)


def render_html(view: Mapping[str, Any]) -> str:
    """Return a view, as `kpis.reports.lenses.see` gives it, as an HTML5 page in the view's language.

    Everything in the view may have been written by others and is escaped; links are kept for http and https only.
    """
    display = Display.of(view)
    notes = numbered(view)
    agency = (view.get("agency") or {}).get("name")
    main = tag(
        "main",
        head(view, display),
        in_short(view, display),
        cards(view, display, notes),
        targets(view, display, notes),
        trends(view, display),
        networks(view, display, notes),
        contents(view, display),
        costs(view, display),
        remarks(view, display),
        footnotes(view, display, notes),
        tag("footer", display.words.say("prepared_by", agency=agency)) if agency else None,
    )
    page = tag("html", _head(view), tag("body", banner(view, display), main), lang=view["language"])
    return f"<!DOCTYPE html>\n{page}\n"


def _head(view: Mapping[str, Any]) -> Markup:
    brand = (view.get("brand") or {}).get("name") or ""
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=CONTENT_SECURITY_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="robots", content="noindex"),
        tag("title", view.get("title") or brand),
        join(Markup(f"<style>{_STYLE}</style>")),
    )
