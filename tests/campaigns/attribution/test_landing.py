"""Where a conversion belongs, by what it says and what of that is known."""

from datetime import date
from uuid import UUID

import pytest

from campaigns.attribution.codes import CodeKind
from campaigns.attribution.conversion import LandedBy
from campaigns.attribution.conversion_reading import References
from campaigns.attribution.landing import CodePlace, Landing, Landmarks, LinkedCampaign, Place, landing_of

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


def landed(known=KNOWN, **said) -> Landing:
    landing = landing_of(References(**said), None, DAY, known)
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


SHOOT, CLIP, ACCOUNT, LINK = UUID(int=14), UUID(int=24), UUID(int=41), UUID(int=51)
OWN_CAMPAIGN, ELSEWHERE = UUID(int=15), UUID(int=42)
OF_CLIP = {"account": ACCOUNT, "content": CLIP, "content_campaign": OWN_CAMPAIGN}


def known_with(link: Place, *linked: LinkedCampaign) -> Landmarks:
    return Landmarks(
        contents={CLIP: place(AURORA, **OF_CLIP)},
        links={LINK: link},
        campaigns={each: place(AURORA, campaign=each) for each in (SHOOT, OWN_CAMPAIGN)},
        campaign_names={"spring": [place(AURORA, campaign=SHOOT)]},
        linked_campaigns={CLIP: linked},
    )


OF_SHOOT = known_with(place(AURORA, link=LINK, campaign=SHOOT, **OF_CLIP), LinkedCampaign(SHOOT, "spring"))
CLICKED = {"utm_content": str(CLIP), "utm_id": str(SHOOT)}


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ({"link": LINK}, LandedBy.LINK),
        ({"utm": CLICKED}, LandedBy.UTM_CONTENT),
        ({"utm": {"utm_content": str(CLIP), "utm_campaign": "Spring"}}, LandedBy.UTM_CONTENT),
        ({"link": LINK, "utm": CLICKED}, LandedBy.LINK),
        ({"content": CLIP, "link": LINK}, LandedBy.CONTENT),
        ({"content": CLIP, "utm": CLICKED}, LandedBy.CONTENT),
    ],
)
def test_a_click_on_one_link_counts_for_the_campaign_of_the_link_however_it_is_told(said, by):
    landing = landed(OF_SHOOT, **said)
    assert landing.place is not None
    assert (landing.by, landing.place.campaign, landing.place.content) == (by, SHOOT, CLIP)


@pytest.mark.parametrize("utm", [{"utm_id": str(OWN_CAMPAIGN)}, {"utm_campaign": "autumn"}, {}])
def test_a_content_without_a_link_of_the_campaign_counts_for_its_own(utm):
    landing = landed(OF_SHOOT, utm={"utm_content": str(CLIP), **utm})
    assert landing.place is not None
    assert (landing.place.campaign, landing.place.content_campaign) == (None, OWN_CAMPAIGN)


def test_two_campaigns_that_one_links_name_may_mean_are_neither():
    known = known_with(place(AURORA), LinkedCampaign(SHOOT, "spring"), LinkedCampaign(OWN_CAMPAIGN, "spring"))
    landing = landed(known, utm={"utm_content": str(CLIP), "utm_campaign": "spring"})
    assert landing.place is not None
    assert landing.place.campaign is None


@pytest.mark.parametrize(
    ("made_for", "content"),
    [
        ({}, CLIP),
        ({"account": ACCOUNT}, CLIP),
        ({"account": ELSEWHERE}, None),
        ({"content": UUID(int=25)}, UUID(int=25)),
    ],
)
def test_a_link_without_a_content_takes_that_of_the_click_if_it_is_of_the_same_account(made_for, content):
    known = known_with(place(AURORA, link=LINK, campaign=SHOOT, **made_for))
    landing = landed(known, link=LINK, utm={"utm_content": str(CLIP)})
    assert landing.place is not None
    assert (landing.place.link, landing.place.campaign, landing.place.content) == (LINK, SHOOT, content)


def test_a_link_without_a_campaign_leaves_the_content_to_its_own():
    known = known_with(place(AURORA, link=LINK, account=ACCOUNT))
    landing = landed(known, link=LINK, utm=CLICKED)
    assert landing.place is not None
    assert (landing.place.content, landing.place.campaign) == (CLIP, None)
    assert landing.place.content_campaign == OWN_CAMPAIGN
