"""Values that people type in: stated with a note and evidence, corrected, withdrawn; loaded as files are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from apikit.refusals import Refusal, RefusalKind
from apikit.wire import to_canonical_json
from audit import events
from audit.actors import Actor
from campaigns.attribution.members import Fault
from campaigns.imports.locks import lock_accounts
from campaigns.imports.origins import MANUAL_VALUES
from campaigns.imports.refusals import CapturedInFuture, CapturedTooEarly
from campaigns.imports.reverting import revert_import
from campaigns.imports.services import load_reading
from campaigns.imports.uploads import EARLIEST_CAPTURE, MOST_AHEAD
from campaigns.models import Content, EvidenceFile, Import, ImportRow, ManualEvidence, ManualValue
from campaigns.pushes.facts import Circumstances, KnownContent, read_fact
from campaigns.readers import Grain, Row
from campaigns.readers.reading import Opening, collect
from clients.models import NetworkAccount


class ValuesRefused(Exception):  # noqa: N818 - a business word: nothing was stored
    """Typed values with members at fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(faults)} faults")


class NotStanding(Refusal):
    """What was withdrawn, or replaced, is neither withdrawn nor corrected again."""

    kind = RefusalKind.CONFLICT
    code = "not_standing"
    detail = "These values were taken back already."


class WrongAccount(Refusal):
    """Content and evidence are of the account whose values they are."""

    code = "wrong_account"
    detail = "This belongs to another account."


@dataclass(frozen=True, slots=True)
class ManualDraft:
    """What somebody types in. `said` holds day, or start and end, values and currency as they were sent."""

    account: NetworkAccount
    grain: Grain
    said: Mapping[str, Any]
    note: str
    content: Content | None = None
    captured_on: date | None = None
    evidence: tuple[EvidenceFile, ...] = ()


def state_value(draft: ManualDraft, *, actor: Actor, replaces: ManualValue | None = None) -> ManualValue:
    """Load what was typed in, under the name of who did.

    Raises ValuesRefused, WrongAccount, CapturedInFuture, CapturedTooEarly and PeriodClosed.
    """
    _require_account(draft)
    captured_on = _captured_on(draft)
    rows = _rows(draft, captured_on)
    upload = _loaded(draft, rows, captured_on, actor)
    values = {name: str(value) for name, value in draft.said["values"].items() if value is not None}
    value = ManualValue.objects.create(
        upload=upload,
        account=draft.account,
        content=draft.content,
        grain=draft.grain,
        start=upload.first_day or captured_on,
        end=upload.last_day or captured_on,
        values=values,
        metrics=sorted(values),
        currency=draft.said.get("currency") or "",
        note=draft.note,
        replaces=replaces,
        created_by=actor.name,
    )
    ManualEvidence.objects.bulk_create(ManualEvidence(value=value, evidence=each) for each in draft.evidence)
    value.refresh_from_db()
    events.created(actor, "manual_value", id=value.id, name=str(value), values={**values, "note": draft.note})
    return value


def withdraw_value(value: ManualValue, *, reason: str, actor: Actor) -> ManualValue:
    """Take typed values back: what else is known counts again. Raises NotStanding and PeriodClosed."""
    _take_back(value, reason=reason, actor=actor)
    value.refresh_from_db()
    return value


def correct_value(value: ManualValue, draft: ManualDraft, *, actor: Actor) -> ManualValue:
    """Put other values in the place of typed ones; both stay readable. Raises NotStanding and what stating raises."""
    _take_back(value, reason=draft.note, actor=actor)
    return state_value(draft, actor=actor, replaces=value)


def correction_of(value: ManualValue, said: Mapping[str, Any]) -> ManualDraft:
    """Give the draft that corrects typed values: of the same day, content or period, with what is said anew."""
    place = {"day": value.start.isoformat()} if value.grain == Grain.ACCOUNT_DAY else {}
    place = {"start": value.start.isoformat(), "end": value.end.isoformat()} if value.grain == Grain.PERIOD else place
    content_day = value.start if value.grain == Grain.CONTENT else None
    return ManualDraft(
        account=value.account,
        grain=Grain(value.grain),
        said={**place, "values": said["values"], "currency": said.get("currency") or value.currency or None},
        note=said["note"],
        content=value.content,
        captured_on=content_day or said.get("captured_on") or value.upload.captured_on,
        evidence=tuple(said.get("evidence") or [each.evidence for each in value.shown_by.select_related("evidence")]),
    )


def _take_back(value: ManualValue, *, reason: str, actor: Actor) -> None:
    lock_accounts([value.account_id])  # before the import is looked at, as everybody does who reverts
    value.upload = Import.objects.get(id=value.upload_id)
    if not value.stands:
        raise NotStanding
    revert_import(value.upload, actor=actor, reason=reason)
    events.changed(actor, "manual_value", id=value.id, name=str(value), changes={"withdrawn": True, "reason": reason})


def _require_account(draft: ManualDraft) -> None:
    if draft.content is not None and draft.content.account_id != draft.account.id:
        raise WrongAccount(pointer="#/content")
    for place, file in enumerate(draft.evidence):
        if file.account_id != draft.account.id:
            raise WrongAccount(pointer=f"#/evidence/{place}")


def _captured_on(draft: ManualDraft) -> date:
    stated = draft.captured_on
    if stated is None:
        return datetime.now(ZoneInfo(draft.account.time_zone)).date()
    if stated > (datetime.now(UTC) + MOST_AHEAD).date():
        raise CapturedInFuture
    if stated < EARLIEST_CAPTURE:
        raise CapturedTooEarly
    return stated


def _rows(draft: ManualDraft, captured_on: date) -> list[Row]:
    """Read what was typed as facts are read; a period's figures are a row each."""
    known = KnownContent(draft.content.key, draft.content.external_id) if draft.content else None
    circumstances = Circumstances(1, captured_on, ZoneInfo(draft.account.time_zone), known)
    faults: list[Fault] = []
    rows = [
        read_fact(draft.grain, said, replace(circumstances, line=line), faults)
        for line, said in enumerate(_facts(draft), start=1)
    ]
    if faults:
        raise ValuesRefused(list(dict.fromkeys(faults)))
    return [row for row in rows if row is not None]


def _facts(draft: ManualDraft) -> Iterator[Mapping[str, Any]]:
    said = {name: value for name, value in draft.said.items() if value is not None}
    if draft.grain is not Grain.PERIOD or not said.get("values"):
        yield said
        return
    for metric, value in said["values"].items():
        yield {**said, "values": {metric: value}}


def _loaded(draft: ManualDraft, rows: Sequence[Row], captured_on: date, actor: Actor) -> Import:
    upload = Import.objects.create(
        account=draft.account,
        file_name=MANUAL_VALUES,
        sha256=sha256(to_canonical_json(draft.said)).hexdigest(),
        captured_on=captured_on,
        created_by=actor.name,
        state="running",
    )
    opening = Opening(MANUAL_VALUES, draft.account.network, draft.grain, {}, (), "utf-8", iter(rows))
    load_reading(upload, collect(opening, captured_on), actor=actor, write=True)
    refused = ImportRow.objects.filter(upload=upload, outcome="refused") if upload.counts["refused"] else ()
    if refused:
        raise ValuesRefused([Fault(f"/{row.column}" if row.column else "", row.code, row.detail) for row in refused])
    return upload
