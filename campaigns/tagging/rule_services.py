"""Rules: made, revised, archived, and applied to contents that are there already."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now

from apikit.models import new_id
from apikit.versions import differing, revise
from audit import events
from campaigns.models import Content, TagRule
from campaigns.refusals import WrongBrand
from campaigns.scoping import visible_contents
from campaigns.tagging.attributes import Source
from campaigns.tagging.matching import Rule, Wish
from campaigns.tagging.planning import Teller, tag
from campaigns.tagging.refusals import (
    MOST_CONTENTS,
    AddedAndRemoved,
    AsksNothing,
    CampaignNeedsBrand,
    NothingToTag,
    WholeAgencyRule,
)
from campaigns.tagging.rule_records import match_of, rule_of
from campaigns.tagging.runs import Run, keep, stated_by, write_down
from campaigns.tagging.services import audit_run
from campaigns.tagging.stored import described, read_contents
from clients.refusals import Archived
from clients.services.audited import audited
from people.principal import Principal

READ_AT_ONCE = 2000


def add_rule(principal: Principal, values: Mapping[str, Any]) -> TagRule:
    """Make a rule; one of an account is of the account's brand.

    Raises WholeAgencyRule for one without a brand by a member who does not see every brand, WrongBrand,
    CampaignNeedsBrand, AsksNothing, NothingToTag, AddedAndRemoved.
    """
    record = TagRule(**values, created_by=principal.name)
    if record.account is not None:
        if record.brand_id not in {None, record.account.brand_id}:
            raise WrongBrand(pointer="#/account")
        record.brand_id = record.account.brand_id
    if record.brand_id is None and not principal.sees_every_brand:
        raise WholeAgencyRule
    _require_sense(record)
    record.save(force_insert=True)
    record.refresh_from_db()
    events.created(principal.actor(), "tag_rule", id=record.id, name=record.name, values=audited(values))
    return record


def revise_rule(principal: Principal, record: TagRule, values: Mapping[str, Any], *, expected: int | None) -> TagRule:
    """Change a rule; what it tagged before stays. Raises VersionConflict, Archived, and what add_rule raises."""
    if record.archived_at is not None:
        raise Archived
    changes = differing(record, values)
    if changes:
        for name, value in changes.items():
            setattr(record, name, value)
        _require_sense(record)
        revise(record, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "tag_rule", id=record.id, name=record.name, changes=audited(changes))
    return record


def archive_rule(principal: Principal, record: TagRule, *, expected: int | None) -> None:
    """Take a rule out of force; what it tagged stays. Raises VersionConflict or Archived."""
    if record.archived_at is not None:
        raise Archived
    revise(record, expected=expected, updated_at=Now(), archived_at=Now())
    events.deleted(principal.actor(), "tag_rule", id=record.id, name=record.name)


def apply_rule(principal: Principal, record: TagRule, *, capability: str, dry_run: bool = False) -> Run:
    """Apply a rule to every content that is there and that the member may write; with `dry_run` only tell.

    What a person or a key has set stays, and what a rule in force with a lower priority number has.

    Raises Archived.
    """
    if record.archived_at is not None:
        raise Archived
    rule = rule_of(record)
    run = run_by_rule(rule, by=principal.name)
    ids = [content.id for content in _candidates(principal, rule, capability) if rule.holds(described(content))]
    for start in range(0, len(ids), MOST_CONTENTS):
        _apply_to(Content.objects.filter(id__in=ids[start : start + MOST_CONTENTS]), rule, run, dry_run=dry_run)
    if not dry_run:
        keep([run])
        audit_run(principal, run)
    return run


def run_by_rule(rule: Rule, *, by: str) -> Run:
    """Begin an act of a rule."""
    teller = Teller(new_id(), Source.RULE, priority=rule.priority)
    return Run(teller, by, stated_by(rule.wish), rule=rule.id)


def _apply_to(contents: QuerySet[Content], rule: Rule, run: Run, *, dry_run: bool) -> None:
    """Tag some contents, if the rule still holds once they are locked."""
    found = [content for content in read_contents(contents, lock=not dry_run) if rule.holds(content.described)]
    outcomes = [tag(content.tags, rule.wish, run.teller) for content in found]
    for content, outcome in zip(found, outcomes, strict=True):
        run.note(content, outcome)
    if dry_run:
        run.pending = []
    else:
        write_down([run], [outcome.tags for outcome in outcomes])


def _candidates(principal: Principal, rule: Rule, capability: str) -> Any:
    """Read the contents that the rule may be about, a bounded number at once, in the order of their ids."""
    contents = visible_contents(principal, capability).select_related("account").order_by("id")
    narrowing = {
        "account__brand": rule.brand,
        "account": rule.account,
        "format": rule.match.format,
        "published_on__gte": rule.match.published_from,
        "published_on__lte": rule.match.published_to,
    }
    stated = {name: value for name, value in narrowing.items() if value is not None}
    return contents.filter(**stated).iterator(chunk_size=READ_AT_ONCE)


def _require_sense(record: TagRule) -> None:
    if record.campaign is not None and record.brand_id is None:
        raise CampaignNeedsBrand
    if record.campaign is not None and record.campaign.brand_id != record.brand_id:
        raise WrongBrand(pointer="#/set/campaign")
    if match_of(record.match).asks_nothing and record.account_id is None:
        raise AsksNothing
    if not (record.campaign or record.creator or record.words or record.add_hashtags or record.remove_hashtags):
        raise NothingToTag
    wish = Wish({}, tuple(record.add_hashtags), tuple(record.remove_hashtags))
    if wish.contradictions:
        raise AddedAndRemoved(wish.contradictions)
