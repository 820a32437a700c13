"""What a file says of a content's labels is taken over, never over what a person said; moments keep their zone."""

from datetime import date, datetime

import pytest

from audit.actors import COMMAND_LINE
from campaigns.imports.services import Upload, import_file
from campaigns.models import Content
from clients.models import NetworkAccount
from clients.networks import Network
from tests.exports import douyin, tables, xiaohongshu

CAPTURED = date(2026, 7, 11)
HEADER = ("external_id", "title", "published_at", "category", "hook", "sound", "hashtags", "boosted", "views")


@pytest.fixture
def account(in_north):
    account = NetworkAccount.objects.get(id=in_north.aurora_account)
    account.time_zone = "Europe/Berlin"
    account.save()
    return account


@pytest.fixture
def load(account, tmp_path):
    def run(data: bytes, *, name: str = "contents.csv", captured_on: date = CAPTURED):
        path = tmp_path / name
        path.write_bytes(data)
        upload = Upload(path=path, file_name=name, account=account, captured_on=captured_on)
        return import_file(upload, actor=COMMAND_LINE, write=True)

    return run


def content_csv(**said: str) -> bytes:
    known = {"external_id": "7", "published_at": "2026-07-01 12:00:00", "views": "1", **said}
    return tables.csv_bytes(HEADER, [[known.get(name, "") for name in HEADER]])


def test_labels_of_a_file_are_taken_over(load):
    said = {"category": "educational", "hook": "question", "sound": "Espresso Song", "hashtags": "#咖啡 latte"}
    load(content_csv(**said, boosted="yes"))
    content = Content.objects.get()
    assert (content.category, content.hook, content.sound) == ("educational", "question", "Espresso Song")
    assert (content.hashtags, content.boosted) == (["咖啡", "latte"], True)


def test_a_later_file_changes_what_an_earlier_one_said_and_a_blank_takes_nothing_away(load):
    load(content_csv(category="educational", hook="question", boosted="no"))
    load(content_csv(category="promotional"), name="later.csv")
    content = Content.objects.get()
    assert (content.category, content.hook, content.boosted) == ("promotional", "question", False)


def test_hashtags_come_from_the_title_where_no_column_states_them(load):
    load(content_csv(title="秋天的第一杯 #咖啡 ＃拿铁"))
    assert Content.objects.get().hashtags == ["咖啡", "拿铁"]


def test_stated_hashtags_win_over_those_of_the_title(load):
    load(content_csv(title="秋天的第一杯 #咖啡", hashtags="拿铁"))
    assert Content.objects.get().hashtags == ["拿铁"]


def test_weibos_hashtags_are_closed_by_a_second_sign(load, account):
    account.network = Network.WEIBO
    account.save()
    load(content_csv(title="#新品 上市# 今天 #不算"))
    assert Content.objects.get().hashtags == ["新品 上市"]


def test_the_same_file_again_brings_back_no_hashtag_that_was_taken_away(load):
    data = content_csv(title="秋天的第一杯 #咖啡 #拿铁")
    load(data)
    Content.objects.update(hashtags=["咖啡"])
    load(data)
    assert Content.objects.get().hashtags == ["咖啡"]


@pytest.mark.parametrize(
    ("network", "data", "printed"),
    [
        (Network.DOUYIN, douyin.works_xlsx([douyin.work()]), "2026-04-03T21:26:39"),
        (Network.XIAOHONGSHU, xiaohongshu.notes_xlsx([xiaohongshu.note()]), "2026-07-11T03:09:05"),
    ],
)
def test_a_chinese_networks_moment_is_chinas_wherever_the_account_is(load, account, network, data, printed):
    account.network = network
    account.save()
    load(data, name="export.xlsx")
    content = Content.objects.get()
    assert content.published_at == datetime.fromisoformat(f"{printed}+08:00")
    assert content.published_on == date.fromisoformat(printed[:10])


def test_a_moment_of_our_own_csv_is_the_accounts(load):
    load(content_csv())
    assert Content.objects.get().published_at == datetime.fromisoformat("2026-07-01T12:00:00+02:00")
