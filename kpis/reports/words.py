"""The words of reports in each language: one YAML file a language, every file with the same keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from campaigns.metrics import NETWORKS
from kpis.reports.errors import UnknownLanguage

LANGUAGES = ("en", "zh-Hans")

_FOLDER = Path(__file__).parent / "wording"


@dataclass(frozen=True)
class Words:
    """All texts of one language: `phrases` with named gaps, `vocabularies` from machine key to word."""

    language: str
    phrases: Mapping[str, str]
    vocabularies: Mapping[str, Mapping[str, str]]

    def say(self, phrase: str, **gaps: object) -> str:
        """Return a phrase with its gaps filled. Raises KeyError for a phrase or gap that does not exist."""
        return self.phrases[phrase].format_map(gaps)

    def label(self, vocabulary: str, key: object) -> str:
        """Return the word for a key; a key that a later version brought is shown as plain words."""
        return self.vocabularies[vocabulary].get(str(key)) or str(key).replace("_", " ")

    def name_of(self, item: Mapping[str, Any]) -> str:
        """Return a KPI's name in this language, else in English, else its key as plain words."""
        names = item.get("names") or {}
        return names.get(self.language) or names.get("en") or str(item["kpi"]).replace("_", " ").capitalize()


@cache
def words_in(language: str) -> Words:
    """Return the words of a language. Raises UnknownLanguage."""
    if language not in LANGUAGES:
        raise UnknownLanguage(f"Reports are written in {', '.join(LANGUAGES)}, not in {language!r}.")
    content = yaml.safe_load((_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    vocabularies = {name: MappingProxyType(words) for name, words in content["vocabularies"].items()}
    vocabularies["networks"] = MappingProxyType({key: network.names[language] for key, network in NETWORKS.items()})
    return Words(language, MappingProxyType(content["phrases"]), MappingProxyType(vocabularies))
