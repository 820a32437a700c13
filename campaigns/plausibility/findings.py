"""Keeps what a search found: new findings, those that are found again, and those that no longer hold."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from campaigns.metrics.kinds import Grain
from campaigns.models import PlausibilityFinding
from campaigns.models.plausibility import ACCEPTED, OPEN, RESOLVED
from campaigns.plausibility.catalogue import RULES
from campaigns.plausibility.rule import Copied
from campaigns.plausibility.searching import HITS_AT_MOST, Hit, Touched

_BATCH = 500
_UPDATED = ("last_day", "evidence", "rule_version", "metrics", "state", "note", "decided_by", "decided_at")
_OF_TOUCHED = (
    "SELECT f.id FROM campaigns_plausibilityfinding f"
    " JOIN ({rows}) AS w ON w.owner = f.owner_id AND (w.day = f.first_day"
    " OR (f.last_day > f.first_day AND w.day BETWEEN f.first_day - 1 AND f.last_day + 1))"  # runs of days
    " WHERE f.account_id = %(account)s AND f.grain = %(grain)s"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many findings are new, hold as before, hold with other numbers, or hold no longer."""

    new: int
    unchanged: int
    changed: int
    resolved: int


def keep(touched: Touched, hits: Sequence[Hit], *, upload: UUID | None) -> Kept:
    """Set what was found in the touched rows against the findings that are kept.

    A finding that was judged is open again once its numbers are others. A content that was accepted under a rule stays
    so when it is read again.
    """
    known = {(each.rule, each.owner_id, each.first_day): each for each in _known(touched, hits)}
    found = {hit.key: hit for hit in hits}
    cut_off = len(hits) >= HITS_AT_MOST
    counts: Counter[str] = Counter()
    changed: list[PlausibilityFinding] = []
    for key, finding in known.items():
        if cut_off and key not in found:
            continue  # it may be among those that were not listed
        outcome = _judged_anew(finding, found.get(key))
        counts[outcome] += 1
        if outcome in {"changed", "resolved"}:
            changed.append(finding)
    fresh = [_finding(touched, hit, upload) for key, hit in found.items() if key not in known]
    _as_accepted(fresh)
    PlausibilityFinding.objects.bulk_create(fresh, batch_size=_BATCH)
    _save(changed)
    return Kept(len(fresh), counts["unchanged"], counts["changed"], counts["resolved"])


def _known(touched: Touched, hits: Sequence[Hit]) -> list[PlausibilityFinding]:
    """Give the findings that the search would have found again, if they still held."""
    rules = [rule.key for rule in touched.rules]
    kept = PlausibilityFinding.objects.filter(account_id=touched.account, grain=touched.grain, rule__in=rules)
    if touched.grain is Grain.ACCOUNT_DAY:
        return list(kept)
    with connection.cursor() as cursor:
        given = {**touched.given, "account": touched.account, "grain": touched.grain.value}
        cursor.execute(_OF_TOUCHED.format(rows=touched.concerned), given)
        ids = [identity for (identity,) in cursor.fetchall()]
    of_runs = {rule.key for rule in touched.rules if isinstance(rule, Copied)}
    searched = {hit.owner for hit in hits if hit.rule in of_runs}
    searched |= set(kept.filter(id__in=ids, rule__in=of_runs).values_list("owner_id", flat=True)) if ids else set()
    again = Q(id__in=ids) | Q(owner_id__in=searched, rule__in=of_runs)
    return list(kept.filter(again)) if ids or searched else []


def _judged_anew(finding: PlausibilityFinding, hit: Hit | None) -> str:
    """Change a finding to what was found, and tell what became of it."""
    if hit is None:
        if finding.state == RESOLVED:
            return "gone"
        finding.state = RESOLVED
        return "resolved"
    if finding.state != RESOLVED and finding.evidence == hit.evidence and finding.last_day == hit.last_day:
        return "unchanged"
    rule = RULES[hit.rule]
    finding.evidence, finding.last_day = dict(hit.evidence), hit.last_day
    finding.rule_version, finding.metrics = rule.version, _metrics(hit)
    finding.state, finding.decided_by, finding.decided_at = OPEN, "", None
    return "changed"


def _finding(touched: Touched, hit: Hit, upload: UUID | None) -> PlausibilityFinding:
    return PlausibilityFinding(
        account_id=touched.account,
        upload_id=upload,
        grain=touched.grain,
        owner_id=hit.owner,
        rule=hit.rule,
        rule_version=RULES[hit.rule].version,
        first_day=hit.first_day,
        last_day=hit.last_day,
        metrics=_metrics(hit),
        evidence=dict(hit.evidence),
    )


def _metrics(hit: Hit) -> list[str]:
    """Name the metrics that the evidence tells of: the others of the rule are not in doubt."""
    return [name for name in RULES[hit.rule].metrics if name in hit.evidence]


def _as_accepted(fresh: Sequence[PlausibilityFinding]) -> None:
    """Accept what was accepted of the same content before: it is read again and again."""
    owners = [each.owner_id for each in fresh if each.grain == Grain.CONTENT]
    if not owners:
        return
    judged = PlausibilityFinding.objects.filter(owner_id__in=owners).exclude(decided_at=None).order_by("decided_at")
    last = {(each.rule, each.owner_id): each for each in judged}
    for finding in fresh:
        before = last.get((finding.rule, finding.owner_id))
        if before is not None and before.state == ACCEPTED:
            finding.state, finding.note = ACCEPTED, before.note
            finding.decided_by, finding.decided_at = before.decided_by, before.decided_at


def _save(changed: Sequence[PlausibilityFinding]) -> None:
    for finding in changed:
        finding.version += 1
        finding.updated_at = Now()
    PlausibilityFinding.objects.bulk_update(changed, [*_UPDATED, "version", "updated_at"], batch_size=_BATCH)
