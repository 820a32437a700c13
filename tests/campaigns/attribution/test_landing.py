"""Where a conversion belongs, by what it says and what of that is known."""

from datetime import date
from uuid import UUID

import pytest

from campaigns.attribution.codes import CodeKind
from campaigns.attribution.conversion import LandedBy
from campaigns.attribution.conversion_reading import References
from campaigns.attribution.landing import CodePlace, Landing, Landmarks, Place, landing_of

AURORA, BOREALIS = UUID(int=1), UUID(int=2)
DAY = date(2026, 3, 4)


def place(brand, **more):
    return Place(brand, "UTC", **more)


OURS, THEIRS = place(AURORA, campaign=UUID(int=11)), place(BOREALIS, campaign=UUID(int=12))
KNOWN = Landmarks(
    brands={AURORA: place(AURORA), BOREALIS: place(BOREALIS)},
    campaigns={UUID(int=12): THEIRS},
    campaign_names={"spring": [OURS, THEIRS]},
    published={"v1": [place(AURORA, content=UUID(int=21)), place(BOREALIS, content=UUID(int=22))]},
    codes={
        (CodeKind.COUPON, "spring8"): [
            CodePlace(DAY, None, place(AURORA, code=UUID(int=31))),
            CodePlace(DAY, None, place(BOREALIS, code=UUID(int=32))),
        ]
    },
)
SAYS = {
    "utm_campaign": {"utm": {"utm_campaign": "Spring"}},
    "utm_content": {"utm": {"utm_content": "v1"}},
    "code": {"code": (CodeKind.COUPON, "SPRING8")},
}


def landed(**said) -> Landing:
    landing = landing_of(References(**said), None, DAY, KNOWN)
    assert isinstance(landing, Landing)
    return landing


@pytest.mark.parametrize("way", SAYS)
def test_what_two_brands_have_is_that_of_the_brand_which_is_named(way):
    landing = landed(**SAYS[way], brand=AURORA)
    assert (landing.by, landing.warnings) == (LandedBy(way), ())
    assert landing.place is not None
    assert landing.place.brand == AURORA


@pytest.mark.parametrize("way", SAYS)
def test_what_two_brands_have_lands_nowhere_where_no_brand_is_named(way):
    landing = landed(**SAYS[way])
    assert landing.place is None
    assert [warning.code for warning in landing.warnings] == ["ambiguous"]


def test_what_only_another_brand_has_is_told_and_left():
    landing = landed(utm={"utm_id": str(UUID(int=12))}, brand=AURORA)
    assert (landing.by, [warning.code for warning in landing.warnings]) == (LandedBy.BRAND, ["wrong_brand"])
    assert landed(utm={"utm_id": str(UUID(int=12))}, brand=BOREALIS).by is LandedBy.UTM_CAMPAIGN
