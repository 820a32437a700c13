"""The demo's brands that run ads, with one account of each kind, in an agency of their own, and what it answers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from kpis.demo.brands import MINI, NORTH
from kpis.demo.plans import BrandPlan, PersonPlan
from people.roles import Role
from tests.conftest import Api
from tests.people import Person


def _with_one_account_of_each_kind() -> Iterator[BrandPlan]:
    """Give the brands that run ads; of two accounts of a network and kind, the one beside its ads stays."""
    sellers = [brand for brand in NORTH.brands if brand.ads]
    advertised = {ads.network: brand for brand in sellers for ads in brand.ads}
    for brand in sellers:
        yield replace(
            brand,
            accounts=tuple(each for each in brand.accounts if advertised[each.network] is brand or each.kind is MINI),
        )


SHOWCASE = replace(
    NORTH,
    slug="showcase",
    name="Showcase",
    people=(PersonPlan("walt", Role.OWNER),),
    brands=tuple(_with_one_account_of_each_kind()),
)


class Showcase:
    """Asks as the agency's owner."""

    def __init__(self, owner: Person) -> None:
        self.api = Api(owner)

    def results(self, keys: list[str], **query: str) -> list[dict[str, Any]]:
        """Give every item of every page."""
        asked = {"kpi": ",".join(keys), "group_by": "brand,network", "limit": "200", **query}
        return self.pages(f"/results?{urlencode(asked)}")

    def pages(self, path: str) -> list[dict[str, Any]]:
        """Give every item of a list."""
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            answer = self.api.get(
                path + (f"{'&' if '?' in path else '?'}{urlencode({'cursor': cursor})}" if cursor else "")
            )
            assert answer.status_code == 200, answer.content
            page = answer.json()
            items += page["items"]
            cursor = page["next_cursor"] or ""
            if not cursor:
                return items
