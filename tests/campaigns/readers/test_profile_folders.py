"""A kind of file is a folder: a newcomer copies one, and is told everything that is wrong with it."""

import ast
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campaigns.definitions import DefinitionsError
from campaigns.readers import FileToRead, Profile, profiles, read_file
from campaigns.readers.catalogue import FOLDER
from campaigns.readers.profile import Context
from campaigns.readers.profile_folders import load_profiles
from campaigns.readers.recognition import recognise
from campaigns.readers.tables import tables
from tests.campaigns.readers.conftest import CAPTURED, READ_WHEN_NAMED
from tests.exports.tables import csv_bytes

OVERVIEW = FOLDER / "tiktok" / "studio_overview"
OWN_READERS = sorted(FOLDER.glob("*/*/reader.py"))
PULSE = """
key: weibo.pulse.days
version: 2
network: weibo
grain: account_day
reader: account_days
titles: {en: Pulse, zh-Hans: 脉搏}
descriptions: {en: Made up for a test., zh-Hans: 测试用。}
found_in: {en: Nowhere, zh-Hans: 无处}
covers_days: 90
cadence: weekly
header:
  日期: day
  阅读数: {is: impressions, also: [Reads, 博文阅读数], written_as: ten_thousands}
  转发数: reposts
  备注: not_kept
  粉丝昵称: a_persons_name
optional: {评论数: comments}
required: [日期, 阅读数]
source: Made up.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of an existing folder, where a newcomer begins."""
    return Path(shutil.copytree(OVERVIEW, tmp_path / "weibo" / "pulse_days"))


def mistakes_in(folder: Path, text: str) -> list[str]:
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionsError) as caught:
        load_profiles(folder.parent.parent)
    return [str(mistake) for mistake in caught.value.mistakes]


def read_by(profile: Profile, data: bytes):
    sheet = recognise(tables(data), [profile], explicit=True)
    return sheet, list(profile.read(sheet, Context(CAPTURED, None, None)))


def test_a_newcomer_adds_a_kind_of_file_by_copying_a_folder(folder: Path) -> None:
    (folder / "profile.yaml").write_text(PULSE, encoding="utf-8")
    (folder / "sample.csv").write_text("日期,阅读数,转发数,备注,粉丝昵称\n2026-06-30,1.2,3,x,某人\n", encoding="utf-8")
    (profile,) = load_profiles(folder.parent.parent)
    assert (profile.key, profile.version, profile.network, profile.title) == ("weibo.pulse.days", 2, "weibo", "Pulse")
    assert (profile.collection.covers_days, profile.collection.cadence) == (90, "weekly")
    assert profile.sample_header == ("日期", "阅读数", "转发数", "备注", "粉丝昵称")
    sheet, (row,) = read_by(profile, profile.sample.read_bytes())
    assert (row.day, row.values) == (date(2026, 6, 30), {"impressions": 12_000, "reposts": 3})
    assert sheet.ignored == ("备注", "粉丝昵称")
    assert profile.dropped == {"粉丝昵称": "a_persons_name"}


def test_other_spellings_and_optional_columns_are_read_too(folder: Path) -> None:
    (folder / "profile.yaml").write_text(PULSE, encoding="utf-8")
    (profile,) = load_profiles(folder.parent.parent)
    _, (row,) = read_by(profile, csv_bytes(("日期", "reads", "评论数"), [("2026/6/30", "0.5", "7")]))
    assert row.values == {"impressions": 5_000, "comments": 7}


