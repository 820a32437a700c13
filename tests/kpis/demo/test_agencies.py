"""The demo's agencies: made whole and committed, found again, and never made over somebody else's."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from agencies.context import at_the_door, in_agency
from agencies.lifecycle import close, every_agency
from agencies.provisioning import Founder, Founding, provision
from campaigns.imports.rollup import differences
from campaigns.models import AccountDay, AdUnit, Campaign, Content, Cost, Import, Tagging
from clients.models import Brand, BrandAccess
from clients.networks import Network
from kpis.catalogue import KpiClass, catalogue
from kpis.demo.agencies import DemoExists, ensure_demo, make_demo, write_access
from kpis.demo.brands import ISLA, NORTH
from kpis.demo.filling import fill
from kpis.demo.measures import OWN_KPIS
from kpis.demo.media import AD_GROUPS
from kpis.demo.plans import AdPlan, AgencyPlan, BrandPlan, CampaignPlan, PersonPlan, TargetPlan
from kpis.demo.stories import LEFT_TO_TAG
from kpis.models import ExchangeRate, Report, Target, TargetRevision
from people.models import Credential
from people.roles import Role

pytestmark = pytest.mark.commits
PASSWORD = "correct horse battery staple"

SMALL_BRAND = BrandPlan(
    name="Small",
    industry="retail",
    currency="EUR",
    time_zone="Europe/Berlin",
    accounts=ISLA.accounts,
    ads=(AdPlan(Network.TIKTOK, "tiktok_ads", 100, 8, 0.01, 0.03, 40),),
    campaigns=(
        CampaignPlan(
            name="Sale",
            goal="conversion",
            starts_days_ago=60,
            ends_days_ago=-10,
            budget=Decimal(1000),
            category="product",
            targets=(TargetPlan("roas", Decimal(1), Decimal(2), Decimal(3)),),
        ),
    ),
    topics=("Lane four",),
    creators=("Noa Lund",),
)
SMALL = AgencyPlan(
    slug="small",
    name="Small Agency",
    people=(PersonPlan("zoe", Role.OWNER), PersonPlan("yan", Role.CLIENT, (SMALL_BRAND.name,))),
    brands=(SMALL_BRAND,),
)


@pytest.fixture(scope="module")
def small(world, django_db_blocker):
    with django_db_blocker.unblock():
        founder = Founder(email="zoe@small.example", name="zoe", password=PASSWORD)
        agency = provision(Founding(slug="small", name="Small Agency", founder=founder))
        fill(agency, SMALL, password=PASSWORD, tell=lambda _line: None)
        yield agency
        close("small", drop_data=True)


@pytest.fixture
def in_small(small, transactional_db_is_not_flushed):
    with in_agency(small):
        yield


@pytest.fixture
def transactional_db_is_not_flushed(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_the_client_finds_a_published_report_of_the_last_whole_month(in_small):
    report = Report.objects.select_related("brand").get()
    first = timezone.now().date().replace(day=1)
    assert (report.state, report.brand.name) == ("published", SMALL_BRAND.name)
    assert (report.end + timedelta(days=1), report.start.day) == (first, 1)
    assert "views" in [item["kpi"] for item in report.snapshot["headline"] if item["value"] is not None]


def test_every_file_was_committed_without_a_refusal(in_small):
    assert {(each.state, each.counts["refused"]) for each in Import.objects.all()} == {("committed", 0)}
    assert Import.objects.count() == 10


def test_facts_end_yesterday_and_their_roll_up_is_exact(in_small):
    days = AccountDay.objects.values_list("day", flat=True)
    assert (max(days), len(days)) == (datetime.now(UTC).date() - timedelta(days=1), 150)
    assert differences() == []


def test_contents_are_tagged_but_for_some_new_ones_and_those_of_the_campaigns_days_are_in_it(in_small):
    campaign = Campaign.objects.get()
    tagged = Content.objects.filter(campaign=campaign)
    assert Content.objects.filter(followers_at_publish=None).count() == 0
    waiting, yesterday = Content.objects.filter(category=""), datetime.now(UTC).date() - timedelta(days=1)
    assert waiting.exists()
    assert all((yesterday - each.published_on).days < LEFT_TO_TAG for each in waiting)
    assert {each.source for each in Tagging.objects.all()} == {"rule", "import", "hand"}
    assert tagged.exists()
    assert all(each.category == "product" and campaign.start <= each.published_on <= campaign.end for each in tagged)


def test_costs_are_billed_above_what_they_cost_and_every_ad_is_in_a_campaign(in_small):
    assert all(cost.billed > cost.internal > 0 for cost in Cost.objects.all())
    assert (Cost.objects.filter(content=None).count(), Cost.objects.exclude(content=None).exists()) == (2, True)
    assert not AdUnit.objects.filter(campaign=None).exists()
    assert set(AD_GROUPS) <= {unit.name for unit in AdUnit.objects.all()}


def test_a_target_stands_with_its_first_revision_and_people_reach_their_brands(in_small):
    assert [(each.kpi, each.revision) for each in Target.objects.all()] == [("roas", 1)]
    assert TargetRevision.objects.count() == 1
    assert [access.brand for access in BrandAccess.objects.select_related("brand")] == [Brand.objects.get()]


@pytest.fixture
def access(world, tmp_path, transactional_db_is_not_flushed):
    """Write demo.json for the world's agencies, which have the demo's names, and give its tokens by e-mail."""

    def write():
        write_access(home=tmp_path, base_url="http://127.0.0.1:8000", password=PASSWORD)
        content = json.loads((tmp_path / "demo.json").read_text())
        return {user["email"]: user["token"] for agency in content["agencies"] for user in agency["users"]}

    return write


def test_tokens_that_work_stay_from_start_to_start(access):
    assert access() == access()


def test_tokens_that_ran_out_or_were_revoked_are_issued_anew(access):
    first = access()
    alice, bob = first["alice@north.example"].split("_")[1], first["bob@north.example"].split("_")[1]
    with at_the_door():
        Credential.objects.filter(key_id=alice).update(expires_at=timezone.now() + timedelta(hours=1))
        Credential.objects.filter(key_id=bob).update(revoked_at=timezone.now())
    second = access()
    assert {email for email, token in second.items() if token != first[email]} == {
        "alice@north.example",
        "bob@north.example",
    }


def test_a_damaged_file_is_written_anew(access, tmp_path):
    (tmp_path / "demo.json").write_text('{"agencies": [{')
    assert "alice@north.example" in access()


def test_an_installation_with_agencies_gets_no_demo_unasked(world, tmp_path, transactional_db_is_not_flushed):
    before = every_agency()
    ensure_demo(home=tmp_path, base_url="", password=PASSWORD, tell=pytest.fail)
    assert every_agency() == before


def test_the_demo_is_not_made_over_agencies_of_its_names(world, transactional_db_is_not_flushed):
    with pytest.raises(DemoExists, match=NORTH.slug):
        make_demo(password=PASSWORD, tell=pytest.fail)


def test_targets_are_set_on_a_kpi_of_the_agencys_own_and_on_a_count_that_only_impresses():
    aimed_at = {target.kpi for brand in NORTH.brands for campaign in brand.campaigns for target in campaign.targets}
    assert not aimed_at.isdisjoint(OWN_KPIS)
    assert {KpiClass.VANITY, KpiClass.ACTIONABLE} <= {catalogue()[key].kpi_class for key in aimed_at - set(OWN_KPIS)}
    assert {"live_gpm", "frt_min", "tracked_new_customer_share"} <= aimed_at


def test_rates_are_stated_for_every_month_of_the_facts(in_small):
    days = set(ExchangeRate.objects.values_list("day", flat=True))
    first = AccountDay.objects.order_by("day").values_list("day", flat=True)[0]
    assert {day.day for day in days} == {1}
    assert min(days) <= first
