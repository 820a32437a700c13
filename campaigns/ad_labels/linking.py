"""Links an account's ad units by what is stated of their names, and takes back what nothing states any more."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models.functions import Now

from campaigns.ad_labels.resolving import Label, LabelKind, Link, Unit, links_of
from campaigns.models import AdLabel, AdUnit

BATCH = 500


def relink(account_id: UUID, sources: Iterable[str]) -> int:
    """Link the account's ad units of these sources anew, and give how many changed; the account's lock is held.

    What a person or an import said of a unit stays.
    """
    wanted = sorted(set(sources))
    labels: dict[str, list[Label]] = {}
    for label in AdLabel.objects.filter(account_id=account_id, source__in=wanted, archived_at=None):
        labels.setdefault(label.source, []).append(Label(label.id, LabelKind(label.kind), label.key, label.campaign_id))
    if not labels and not _can_inherit(account_id, wanted):
        return 0
    by_source: dict[str, list[AdUnit]] = {source: [] for source in wanted}
    for unit in AdUnit.objects.filter(account_id=account_id, source__in=wanted):
        by_source[unit.source].append(unit)
    return sum(_relink(units, labels.get(source, [])) for source, units in by_source.items())


def _can_inherit(account_id: UUID, sources: list[str]) -> bool:
    """Say whether any unit has a campaign, which those under it follow, or a label's that may be gone."""
    return AdUnit.objects.filter(account_id=account_id, source__in=sources, campaign__isnull=False).exists()


def unit_of(record: AdUnit) -> Unit:
    """Make the unit that a record keeps, as labels see it."""
    return Unit(
        id=record.id,
        external_id=record.external_id,
        name=record.name,
        parent=record.parent_external_id,
        vendor_campaign_id=record.vendor_campaign_id,
        vendor_campaign_name=record.vendor_campaign_name,
        said=None if record.linked_by else record.campaign_id,
    )


def _relink(records: list[AdUnit], labels: list[Label]) -> int:
    links = links_of([unit_of(record) for record in records], labels)
    changed = [record for record in records if record.id in links and _differs(record, links[record.id])]
    for record in changed:
        link = links[record.id]
        record.campaign_id, record.ad_label_id, record.linked_by = link.campaign, link.label, link.by
        record.version, record.updated_at = record.version + 1, Now()
    AdUnit.objects.bulk_update(
        changed, ["campaign", "ad_label", "linked_by", "version", "updated_at"], batch_size=BATCH
    )
    return len(changed)


def _differs(record: AdUnit, link: Link) -> bool:
    return (record.campaign_id, record.ad_label_id, record.linked_by) != (link.campaign, link.label, link.by)
