"""Both languages say everything, with the same gaps, and no key is left without a word."""

from string import Formatter

import pytest

from campaigns.metrics import NETWORKS
from kpis.benchmarks import Band, Statistic
from kpis.formulas import Reason
from kpis.grading.lenses import GradeReason, LensKind, Position
from kpis.grading.lenses import Lens as GradeLens
from kpis.reports.errors import UnknownLanguage
from kpis.reports.words import LANGUAGES, words_in


def _gaps(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


def test_every_language_has_the_same_phrases_with_the_same_gaps() -> None:
    english, chinese = (words_in(language) for language in LANGUAGES)
    assert english.phrases.keys() == chinese.phrases.keys()
    assert [key for key in english.phrases if _gaps(english.phrases[key]) != _gaps(chinese.phrases[key])] == []


def test_every_language_has_the_same_vocabularies() -> None:
    english, chinese = (words_in(language) for language in LANGUAGES)
    assert {name: set(words) for name, words in english.vocabularies.items()} == {
        name: set(words) for name, words in chinese.vocabularies.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("vocabulary", "keys"),
    [
        ("bands", list(Band)),
        ("reasons", [*Reason, *GradeReason]),
        ("lenses", list(GradeLens)),
        ("kinds", [kind for kind in [*LensKind, *Statistic] if kind != Statistic.PERCENTILES]),
        ("positions", list(Position)),
        ("networks", list(NETWORKS)),
        ("reliabilities", ["H", "M", "L", "seed"]),
        ("formats", ["video", "image_text", "article", "livestream", "other"]),
        ("cost_kinds", ["creator_fee", "production", "other"]),
        ("statuses", ["no_data", "too_early", "on_track", "at_risk", "off_track", "achieved", "missed"]),
    ],
)
def test_every_value_that_the_product_knows_has_a_word(language, vocabulary, keys) -> None:
    words = words_in(language).vocabularies[vocabulary]
    assert [key for key in keys if not words.get(key)] == []


def test_a_reason_that_a_later_version_brings_is_shown_as_plain_words() -> None:
    assert words_in("en").label("reasons", "wrong_moon_phase") == "wrong moon phase"


def test_a_kpi_without_a_name_in_the_language_has_its_english_one_or_its_key() -> None:
    chinese = words_in("zh-Hans")
    assert chinese.name_of({"kpi": "own_score", "names": {"en": "Own score"}}) == "Own score"
    assert chinese.name_of({"kpi": "own_score"}) == "Own score"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownLanguage) as caught:
        words_in("de")
    assert caught.value.code == "unknown_language"
