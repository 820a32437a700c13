"""Kinds of file that are known and not imported are reviewed files too, read as strictly as the others."""

from pathlib import Path

import pytest

from campaigns.definitions import DefinitionsError
from campaigns.readers import UnreadableFile
from campaigns.readers.catalogue import profile_named, refused_kinds
from campaigns.readers.refused_kinds import load_refused
from tests.campaigns.readers.conftest import Read
from tests.exports.tables import csv_bytes

KIND = """
- key: weibo.pulse.people
  code: personal_data
  header: [Name, Telephone]
  reason: People only.
"""


def loaded(root: Path, text: str):
    (root / "weibo").mkdir(exist_ok=True)
    (root / "weibo" / "refused.yaml").write_text(text, encoding="utf-8")
    return load_refused(root)


def test_a_kind_fits_a_header_that_has_all_of_its_columns(tmp_path: Path) -> None:
    (kind,) = loaded(tmp_path, KIND)
    assert (kind.key, kind.code, kind.reason) == ("weibo.pulse.people", "personal_data", "People only.")
    assert kind.fits(["Age", " telephone", "NAME"])
    assert not kind.fits(["Name", "Age"])


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("  reason: People only.\n", "", "weibo/refused.yaml: weibo.pulse.people: reason: missing"),
        ("code:", "kode:", "weibo/refused.yaml: weibo.pulse.people: kode: no such field"),
        (KIND, "key: alone", "weibo/refused.yaml: (file): expected a list of kinds"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_field(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    with pytest.raises(DefinitionsError) as caught:
        loaded(tmp_path, KIND.replace(wrong, right))
    assert told in [str(mistake) for mistake in caught.value.mistakes]


def test_every_kind_that_is_refused_says_why_in_sentences() -> None:
    assert len({kind.key for kind in refused_kinds()}) == len(refused_kinds()) > 0
    for kind in refused_kinds():
        assert kind.reason.endswith(".")


def test_a_file_that_fits_a_profile_is_never_refused_for_its_kind(read: Read) -> None:
    header = ("By Day", "Campaign name", "Cost", "Impressions")
    assert len(read(csv_bytes(header, [("2026-06-28", "Roast", "5", "100")]), currency="EUR").rows) == 1
    with pytest.raises(UnreadableFile) as caught:
        read(csv_bytes(header[1:], [("Roast", "5", "100")]), currency="EUR")
    assert caught.value.code == "not_by_day"


def test_a_file_of_another_kind_of_account_is_refused(read: Read) -> None:
    channels = profile_named("wechat.channels.videos").sample.read_bytes()
    assert read(channels, network="wechat", account_kind="channels").profile == "wechat.channels.videos"
    with pytest.raises(UnreadableFile) as caught:
        read(channels, network="wechat", account_kind="official_account")
    assert caught.value.code == "wrong_account_kind"