def test_a_folder_may_bring_a_small_reader_of_its_own(folder: Path) -> None:
    (folder / "profile.yaml").write_text(PULSE.replace("reader: account_days\n", ""), encoding="utf-8")
    (folder / "reader.py").write_text(
        "from campaigns.readers.account_days import read_account_days\n"
        "def read(sheet, context):\n    return (row for row in read_account_days(sheet, context) if row.values)\n"
    )
    (profile,) = load_profiles(folder.parent.parent)
    _, rows = read_by(profile, csv_bytes(("日期", "阅读数"), [("2026-06-29", "-"), ("2026-06-30", "1")]))
    assert [row.day.day for row in rows] == [30]


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("weibo.pulse.days", "weibo.pulse", "key: expected weibo.pulse_days, any _ being a dot"),
        ("network: weibo", "network: douyin", "network: the folder lies in weibo"),
        ("network: weibo\n", "", "network: missing in a folder of weibo"),
        ("network: weibo", "network: weibo\naccount_kinds: [channels]", "account_kinds: only WeChat has several"),
        ("grain: account_day", "grain: hour", "grain: hour is none of account_day"),
        ("version: 2", "version: zero", "version: expected a whole number"),
        ("reader: account_days", "reader: magic", "reader: magic is none of account_days"),
        ("reader: account_days\n", "", "reader: missing, and there is no reader.py"),
        ("reader: account_days", "reader: contents", "reader: contents makes rows of content, not of account_day"),
        ("{en: Pulse, zh-Hans: 脉搏}", "{en: Pulse}", "titles.zh-Hans: missing"),
        ("cadence: weekly", "cadence: hourly", "cadence: hourly is none of daily"),
        ("covers_days: 90", "covers_days: -1", "covers_days: expected a whole number"),
        ("written_as: ten_thousands", "written_as: dozens", "header.阅读数.written_as: dozens is none of percent"),
        ("also: [Reads, 博文阅读数]", "again: [Reads]", "header.阅读数.again: no such field"),
        ("also: [Reads, 博文阅读数]", "also: [转发数]", "header.转发数: 转发数 is a spelling of 阅读数 already"),
        ("required: [日期, 阅读数]\n", "", "required: any file at all would fit"),
        ("source: Made up.", "", "source: missing"),
        ("source: Made up.", "source: Made up.\nmood: fine", "mood: no such field"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_field(folder: Path, wrong: str, right: str, told: str) -> None:
    found = mistakes_in(folder, PULSE.replace(wrong, right))
    assert any(mistake.startswith(f"weibo/pulse_days/profile.yaml: {told}") for mistake in found), found


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    text = PULSE.replace("grain: account_day", "grain: hour").replace("cadence: weekly", "cadence: hourly")
    assert len(mistakes_in(folder, text)) == 2


def test_what_lies_in_a_folder_is_checked_too(folder: Path) -> None:
    (folder / "notes.md").write_text("to do")
    assert mistakes_in(folder, PULSE) == ["weibo/pulse_days/profile.yaml: (folder): notes.md is no part of a profile"]
    (folder / "notes.md").unlink()
    (folder / "reader.py").write_text("reed = None\n")
    assert any("reader.py lies beside it" in mistake for mistake in mistakes_in(folder, PULSE))
    assert any("AttributeError" in told for told in mistakes_in(folder, PULSE.replace("reader: account_days\n", "")))
    (folder / "reader.py").unlink()
    (folder / "sample.csv").unlink()
    assert any("expected one sample" in mistake for mistake in mistakes_in(folder, PULSE))


def test_a_folder_without_a_definition_or_of_no_network_is_told(folder: Path) -> None:
    (folder / "profile.yaml").unlink()
    (folder.parent.parent / "myspace").mkdir()
    with pytest.raises(DefinitionsError) as caught:
        load_profiles(folder.parent.parent)
    assert {mistake.file for mistake in caught.value.mistakes} == {"weibo/pulse_days", "myspace"}


@pytest.mark.parametrize("written_as", ["percent", "percent_times_100", "fen", "milliseconds", "minutes", "hours"])
def test_numbers_written_in_another_unit_are_brought_to_the_metrics_own(folder: Path, written_as: str) -> None:
    meaning = {"percent": "cover_ctr", "percent_times_100": "cover_ctr"}.get(written_as, "first_response_s")
    text = PULSE.replace("is: impressions", f"is: {meaning}").replace("ten_thousands", written_as)
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    (profile,) = load_profiles(folder.parent.parent)
    _, (row,) = read_by(profile, csv_bytes(("日期", "阅读数"), [("2026-06-30", "12.5")]))
    factors = {"minutes": 60, "hours": 3600, "milliseconds": Decimal("0.001"), "percent_times_100": Decimal("0.0001")}
    assert row.values == {meaning: Decimal("12.5") * factors.get(written_as, Decimal("0.01"))}


def test_a_percent_may_carry_its_sign_and_cannot_be_over_100(folder: Path) -> None:
    text = PULSE.replace("is: impressions", "is: cover_ctr").replace("ten_thousands", "percent")
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    (profile,) = load_profiles(folder.parent.parent)
    cells = [("2026-06-28", "12.5%"), ("2026-06-29", "-"), ("2026-06-30", "101")]
    _, (read, missing, refused) = read_by(profile, csv_bytes(("日期", "阅读数"), cells))
    assert (read.values, missing.values) == ({"cover_ctr": Decimal("0.125")}, {})
    assert refused.code == "bad_number"


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.key)
def test_every_sample_is_read_whole_as_what_it_is_a_sample_of(profile: Profile) -> None:
    named = profile.key if profile.key in READ_WHEN_NAMED else None
    known = {"captured_on": CAPTURED, "profile": named, "currency": "EUR"}
    reading = read_file(FileToRead(profile.sample, file_name=profile.sample.name, **known))
    assert (reading.profile, reading.refusals) == (profile.key, ())
    assert reading.rows


@pytest.mark.parametrize("path", OWN_READERS, ids=lambda path: path.parent.name)
def test_a_folders_own_reader_is_small_and_pure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    froms = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imports = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert not {name.partition(".")[0] for name in froms | imports} & {"django", "rest_framework"}
    assert len(path.read_text(encoding="utf-8").splitlines()) < 200
