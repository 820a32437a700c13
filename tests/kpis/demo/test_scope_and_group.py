"""Asking for one campaign, category or creator says what its row says where all of them are grouped."""

from itertools import groupby

import pytest

pytestmark = pytest.mark.commits

SCOPE_OF = {"format": "content_format"}  # where the parameter that narrows is not called like the key that groups
OF_THE_WHOLE_SCOPE = {"share_of_responses"}  # what is divided by the whole scope differs by design
KEYS = ("campaign", "content_category", "format", "creator", "hook", "sound", "hashtag", "paid")
FEW = 3  # groups of each key


@pytest.mark.parametrize("key", KEYS)
def test_a_scope_says_what_its_group_says(showcase, django_db_blocker, key):
    with django_db_blocker.unblock():
        kpis = [kpi["key"] for kpi in showcase.pages("/kpis?limit=200") if kpi["key"] not in OF_THE_WHOLE_SCOPE]
        brands = showcase.pages("/brands")
        compared = sum(compare(showcase, kpis, key, brand=brand["id"]) for brand in brands)
        assert compared >= len(brands)


def compare(showcase, kpis, key, **asked):
    """Compare a few groups with what is said of them alone; gives how many."""
    items = [item for item in showcase.results(kpis, **asked, group_by=key) if item["group"][key] is not None]
    groups = {value: list(each) for value, each in groupby(items, key=lambda item: item["group"][key])}
    for value, grouped in list(groups.items())[:FEW]:
        alone = showcase.results(kpis, **asked, **{SCOPE_OF.get(key, key): value}, group_by="")
        assert [told(item) for item in alone] == [told(item) for item in grouped]
    return min(len(groups), FEW)


def told(item):
    return {name: said for name, said in item.items() if name not in {"scope", "group"}}
