"""Sorts the facts of one request into readings: one for each account, grain and day of capture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from apikit.parsers import NotJson
from campaigns.attribution.members import Fault
from campaigns.imports.origins import API_FACTS
from campaigns.imports.previewing import fact_day
from campaigns.imports.refusals import CapturedInFuture, PeriodClosed
from campaigns.imports.uploads import MOST_AHEAD
from campaigns.models import Content
from campaigns.pushes.facts import Circumstances, KnownContent, read_fact
from campaigns.pushes.precedents import Precedents
from campaigns.pushes.refusals import FactFault
from campaigns.pushes.stated import Stated
from campaigns.readers import AccountDayRow, AdDayRow, ContentRow, Grain, Reading, Refusal, Row
from campaigns.readers.reading import Opening, collect
from campaigns.readers.rows import shown
from clients.models import NetworkAccount
from clients.scoping import visible_accounts
from people.principal import Principal

_GRAINS = {grain.value: grain for grain in Grain}
_NOT_FOUND = "There is nothing with this id that you may use."


@dataclass(frozen=True, slots=True)
class Destination:
    """Where facts go together: one import."""

    account: UUID
    grain: Grain
    captured_on: date


@dataclass(slots=True)
class Gathered:
    """The facts of a request: what each import holds, and every fault."""

    accounts: Mapping[UUID, NetworkAccount]
    rows: dict[Destination, list[Row]] = field(default_factory=dict)
    refusals: dict[Destination, list[Refusal]] = field(default_factory=dict)
    faults: list[FactFault] = field(default_factory=list)
    placed: dict[int, Destination] = field(default_factory=dict)
    """Where refused facts belong, by their places in the request; those without account or grain belong nowhere."""

    @property
    def destinations(self) -> list[Destination]:
        """Give the imports that are needed, in a fixed order."""
        return sorted({*self.rows, *self.refusals}, key=lambda each: (str(each.account), each.grain, each.captured_on))

    def reading(self, destination: Destination) -> Reading:
        """Give what one import is made from."""
        rows = self.rows.get(destination, ())
        outcomes = (*rows, *self.refusals.get(destination, ()))
        network = self.accounts[destination.account].network
        stated = {metric: metric for metric in sorted(_metrics(rows))}
        opening = Opening(API_FACTS, network, destination.grain, stated, (), "utf-8", iter(outcomes))
        return collect(opening, destination.captured_on)

    def refuse_days(self, destination: Destination, closed: PeriodClosed) -> None:
        """Refuse the facts of an import on the days between the first and the last that each report closes."""
        reports = (closed.particulars or {})["reports"]
        kept: list[Row] = []
        for row in self.rows.get(destination, ()):
            day = fact_day(row, destination.captured_on).isoformat()
            report = next((each for each in reports if each["first_day"] <= day <= each["last_day"]), None)
            if report is None:
                kept.append(row)
                continue
            fault = Fault("", closed.code, f"“{report['title']}” ({report['report']}) is published and states {day}.")
            self.faults.append(FactFault(row.line - 1, fault))
            self.placed[row.line - 1] = destination
            refusals = self.refusals.setdefault(destination, [])
            refusals.append(Refusal(row.line, fault.code, fault.detail, None, None))
        self.rows[destination] = kept


def gather(principal: Principal, facts: Sequence[Any], *, captured_on: date | None, capability: str) -> Gathered:
    """Read every fact; those of accounts that the principal may not use are at fault like those of none."""
    accounts = _accounts(principal, capability, facts)
    gathered = Gathered({account.id: account for account in accounts.values()})
    reader = _Reader(accounts, _contents(gathered.accounts, facts), captured_on, gathered)
    for index, fact in enumerate(facts):
        reader.take(index, fact)
    return gathered


def _metrics(rows: Sequence[Row]) -> set[str]:
    """Give the metrics that wide rows state."""
    return set().union(*(row.values for row in rows if isinstance(row, AccountDayRow | ContentRow | AdDayRow)))


class _Reader:
    """Reads the facts of one request, one after the other."""

    def __init__(
        self,
        accounts: Mapping[str, NetworkAccount],
        contents: Mapping[tuple[UUID, str], KnownContent],
        captured_on: date | None,
        gathered: Gathered,
    ) -> None:
        now = datetime.now(UTC)
        self._accounts, self._contents, self._gathered = accounts, contents, gathered
        self._zones = {account.id: ZoneInfo(account.time_zone) for account in accounts.values()}
        self._read_on = {known: captured_on or now.astimezone(zone).date() for known, zone in self._zones.items()}
        self._latest = (now + MOST_AHEAD).date()
        self._precedents = Precedents()

    def take(self, index: int, fact: Any) -> None:
        """Read one fact and put it where it belongs."""
        if isinstance(fact, dict) and self._precedents.take(index + 1, fact):
            return
        faults: list[Fault] = []
        if isinstance(fact, NotJson):
            self._refuse(index, str(fact), [Fault("", "malformed", str(fact))], None)
            return
        if not isinstance(fact, dict):
            self._refuse(index, fact, [Fault("", "not_an_object", "A fact is an object.")], None)
            return
        grain, account = self._grain(fact, faults), self._account(fact, faults)
        if grain is None or account is None:
            self._refuse(index, fact, faults, None)
            return
        read_on = self._captured(fact, account, faults)
        captured_on = self._read_on[account.id] if grain is Grain.CONTENT else read_on
        if grain is Grain.CONTENT and read_on > captured_on:
            faults.append(Fault("/captured_on", "future_day", f"This is after the capture on {captured_on}."))
        content = self._content(fact, account, faults) if grain is Grain.CONTENT else None
        known = Circumstances(index + 1, read_on, self._zones[account.id], content)
        row = read_fact(grain, fact, known, faults)
        if faults or row is None:
            self._refuse(index, fact, faults, Destination(account.id, grain, captured_on))
        else:
            rows = self._gathered.rows.setdefault(Destination(account.id, grain, captured_on), [])
            rows.append(row)
            self._precedents.note(fact, row, rows, read_on)

    def _grain(self, fact: Mapping[str, Any], faults: list[Fault]) -> Grain | None:
        named = fact.get("grain")
        grain = _GRAINS.get(named) if isinstance(named, str) else None
        if grain is None:
            faults.append(Fault("/grain", "unknown_grain", f"One of {', '.join(_GRAINS)} is expected."))
        return grain

    def _account(self, fact: Mapping[str, Any], faults: list[Fault]) -> NetworkAccount | None:
        named = fact.get("account")
        account = self._accounts.get(named) if isinstance(named, str) else None
        if account is None:
            faults.append(Fault("/account", "not_found", _NOT_FOUND))
        return account

    def _captured(self, fact: Mapping[str, Any], account: NetworkAccount, faults: list[Fault]) -> date:
        if fact.get("captured_on") is None:
            return self._read_on[account.id]
        day = Stated(fact, faults).day_if_stated("captured_on")
        if day is not None and day > self._latest:
            faults.append(Fault("/captured_on", CapturedInFuture.code, CapturedInFuture.detail))
        return self._read_on[account.id] if day is None else day

    def _content(self, fact: Mapping[str, Any], account: NetworkAccount, faults: list[Fault]) -> KnownContent | None:
        named = fact.get("content")
        if named is None:
            return None
        content = self._contents.get((account.id, named)) if isinstance(named, str) else None
        if content is None:
            faults.append(Fault("/content", "not_found", _NOT_FOUND))
        return content

    def _refuse(self, index: int, fact: Any, faults: Sequence[Fault], destination: Destination | None) -> None:
        self._gathered.faults += [FactFault(index, fault) for fault in faults]
        if destination is not None:
            self._gathered.placed[index] = destination
            refusal = _refusal(index + 1, fact, faults[0])
            self._gathered.refusals.setdefault(destination, []).append(refusal)


def _refusal(line: int, fact: Mapping[str, Any], fault: Fault) -> Refusal:
    """Write the first fault of a fact as an import keeps it; an inner member is found under its outer one."""
    outer, _, inner = fault.pointer.removeprefix("/").partition("/")
    outer = outer.replace("~1", "/").replace("~0", "~")
    value = fact.get(outer)
    value = value.get(inner) if inner and isinstance(value, Mapping) else value
    plain = value if isinstance(value, str) else None if isinstance(value, dict | list) or value is None else str(value)
    return Refusal(line, fault.code, fault.detail, inner or outer or None, None if plain is None else shown(plain))


def _accounts(principal: Principal, capability: str, facts: Sequence[Any]) -> dict[str, NetworkAccount]:
    """Find the accounts that the facts name, by the text that names them."""
    named = _ids(facts, "account")
    rows = visible_accounts(principal, capability).filter(archived_at=None, id__in=set(named.values()))
    found = {account.id: account for account in rows}
    return {text: found[key] for text, key in named.items() if key in found}


def _contents(accounts: Mapping[UUID, NetworkAccount], facts: Sequence[Any]) -> dict[tuple[UUID, str], KnownContent]:
    """Find the contents that the facts name by our id, by account and the text that names them."""
    named = _ids(facts, "content")
    if not named:
        return {}
    rows = Content.objects.filter(id__in=set(named.values()), account__in=list(accounts))
    found = {row.id: row for row in rows.only("id", "account_id", "key", "external_id")}
    return {
        (found[key].account_id, text): KnownContent(found[key].key, found[key].external_id)
        for text, key in named.items()
        if key in found
    }


def _ids(facts: Sequence[Any], member: str) -> dict[str, UUID]:
    said = [fact.get(member) for fact in facts if isinstance(fact, dict)]
    texts = {text for text in said if isinstance(text, str)}
    found = {}
    for text in texts:
        try:
            found[text] = UUID(text)
        except ValueError:
            continue
    return found
