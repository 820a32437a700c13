"""Tells what is wrong with a definition's formulas: once, however many places share the mistake."""

from collections.abc import Collection, Iterator, Mapping

from kpis.catalogue.drafts import Draft
from kpis.catalogue.places import kinds_of, parted
from kpis.formulas import FormulaError, FormulaErrorCode

_Where = tuple[str, int, str]  # field, position, and what is told


def note_failures(draft: Draft, failed: Mapping[str, FormulaError], kinds: Collection[str]) -> None:
    """Note the mistakes of formulas that could not be compiled, by place.

    `kinds` are the kinds of account, by place, that have the KPI. What does not exist on one kind is no mistake where
    another has the KPI and the author names none: the KPI exists on the other.
    """
    told: set[tuple[str, int, str]] = set()
    absent: dict[_Where, list[str]] = {}
    for place, mistake in _each(failed):
        field = _field_of(draft, place)
        if mistake.code is FormulaErrorCode.NOT_HERE:
            if not _left_out(draft, place, kinds):
                absent.setdefault((field, mistake.position, mistake.detail), []).append(place)
        elif (field, mistake.position, mistake.code) not in told:
            told.add((field, mistake.position, mistake.code))
            draft.reader.mistake(field, mistake.detail, code=mistake.code, position=mistake.position)
    for (field, position, detail), places in absent.items():
        problem = f"{detail} on {', '.join(places)}"
        draft.reader.mistake(field, problem, code=FormulaErrorCode.NOT_HERE, position=position)


def _each(failed: Mapping[str, FormulaError]) -> Iterator[tuple[str, FormulaError]]:
    return ((place, mistake) for place, found in failed.items() for mistake in found.every())


def _left_out(draft: Draft, place: str, kinds: Collection[str]) -> bool:
    """Tell whether a KPI simply does not exist on a place; a network with kinds of account is judged by these."""
    network, kind = parted(place)
    here = kinds_of(network)
    if kind is None:
        return any(each in draft.texts for each in here)
    return not draft.account_kinds and any(each in kinds for each in here)


def _field_of(draft: Draft, place: str) -> str:
    """Name the field in which the author wrote a place's formula."""
    if not draft.reader.has("formulas"):
        return "formula"
    own = place in draft.reader.mapping("formulas")
    return f"formulas.{place}" if own else f"formulas.{parted(place)[0]}"
