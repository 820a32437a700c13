"""The letter of reminders that one recipient gets: in the agency's language, one item a kind of file of an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from campaigns.collection.assignees import Assignee
from campaigns.collection.owed import Owed, owed
from campaigns.collection.reminders import Reminder
from clients.models import AgencyProfile

MOST_ITEMS: Final = 40
USUAL_LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to whom."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of a language, with places for what they tell of."""

    subject: str
    greeting: str
    opening: str
    missing: str
    closes: str
    more: str
    ending: str


WORDINGS: Final[Mapping[str, Wording]] = {
    "en": Wording(
        subject="{agency}: files that are missing ({count})",
        greeting="Hello {name},",
        opening="these files are late, or can soon be exported no more:",
        missing="{title} - {network}, {handle}: days missing: {days}, the first {first}",
        closes="; export by {closes_on}, or days are lost",
        more="... and {count} more.",
        ending="Once the files are there, these reminders end by themselves.\n{agency}",
    ),
    "zh-Hans": Wording(
        subject="{agency}：待提交的数据文件（{count}）",
        greeting="{name}，您好：",
        opening="以下文件已逾期，或即将无法导出：",
        missing="{title}（{network}，{handle}）：缺 {days} 天，自 {first} 起",
        closes="；请在 {closes_on} 前（含当日）导出，否则数据将丢失",
        more="……另有 {count} 项。",
        ending="文件提交后，提醒会自动停止。\n{agency}",
    ),
}


def letter_to(recipient: Assignee, about: Sequence[Reminder], agency: AgencyProfile) -> Letter:
    """Write the letter of an agency to one recipient about files of accounts, at least one."""
    language = agency.language if agency.language in WORDINGS else USUAL_LANGUAGE
    wording = WORDINGS[language]
    items = [_item(each, wording, language) for each in owed(reminder.entry for reminder in about)]
    left_out = len(items) - MOST_ITEMS
    parts = [
        wording.greeting.format(name=recipient.name or recipient.email),
        wording.opening,
        *items[:MOST_ITEMS],
        *([wording.more.format(count=left_out)] if left_out > 0 else []),
        wording.ending.format(agency=agency.name),
    ]
    return Letter(
        to=recipient.email,
        subject=wording.subject.format(agency=agency.name, count=len(items)),
        text="\n\n".join(parts) + "\n",
    )


def _item(wanted: Owed, wording: Wording, language: str) -> str:
    line = wording.missing.format(
        title=_in_language(wanted.profile.titles, language),
        network=wanted.account.network,
        handle=wanted.account.handle,
        days=wanted.days,
        first=wanted.missing[0].start,
    )
    if wanted.closes_on is not None:
        line += wording.closes.format(closes_on=wanted.closes_on)
    way = _in_language(wanted.profile.collection.found_in, language)
    return f"* {line}\n  {way}" if way else f"* {line}"


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(USUAL_LANGUAGE, "")
