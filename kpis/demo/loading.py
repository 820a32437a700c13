"""Loads an account's files as a user's uploads."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from agencies.context import in_agency
from agencies.references import AgencyRef
from campaigns.imports.services import Upload, import_file
from campaigns.models import Content
from clients.models import NetworkAccount
from clients.networks import AccountKind
from kpis.demo.acting import ACTOR
from kpis.demo.exports.files import files_of
from kpis.demo.exports.media import media_days, media_months
from kpis.demo.exports.tables import ExportFile
from kpis.demo.media import media_of
from kpis.demo.plans import AccountPlan, BrandPlan
from kpis.demo.stories import Story, tell_story

ADVERTISED = frozenset({AccountKind.STANDARD, AccountKind.OFFICIAL_ACCOUNT})
"""Beside which kinds of account a brand's ads are kept."""


class FileNotLoaded(Exception):  # noqa: N818 - reads as the state
    """A file that the demo wrote was not understood: the generator and the readers disagree."""


def load_account(agency: AgencyRef, brand_id: UUID, brand: BrandPlan, plan: AccountPlan, *, last_day: date) -> str:
    """Load every file of one account, each in its own transaction; gives one line on what was loaded."""
    story = tell_story(agency.slug, brand, plan, last_day=last_day)
    files = [*files_of(story, brand.name), *_ad_files(agency, brand, story)]
    rows = sum(_load(agency, brand_id, plan, file) for file in files)
    with in_agency(agency):
        contents = Content.objects.filter(account=_account(brand_id, plan)).count()
    return f"{brand.name} on {plan.network} as {plan.handle}: {len(files)} files, {rows} rows, {contents} contents"


def _ad_files(agency: AgencyRef, brand: BrandPlan, story: Story) -> Iterator[ExportFile]:
    for plan in brand.ads:
        if plan.network is story.plan.network and story.plan.kind in ADVERTISED:
            units = media_of(agency.slug, plan, first_day=min(story.days), last_day=max(story.days))
            yield media_days(plan, units, brand.currency)
            yield media_months(plan, units)


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
