"""Loads an account's files as a user's uploads, and says of its contents what no export knows."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from agencies.context import in_agency
from agencies.references import AgencyRef
from audit.actors import Actor
from campaigns.imports.services import Upload, import_file
from campaigns.models import AdUnit, Campaign, Content, Creator
from clients.models import NetworkAccount
from kpis.demo.exports.canonical import ad_days
from kpis.demo.exports.files import files_of
from kpis.demo.exports.tables import ExportFile
from kpis.demo.plans import AccountPlan, BrandPlan
from kpis.demo.stories import Story, tell_story

ACTOR = Actor(name="demo")


class FileNotLoaded(Exception):  # noqa: N818 - reads as the state
    """A file that the demo wrote was not understood: the generator and the readers disagree."""


def load_account(agency: AgencyRef, brand_id: UUID, brand: BrandPlan, plan: AccountPlan, *, last_day: date) -> str:
    """Load every file of one account, each in its own transaction; gives one line on what was loaded."""
    story = tell_story(agency.slug, brand, plan, last_day=last_day)
    files = [*files_of(story), *_ad_files(agency, brand, story)]
    rows = sum(_load(agency, brand_id, plan, file) for file in files)
    with in_agency(agency):
        contents = _tag_contents(_account(brand_id, plan), brand, story)
        _link_ad_units(brand_id, plan)
    return f"{brand.name} on {plan.network}: {len(files)} files, {rows} rows, {contents} contents"


def _ad_files(agency: AgencyRef, brand: BrandPlan, story: Story) -> list[ExportFile]:
    first_day, last_day = min(story.days), max(story.days)
    return [
        ad_days(agency.slug, ad, brand.currency, first_day=first_day, last_day=last_day)
        for ad in brand.ads
        if ad.network is story.plan.network
    ]


def _load(agency: AgencyRef, brand_id: UUID, plan: AccountPlan, file: ExportFile) -> int:
    with TemporaryDirectory() as folder, in_agency(agency):
        path = Path(folder) / file.name
        path.write_bytes(file.data)
        upload = Upload(path=path, file_name=file.name, account=_account(brand_id, plan), captured_on=file.captured_on)
        done = import_file(upload, actor=ACTOR)
        if done.state != "committed" or done.counts["refused"]:
            raise FileNotLoaded(f"{file.name} of {plan.handle}: {done.state}, {done.counts}")
        return done.counts["rows"]


def _account(brand_id: UUID, plan: AccountPlan) -> NetworkAccount:
    return NetworkAccount.objects.get(brand_id=brand_id, network=plan.network, handle=plan.handle)


def _tag_contents(account: NetworkAccount, brand: BrandPlan, story: Story) -> int:
    """Put contents into campaigns and categories, name their creators, and state the followers of their day."""
    campaigns = list(Campaign.objects.filter(brand_id=account.brand_id))
    wanted = {campaign.name: campaign.category for campaign in brand.campaigns}
    creators = list(Creator.objects.filter(name__in=brand.creators).order_by("name"))
    posts = {post.title: post for post in story.posts}
    contents = list(Content.objects.filter(account=account))
    for content in contents:
        post = posts[content.title]
        day = post.moment.date()
        content.category = post.category
        content.boosted = post.boosted
        content.followers_at_publish = story.followers_on(day)
        content.hashtags = [brand.name.split()[0].lower(), post.category]
        content.creator = creators[post.number % len(creators)] if creators and post.number % 4 == 0 else None
        running = (each for each in campaigns if each.start <= day <= each.end)
        content.campaign = next((each for each in running if wanted[each.name] == post.category), None)
    fields = ["category", "boosted", "followers_at_publish", "hashtags", "creator", "campaign"]
    Content.objects.bulk_update(contents, fields, batch_size=500)
    return len(contents)


def _link_ad_units(brand_id: UUID, plan: AccountPlan) -> None:
    """Link the first ad group to the brand's campaign; the other one stays to be linked by somebody who looks."""
    campaign = Campaign.objects.filter(brand_id=brand_id, goal="conversion").first()
    unit = AdUnit.objects.filter(account=_account(brand_id, plan)).order_by("external_id").first()
    if campaign is not None and unit is not None:
        unit.campaign = campaign
        unit.save(update_fields=["campaign"])
