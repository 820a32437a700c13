"""People tag contents, and take taggings back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import QuerySet

from audit import events
from campaigns.models import Campaign, Content, Creator, TagChange, Tagging
from campaigns.tagging.attributes import Attribute, blank, hashtag_key
from campaigns.tagging.matching import Wish
from campaigns.tagging.planning import Change, Origin, tag, take_back
from campaigns.tagging.refusals import (
    MOST_CONTENTS,
    AddedAndRemoved,
    AlreadyUndone,
    CampaignOfAnotherBrand,
    NothingToTag,
    TooManyContents,
)
from campaigns.tagging.runs import Run, keep, run_of, write_down
from campaigns.tagging.stored import (
    TaggedContent,
    changes_of,
    described,
    origins_by_tagging,
    origins_of,
    read_contents,
    tags_of,
)
from people.principal import Principal


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a tagging back did: `run` is the new act, `restored` and `kept` count contents."""

    run: Run
    restored: int
    kept: int
    kept_contents: list[UUID] = field(default_factory=list)


def tag_contents(
    principal: Principal,
    contents: QuerySet[Content],
    wish: Wish,
    *,
    campaign: Campaign | None = None,
    only_empty: bool = False,
    dry_run: bool = False,
) -> Run:
    """Tag contents that the member may write, all or none; with `dry_run` only tell what would change.

    `campaign` is the one that the wish names. A person overwrites whatever was there, and confirms what is there
    already; with `only_empty` what says something stays. Raises NothingToTag, AddedAndRemoved, TooManyContents,
    CampaignOfAnotherBrand.
    """
    if wish.says_nothing:
        raise NothingToTag
    if wish.contradictions:
        raise AddedAndRemoved(wish.contradictions)
    found = read_contents(contents, lock=not dry_run, most=MOST_CONTENTS + 1)
    if len(found) > MOST_CONTENTS:
        raise TooManyContents
    _require_brand(found, campaign)
    run = run_of(principal, wish, only_empty=only_empty)
    outcomes = [tag(content.tags, wish, run.teller) for content in found]
    for content, outcome in zip(found, outcomes, strict=True):
        run.note(content, outcome)
    if not dry_run:
        write_down([run], [outcome.tags for outcome in outcomes])
        keep([run])
        audit_run(principal, run)
    return run


def tag_by_hand(principal: Principal, content: Content, stated: Collection[str], *, before: Content | None) -> None:
    """Keep who set a content's tags: those of `stated` that differ from `before`, or say something where it is new.

    The content has its new values already, and its account is loaded.
    """
    former = before or Content(id=content.id, account=content.account)
    was, now = tags_of(former, {}), tags_of(content, {})
    wish = Wish(
        {name: value for name, value in now.values.items() if name in stated and value != was.values[name]},
        now.hashtags if "hashtags" in stated else (),
        _missing(was.hashtags, now.hashtags) if "hashtags" in stated else (),
    )
    if before is None:
        wish = replace(wish, values={name: value for name, value in wish.values.items() if not blank(value)})
    origins = origins_of([content.id]).get(content.id, {}) if before else {}
    run = run_of(principal, wish)
    started = TaggedContent(replace(was, origins=origins), described(content))
    run.note(started, tag(started.tags, wish, run.teller))
    write_down([run], [])
    keep([run])


def undo_tagging(principal: Principal, tagging: Tagging) -> Undone:
    """Restore what a tagging changed, where nobody has changed it since; an undoing can be undone as well.

    Raises AlreadyUndone.
    """
    tagging = Tagging.objects.select_for_update(no_key=True).get(id=tagging.id)
    if tagging.undone_by_id is not None:
        raise AlreadyUndone
    run = run_of(principal, Wish(), undoes=tagging.id)
    run.stated = tagging.stated
    changes = TagChange.objects.filter(tagging=tagging)
    origins = origins_by_tagging(set(changes.exclude(former=None).values_list("former_id", flat=True)))
    gone = _gone(tagging)
    ids = list(changes.order_by("content_id").values_list("content_id", flat=True).distinct())
    for start in range(0, len(ids), MOST_CONTENTS):
        some = ids[start : start + MOST_CONTENTS]
        _undo_some(run, changes_of(tagging, some), origins, gone)
    if run.did_something:
        keep([run])
        _mark_undone(tagging, run)
        told = {"restored": run.changed + run.confirmed, "kept": run.kept}
        events.tagging_undone(principal.actor(), id=tagging.id, name=title_of(run), changes=told)
    return Undone(run, run.changed + run.confirmed, run.kept, run.kept_contents)


def audit_run(principal: Principal, run: Run) -> None:
    """Tell of an act that did something."""
    if run.did_something:
        counts = {"matched": run.matched, "changed": run.changed, "kept": run.kept}
        events.contents_tagged(principal.actor(), id=run.id, name=title_of(run), changes={**run.stated, **counts})


def title_of(run: Run) -> str:
    """Name an act for people."""
    return f"{run.matched} contents"


def _require_brand(found: list[TaggedContent], campaign: Campaign | None) -> None:
    if campaign is None:
        return
    foreign = [content.id for content in found if content.tags.brand != campaign.brand_id]
    if foreign:
        raise CampaignOfAnotherBrand(foreign)


def _undo_some(
    run: Run, changes: Mapping[UUID, list[Change]], origins: Mapping[UUID, Origin], gone: frozenset[str]
) -> None:
    found = read_contents(Content.objects.filter(id__in=list(changes)), lock=True)
    outcomes = [take_back(content.tags, changes[content.id], origins, gone=gone) for content in found]
    for content, outcome in zip(found, outcomes, strict=True):
        run.note(content, outcome)
    write_down([run], [outcome.tags for outcome in outcomes])


def _gone(tagging: Tagging) -> frozenset[str]:
    """Name the creators that a tagging replaced and that were deleted since."""
    former = TagChange.objects.filter(tagging=tagging, attribute=Attribute.CREATOR).exclude(before=None)
    ids = {str(creator) for creator in former.values_list("before", flat=True).distinct()}
    if not ids:
        return frozenset()
    return frozenset(
        ids - {str(creator) for creator in Creator.objects.filter(id__in=ids).values_list("id", flat=True)}
    )


def _mark_undone(tagging: Tagging, run: Run) -> None:
    """Say of a tagging that it is undone; where it was an undoing itself, what it had undone stands again."""
    Tagging.objects.filter(id=tagging.id).update(undone_by=run.id)
    if tagging.undoes_id is not None:
        Tagging.objects.filter(id=tagging.undoes_id, undone_by=tagging.id).update(undone_by=None)


def _missing(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    there = {hashtag_key(spelt) for spelt in after}
    return tuple(spelt for spelt in before if hashtag_key(spelt) not in there)
