"""One thing of every resource in each place: bob's brand, another brand of his agency, and the other agency."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.utils import timezone

from agencies.context import at_the_door, in_agency
from audit.actors import Actor
from audit.events import created
from campaigns.collection.reminders import TO_BE_WRITTEN_TO, reminders
from campaigns.models import (
    AdLabel,
    AdUnit,
    Campaign,
    CollectionPlan,
    ColumnMapping,
    ColumnMappingVersion,
    Content,
    ContentTag,
    Conversion,
    ConversionEvent,
    Cost,
    Creator,
    EvidenceFile,
    HandedFile,
    Import,
    ImportFilePart,
    ImportRow,
    ImportWork,
    ManualValue,
    PlausibilityFinding,
    ReminderAnswer,
    TagChange,
    Tagging,
    TagRule,
    TrackingCode,
    TrackingLink,
    UploadLink,
)
from campaigns.pushes.evidence import Shown, keep_evidence
from campaigns.readers import Grain, template_csv
from clients.exports.making import archive_path
from clients.models import AgencyExport, Brand, BrandAccess, NetworkAccount
from kpis.models import ExchangeRate
from kpis.own.services import define_kpi
from kpis.reporting.services import draft_report, publish_report
from kpis.targets.services import TargetDraft, set_target
from people.models import Credential, Invitation, Membership, User
from people.tokens import TokenKind
from tests.people import CANARY

DAYS = {"start": date(2025, 1, 1), "end": date(2025, 1, 31)}
OWN_KPI = {"names": {"en": "Talk"}, "formula": "comments / views", "networks": ["tiktok"], "direction": "higher"}
IMPORTS = {"imports": "committed", "imports:commit": "previewed", "imports:cancel": "queued", "imports:retry": "failed"}
PLANNED = (
    *("tiktok.studio.overview", "tiktok.studio.content", "tiktok.studio.follower_territories"),
    *("tiktok.studio.follower_activity", "tiktok.studio.follower_gender", "tiktok.studio.follower_history"),
)
REPORTS = ("reports", "reports:draft")


@dataclass(frozen=True)
class Place:
    """Where things are: ids by resource, `named` for what a body has to name."""

    ids: dict[str, UUID]
    named: dict[str, UUID | str] = field(default_factory=dict)


def make_places(world, *, reports: bool = False) -> dict[str, Place]:
    """Make the things; `missing` has ids of nothing. Reports take their time, so they are only made when asked for."""
    places = {
        "own": things_of(world.north, world.aurora, world.aurora_account, "", reports=reports),
        "other": things_of(world.north, world.borealis, world.borealis_account, "", reports=reports),
        "south": things_of(world.south, world.southern, world.southern_account, CANARY, reports=reports),
    }
    nothing = {name: uuid4() for name in places["own"].ids}
    return {**places, "missing": Place(nothing, {name: uuid4() for name in places["own"].named})}


def things_of(agency, brand_id: UUID, account_id: UUID, mark: str, *, reports: bool) -> Place:
    """Make one thing of every resource for a brand and its account; `mark` stands in all their texts."""
    member = _member(agency, mark)
    with in_agency(agency):
        campaign = Campaign.objects.create(brand_id=brand_id, name=f"Launch {mark}", goal="engagement", **DAYS)
        creator = Creator.objects.create(name=f"Lin {mark}", network="tiktok", internal_notes=mark)
        content = Content.objects.create(account_id=account_id, key=f"key-{uuid4()}", title=f"First {mark}")
        cost = Cost.objects.create(brand_id=brand_id, kind="other", name=mark, currency="EUR", billed=1, **DAYS)
        ad_unit = AdUnit.objects.create(account_id=account_id, source="manual", external_id=str(uuid4()), name=mark)
        label = AdLabel.objects.create(
            account_id=account_id,
            campaign=campaign,
            source="manual",
            kind="name",
            text=f"Vendor's {mark}",
            key=str(uuid4()),
            created_by=f"gina {mark}",
        )
        mapping = _mapping(mark)
        access = BrandAccess.objects.create(membership_id=member.id, brand_id=brand_id)
        entry = created(Actor(name=f"gina {mark}"), "brand", id=brand_id, name=mark)
        key = Credential.objects.create(
            kind=TokenKind.API_KEY,
            key_id=uuid4().hex[:16],
            secret_hash="-",
            agency_id=agency.id,
            membership=member,
            name=mark,
        )
        invitation = _invitation(agency, f"{mark}{uuid4().hex}@example.org")
        newcomer = _invitation(agency, f"{mark}{uuid4().hex}@example.org")
        brand = Brand.objects.get(id=brand_id)
        draft = TargetDraft(kpi="views", brand=brand, target=Decimal(100), reason=mark, **DAYS)
        target = set_target(draft, actor=Actor(name=f"gina {mark}"))
        day = date(2000, 1, 1) + timedelta(days=ExchangeRate.objects.count())
        rate = ExchangeRate.objects.create(base="EUR", quote="CNY", day=day, rate=8, source=mark)
        kpi = define_kpi(f"own_{uuid4().hex}", {**OWN_KPI, "description": mark}, actor=Actor(name=f"gina {mark}"))
        tagging, rule = _tagging(content, mark), _tag_rule(brand_id, mark)
        link, code, conversion = _attribution(brand_id, content, mark)
        plan = _plan(account_id, mark)
        reminder = _reminder(brand_id, mark)
        upload_link = _upload_link(brand_id, mark)
        imports = {name: _import(account_id, state, mark) for name, state in IMPORTS.items()}
        typed, evidence = _typed(account_id, _import(account_id, "committed", mark), mark)
        export = _export(agency, mark)
        finding = _finding(account_id, mark)
        made = {name: _report(brand, mark, published=name == "reports") for name in REPORTS if reports}
    return Place(
        {
            "members": member.id,
            "invitations": invitation.id,
            "api-keys": key.id,
            "audit-entries": entry.id,
            "brands": brand_id,
            "accounts": account_id,
            "brand-access": access.id,
            "campaigns": campaign.id,
            "contents": content.id,
            "creators": creator.id,
            "taggings": tagging.id,
            "tag-rules": rule.id,
            "costs": cost.id,
            "ad-units": ad_unit.id,
            "ad-labels": label.id,
            "column-mappings": mapping.id,
            "targets": target.id,
            "exchange-rates": rate.id,
            "collection-plans": plan,
            "reminders": reminder,
            "upload-links": upload_link,
            "tracking-links": link.id,
            "tracking-codes": code.id,
            "conversions": conversion.id,
            "manual-values": typed.id,
            "evidence-files": evidence.id,
            "exports": export.id,
            "plausibility-findings": finding.id,
            **imports,
            **made,
        },
        {
            "newcomer": newcomer.id,
            "brand": brand_id,
            "account": account_id,
            "campaign": campaign.id,
            "content": content.id,
            "kpi": kpi.key,
            "finding": finding.id,
        },
    )


def _export(agency, mark: str) -> AgencyExport:
    """Make an export whose archive is ready, with a text for an archive."""
    tomorrow = timezone.now() + timedelta(days=1)
    export = AgencyExport.objects.create(state="ready", sha256="0" * 64, created_by=mark, expires_at=tomorrow)
    path = archive_path(agency, export.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"An archive {mark}")
    return export


def _tagging(content: Content, mark: str) -> Tagging:
    """Tag a content with a sound, as by hand."""
    brands = [content.account.brand_id]
    tagging = Tagging.objects.create(source="hand", brands=brands, matched=1, changed=1, created_by=f"gina {mark}")
    told = {"content": content, "attribute": "sound", "tagging": tagging}
    TagChange.objects.create(**told, before="", after=f"Song {mark}", stands=tagging)
    ContentTag.objects.create(**told)
    Content.objects.filter(id=content.id).update(sound=f"Song {mark}")
    return tagging


def _mapping(mark: str) -> ColumnMapping:
    """Name the columns of a table, as of a first version."""
    columns = [{"header": f"Day {mark}", "name": "day"}, {"header": "Seen", "name": "views"}]
    mapping = ColumnMapping.objects.create(
        name=f"{mark[:20]}{uuid4().hex[:20]}",
        network="weibo",
        grain="account_day",
        columns=columns,
        fingerprint=["seen"],
        created_by=f"gina {mark}",
    )
    ColumnMappingVersion.objects.create(mapping=mapping, number=1, stated={"columns": columns}, created_by=mark)
    return mapping


def _tag_rule(brand_id: UUID, mark: str) -> TagRule:
    """Make a rule that is not in force, so that it tags nothing in tests of other things."""
    match, words = {"title_contains": ["first"]}, {"hook": "question"}
    return TagRule.objects.create(
        brand_id=brand_id, name=f"Rule {mark}", match=match, words=words, active=False, created_by=f"gina {mark}"
    )


def _attribution(brand_id: UUID, content: Content, mark: str) -> tuple[TrackingLink, TrackingCode, Conversion]:
    """Make a link, a code and a conversion of a content, the conversion with the event that said so."""
    address = f"https://shop.example/{mark}"
    link = TrackingLink.objects.create(
        brand_id=brand_id, content=content, destination=address, url=address, source="tiktok", medium="social"
    )
    text = f"{mark}{uuid4().hex}"[:64]
    code = TrackingCode.objects.create(
        brand_id=brand_id, content=content, kind="qr_scene", code=text, match_key=text, valid_from=DAYS["start"]
    )
    conversion = Conversion.objects.create(
        brand_id=brand_id,
        content=content,
        landed_by="content",
        source=f"shop {mark}",
        identity=f"id:lead:{uuid4()}",
        event="lead",
        day=DAYS["start"],
        external_id=mark,
        sent_by=uuid4(),
    )
    ConversionEvent.objects.create(
        conversion=conversion,
        digest=uuid4().hex,
        said={"event": "lead", "day": DAYS["start"].isoformat(), "content": str(content.id)},
        landing={"by": "content", "brand": str(brand_id), "content": str(content.id), "zone": "UTC"},
        received_at=timezone.now(),
        received_from=mark,
    )
    return link, code, conversion


def _typed(account_id: UUID, upload: UUID, mark: str) -> tuple[ManualValue, EvidenceFile]:
    """Make a value that somebody typed in, and evidence that shows nothing yet."""
    told = {"values": {"views": "1"}, "metrics": ["views"], "note": mark or "Read aloud", "created_by": f"gina {mark}"}
    day = date(2025, 3, 1)
    typed = ManualValue.objects.create(
        account_id=account_id, upload_id=upload, grain=Grain.ACCOUNT_DAY, start=day, end=day, **told
    )
    shown = Shown(NetworkAccount.objects.get(id=account_id), f"{mark}.png", b"\x89PNG\r\n\x1a\n" + mark.encode())
    return typed, keep_evidence(shown, actor=Actor(name=f"gina {mark}"))


def _upload_link(brand_id: UUID, mark: str) -> UUID:
    """Make a link that nobody has the token of, with a file that came by it."""
    limits = {"most_files": 10, "most_bytes": 1_000_000, "expires_at": timezone.now() + timedelta(days=1)}
    link = UploadLink.objects.create(brand_id=brand_id, name=f"Team {mark}", note=mark, **limits)
    HandedFile.objects.create(link=link, file_name=f"{mark}.csv", size=1, outcome="refused", code="empty_file")
    return link.id


def _plan(account_id: UUID, mark: str) -> UUID:
    profile = PLANNED[CollectionPlan.objects.filter(account_id=account_id).count()]
    return CollectionPlan.objects.create(account_id=account_id, profile=profile, note=mark).id


def _reminder(brand_id: UUID, mark: str) -> UUID:
    """Make an account that owes files for long, which a contact outside is asked for, with an answer."""
    account = NetworkAccount.objects.create(brand_id=brand_id, network="douyin", handle=f"late-{mark}{uuid4().hex}")
    NetworkAccount.objects.filter(id=account.id).update(created_at=timezone.now() - timedelta(days=100))
    CollectionPlan.objects.create(account=account, contact_name=mark, contact_email="team@example.org")
    accounts = NetworkAccount.objects.filter(id=account.id)
    reminder = reminders(accounts, TO_BE_WRITTEN_TO, now=timezone.now())[0].entry.id
    tomorrow = timezone.now().date() + timedelta(days=1)
    ReminderAnswer.objects.create(id=reminder, account=account, snoozed_until=tomorrow, answered_by=f"gina {mark}")
    return reminder


def _finding(account_id: UUID, mark: str) -> PlausibilityFinding:
    """Make a finding of a day that is closed to no report."""
    day = date(2000, 1, 1) + timedelta(days=PlausibilityFinding.objects.count())
    return PlausibilityFinding.objects.create(
        account_id=account_id,
        grain=Grain.ACCOUNT_DAY,
        owner_id=account_id,
        rule="likes_without_views",
        rule_version=1,
        first_day=day,
        last_day=day,
        metrics=["likes", "views"],
        evidence={"likes": "10", "views": "0"},
        note=mark,
    )


def _import(account_id: UUID, state: str, mark: str) -> UUID:
    record = Import.objects.create(
        account_id=account_id,
        state=state,
        file_name=f"{mark}.csv",
        sha256="0" * 64,
        grain=Grain.ACCOUNT_DAY,
        profile="canonical.account_day",
        captured_on=date(2026, 2, 1),  # after the day of the template's example
        created_by=f"gina {mark}",
    )
    ImportRow.objects.create(upload=record, line=2, outcome="refused", code="bad_number", raw=mark)
    if state == "failed":
        ImportWork.objects.create(upload=record, write=True)
    if state in {"previewed", "failed"}:
        ImportFilePart.objects.create(upload=record, number=0, data=template_csv(Grain.ACCOUNT_DAY).encode())
    return record.id


def _report(brand: Brand, mark: str, *, published: bool) -> UUID:
    actor = Actor(name=f"gina {mark}")
    texts = {"title": mark, "notes": mark, "internal_notes": mark}
    report = draft_report(brand=brand, template="monthly", actor=actor, **DAYS, **texts)
    return publish_report(report, actor=actor).id if published else report.id


def _member(agency, mark: str) -> Membership:
    """Make a member whom the people of the tests can change and remove; users are made at the door."""
    with at_the_door():
        user = User(email=f"{uuid4().hex}@example.org", display_name=f"gina {mark}")
        user.set_unusable_password()
        user.save()
        return Membership.objects.create(
            agency_id=agency.id, user=user, email=user.email, display_name=user.display_name, role="analyst"
        )


def _invitation(agency, email: str) -> Invitation:
    return Invitation.objects.create(
        agency_id=agency.id,
        email=email,
        role="analyst",
        invited_by="alice",
        key_id=uuid4().hex[:16],
        secret_hash="-",
        expires_at=timezone.now() + timedelta(days=1),
    )
