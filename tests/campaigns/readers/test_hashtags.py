"""Hashtags are found in titles as each network writes them."""

import pytest

from campaigns.readers.hashtags import LONGEST, MOST, hashtags_in, listed


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("秋天的第一杯 #咖啡", ("咖啡",)),
        ("#春季穿搭#ootd#新品", ("春季穿搭", "ootd", "新品")),
        ("手冲入门 ＃咖啡 ＃咖啡豆", ("咖啡", "咖啡豆")),
        ("#咖啡[话题]# #手冲[话题]#今天喝什么", ("咖啡", "手冲")),
        ("Love this #coffee, so much! #slow_morning.", ("coffee", "slow_morning")),
        ("#咖啡，真好喝。#早安！", ("咖啡", "早安")),
        ("#春天🌸 去哪儿 #👩‍👩‍👧", ("春天🌸", "👩‍👩‍👧")),
        ("#Coffee #coffee #COFFEE", ("Coffee",)),
        ("We are #1, see https://example.com/#top and it&#39;s true", ()),
        ("C#课程 学C#入门, is it F#major or 5#deals? https://example.com/a#top", ()),
        ("#学C#课程 Café#bar 你好#早安", ("学C", "课程", "早安")),
        ("# 咖啡 ## #", ()),
        ("no tag at all", ()),
        ("", ()),
    ],
)
def test_a_tag_ends_where_its_network_ends_it(title: str, found: tuple[str, ...]) -> None:
    assert hashtags_in(title) == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("#新品上市# 今天来店里", ("新品上市",)),
        ("#new in# and #spring 2026#", ("new in", "spring 2026")),
        ("#蒸汽朋克[超话]# 周末", ("蒸汽朋克",)),
        ("＃春天＃来了", ("春天",)),
        ("#咖啡##手冲#", ("咖啡", "手冲")),
        ("#never closed", ()),
        ("#two\nlines#", ()),
    ],
)
def test_weibo_closes_a_tag_with_a_second_sign(title: str, found: tuple[str, ...]) -> None:
    assert hashtags_in(title, enclosed=True) == found


def test_a_tag_that_no_network_allows_is_none() -> None:
    assert hashtags_in(f"#{'a' * LONGEST} #{'b' * (LONGEST + 1)}") == ("a" * LONGEST,)


def test_a_title_gives_so_many_and_no_more() -> None:
    assert len(hashtags_in(" ".join(f"#tag{number}" for number in range(MOST + 5)))) == MOST


def test_a_list_of_tags_is_kept_in_its_order() -> None:
    assert listed(["b", " a ", "", "B", "7"]) == ("b", "a")
