"""Loads the facts of one request: an import for each account, grain and day of capture, all in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from apikit.problems.values import ERRORS_AT_MOST
from audit.actors import Actor
from campaigns.attribution.members import Fault
from campaigns.imports.locks import lock_accounts
from campaigns.imports.origins import API_FACTS
from campaigns.imports.refusals import PeriodClosed
from campaigns.imports.services import load_reading
from campaigns.models import Import, ImportRow
from campaigns.models.provenance import no_counts
from campaigns.pushes.gathering import Destination, Gathered, gather
from campaigns.pushes.refusals import FactFault, FactsRefused
from people.principal import Principal

FACTS_AT_MOST = 100_000
IMPORTS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class FactBatch:
    """What a program pushes; `digest` is the SHA-256 of what was sent, in hexadecimal digits."""

    facts: Sequence[Any]
    digest: str
    captured_on: date | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: its imports, the first of its faults, and the facts by outcome."""

    imports: tuple[Import, ...]
    faults: tuple[FactFault, ...]
    counts: Mapping[str, int]


def take_facts(principal: Principal, batch: FactBatch, *, capability: str) -> Taken:
    """Load what can be loaded of a batch.

    Raises FactsRefused, with nothing written, where a fact is refused and the batch is not partial, and where the
    facts need too many imports; PeriodClosed where a published report states what a batch that is not partial changes.
    """
    gathered = gather(principal, batch.facts, captured_on=batch.captured_on, capability=capability)
    destinations = gathered.destinations
    if len(destinations) > IMPORTS_AT_MOST:
        detail = f"At most {IMPORTS_AT_MOST} accounts, grains and days of capture go together, not {len(destinations)}."
        raise FactsRefused([FactFault(0, Fault("", "too_many_imports", detail))], total=1)
    if gathered.faults and not batch.partial:
        raise FactsRefused(gathered.faults[:ERRORS_AT_MOST], total=len(gathered.faults))
    lock_accounts([*{destination.account for destination in destinations}])
    imports = {each: _load(gathered, each, batch, principal.actor()) for each in destinations}
    found = _faults(gathered, imports)
    if found and not batch.partial:
        raise FactsRefused(found[:ERRORS_AT_MOST], total=len(found))
    return Taken(tuple(imports.values()), tuple(found[:ERRORS_AT_MOST]), _counts(batch, gathered, imports))


def _load(gathered: Gathered, destination: Destination, batch: FactBatch, actor: Actor) -> Import:
    """Load one import; of a partial batch without the days whose facts a published report states otherwise."""
    try:
        return _loaded(gathered, destination, batch.digest, actor)
    except PeriodClosed as closed:
        if not batch.partial:
            raise
        gathered.refuse_days(destination, closed)
    return _loaded(gathered, destination, batch.digest, actor)


def _loaded(gathered: Gathered, destination: Destination, digest: str, actor: Actor) -> Import:
    with transaction.atomic():  # what a report refuses takes its import along
        record = Import.objects.create(
            account=gathered.accounts[destination.account],
            file_name=API_FACTS,
            sha256=digest,
            captured_on=destination.captured_on,
            created_by=actor.name,
            state="running",
        )
        load_reading(record, gathered.reading(destination), actor=actor, write=True, fits=True)
    return record


def _faults(gathered: Gathered, imports: Mapping[Destination, Import]) -> list[FactFault]:
    """Give every fault, each with its import; loading finds some that no single fact shows, such as mixed money."""
    known = [
        replace(each, upload=imports[gathered.placed[each.index]].id) if each.index in gathered.placed else each
        for each in gathered.faults
    ]
    late = [
        record.id
        for destination, record in imports.items()
        if record.counts["refused"] > len(gathered.refusals.get(destination, ()))
    ]
    if late:
        rows = ImportRow.objects.filter(upload__in=late, outcome="refused").order_by("line")
        known += [
            FactFault(row.line - 1, Fault(f"/{row.column}" if row.column else "", row.code, row.detail), row.upload_id)
            for row in rows
            if row.line - 1 not in gathered.placed
        ]
    return sorted(known, key=lambda each: each.index)


def _counts(batch: FactBatch, gathered: Gathered, imports: Mapping[Destination, Import]) -> dict[str, int]:
    """Add up the imports' counts; facts that belong to none are refused too."""
    counts = {name: sum(record.counts[name] for record in imports.values()) for name in no_counts()}
    nowhere = {each.index for each in gathered.faults} - set(gathered.placed)
    return {**counts, "rows": len(batch.facts), "refused": counts["refused"] + len(nowhere)}
