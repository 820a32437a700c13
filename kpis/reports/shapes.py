"""Allow-lists for snapshots: what a reader may see is named here, and whatever is not named is dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Scalar:
    """A text, number, truth value or null. A list or object in its place is dropped, whatever it holds."""


@dataclass(frozen=True)
class Each:
    """An object whose keys are open (KPI keys, say) and whose values all have one shape."""

    shape: "Shape"


Shape = Scalar | Each | Mapping[str, "Shape"]

_DROPPED = object()


def fields(names: str, /, **nested: Shape) -> dict[str, Shape]:
    """Return a shape from space-separated names of scalars and named nested shapes."""
    return {**dict.fromkeys(names.split(), Scalar()), **nested}


def keep(value: Any, shape: Shape) -> Any:
    """Return a copy of a JSON value that holds only what the shape names; a list keeps each of its elements."""
    kept = _keep(value, shape)
    return None if kept is _DROPPED else kept


def _keep(value: Any, shape: Shape) -> Any:
    if value is None:
        return None
    match shape:
        case Scalar():
            return _DROPPED if isinstance(value, dict | list) else value
        case Each(shape=inner):
            return _keep_named(value, dict.fromkeys(value, inner)) if isinstance(value, dict) else _DROPPED
        case _:
            if isinstance(value, list):
                return [kept for item in value if (kept := _keep(item, shape)) is not _DROPPED]
            return _keep_named(value, shape) if isinstance(value, dict) else _DROPPED


def _keep_named(value: Mapping[str, Any], shape: Mapping[str, Shape]) -> dict[str, Any]:
    found = {name: _keep(value[name], inner) for name, inner in shape.items() if name in value}
    return {name: kept for name, kept in found.items() if kept is not _DROPPED}
