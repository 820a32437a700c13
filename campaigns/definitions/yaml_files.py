"""Reads YAML definition files strictly: a key given twice is a mistake, not a silent overwrite."""

from pathlib import Path
from typing import Any

import yaml

from campaigns.definitions.mistakes import Mistake

try:  # libyaml reads the files eight times as fast, which every start of a process feels
    from yaml import CSafeLoader as _Loader
except ImportError:
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class _StrictLoader(_Loader):
    """The safe loader, refusing a key that stands twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the parent's signature
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key} stands twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path, mistakes: list[Mistake], *, name: str | None = None) -> Any:
    """Return the content of a YAML file; None, and a mistake noted under `name`, where it is not readable."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 - derived from SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        mistakes.append(Mistake(name or path.name, "(file)", " ".join(str(problem).split())))
        return None
