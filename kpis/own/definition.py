"""What an agency states about a KPI of its own, and which of it is meaning."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kpis.formulas.tokens import respelt

Definition = Mapping[str, Any]

_SHOWN_ONLY = frozenset({"display"})  # how the number is written; definition files know nothing of it
WORDS = frozenset({"names", "network_names", "description", "why", "source", *_SHOWN_ONLY})
_ONE_OR_THE_OTHER: Mapping[str, str] = MappingProxyType({"formula": "formulas", "formulas": "formula"})


def changed(definition: Definition, changes: Definition) -> dict[str, Any]:
    """Return the definition with changes made: null and no text take a field away, one formula replaces many."""
    after = dict(definition)
    for field, value in changes.items():
        other = _ONE_OR_THE_OTHER.get(field)
        if other is not None and value is not None and other not in changes:
            after.pop(other, None)
        after[field] = value
    return {field: value for field, value in after.items() if value not in (None, "")}


def means_the_same(before: Definition, after: Definition) -> bool:
    """Tell whether nothing but words changed."""
    return _meaning(before) == _meaning(after)


def as_file(key: str, version: int, definition: Definition) -> dict[str, Any]:
    """Return the fields as a definition file would have them, to be checked by the rules of the catalogue."""
    stated = {field: value for field, value in definition.items() if field not in _SHOWN_ONLY}
    return {**stated, "key": key, "version": version}


def renamed(definition: Definition, old: str, new: str) -> dict[str, Any]:
    """Return the definition with another key wherever it names a KPI by its old one."""
    after = dict(definition)
    if isinstance(definition.get("formula"), str):
        after["formula"] = respelt(definition["formula"], old, new)
    if isinstance(definition.get("formulas"), Mapping):
        after["formulas"] = {place: respelt(text, old, new) for place, text in definition["formulas"].items()}
    if "pair_with" in definition:
        after["pair_with"] = [new if key == old else key for key in definition["pair_with"]]
    return after


def formula_texts(definition: Definition) -> tuple[str, ...]:
    """Return every formula of a definition as written, however broken the rest of it is."""
    stated = definition.get("formulas")
    texts = stated.values() if isinstance(stated, Mapping) else [definition.get("formula")]
    return tuple(text for text in texts if isinstance(text, str))


def _meaning(definition: Definition) -> dict[str, Any]:
    return {field: value for field, value in definition.items() if field not in WORDS}
