"""A header that drifted is told from its profile's: what is missing, what is unknown, and what may be what."""

import pytest

from campaigns.readers import UnreadableFile
from tests.campaigns.readers.conftest import Read

STUDIO = "Date,Video Views,Profile Views,Likes,Comments,Shares"
ROW = "July 9,1,2,3,4,5"


def refused(read: Read, header: str, row: str, **more: object) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(f"{header}\n{row}\n".encode(), **more)
    return caught.value


@pytest.mark.parametrize(
    ("header", "row", "profile", "renamed"),
    [
        (STUDIO.replace("Video Views", "Views"), ROW, "tiktok.studio.overview", {"Views": "Video Views"}),
        ("日期,作品播放量", "2026-01-01,5", "douyin.creator.daily.views", {"作品播放量": "播放量"}),
        (
            "作品名称,发布日期,体裁,审核状态,播放数,完播率",
            "a,2026-01-01 10:00:00,视频,通过,1,0.1",
            "douyin.creator.works",
            {"发布日期": "发布时间", "播放数": "播放量"},
        ),
        (
            "笔记标题,首次发布时间,体裁,曝光,浏览量,封面点击率,点赞,评论,收藏",
            "a,2026年01月05日10时00分00秒,视频,5,5,0.1,1,1,1",
            "xiaohongshu.creator.notes",
            {"浏览量": "观看量"},
        ),
    ],
)
def test_a_renamed_column_is_offered_for_the_missing_one(read: Read, header, row, profile, renamed) -> None:
    fault = refused(read, header, row)
    assert (fault.code, fault.particulars["profile"]) == ("header_changed", profile)
    assert fault.particulars["renamed"] == renamed
    assert set(renamed.values()) <= set(fault.particulars["missing"])
    assert all(header in fault.detail for header in renamed)


def test_what_is_offered_can_be_sent_and_the_file_is_read_under_its_own_headers(read: Read) -> None:
    data = f"{STUDIO.replace('Video Views', 'Views')}\n{ROW}\n".encode()
    reading = read(data, renamed={"Views": "Video Views"})
    assert reading.profile == "tiktok.studio.overview"
    assert (reading.rows[0].values["views"], reading.columns["Views"]) == (1, "views")
    assert (reading.renamed, reading.drift) == ({"Views": "Video Views"}, None)


def test_a_column_that_is_gone_is_named_without_an_offer(read: Read) -> None:
    fault = refused(read, STUDIO.replace("Video Views,", ""), "July 9,2,3,4,5")
    assert (fault.code, fault.particulars["needed"], fault.particulars["renamed"]) == (
        "header_changed",
        ["Video Views"],
        {},
    )


def test_a_file_that_can_be_read_without_it_tells_of_a_column_that_may_be_renamed(read: Read) -> None:
    reading = read(f"{STUDIO.replace('Likes', 'Like count')}\n{ROW}\n".encode())
    assert "likes" not in reading.rows[0].values
    assert reading.drift["renamed"] == {"Like count": "Likes"}
    assert reading.drift["needed"] == []


@pytest.mark.parametrize("header", ["colour,price", "name,age", "a,b", "Date,Weather"])
def test_what_is_nearly_nothing_stays_unknown(read: Read, header: str) -> None:
    assert refused(read, header, "1,2").code == "unknown_format"


def test_a_column_of_no_meaning_here_is_no_drift(read: Read) -> None:
    assert read(f"{STUDIO},Mood\n{ROW},fine\n".encode()).drift is None


def test_a_named_profile_that_does_not_fit_tells_how_its_header_differs(read: Read) -> None:
    fault = refused(read, STUDIO.replace("Video Views", "Views"), ROW, profile="tiktok.studio.overview")
    assert (fault.code, fault.particulars["renamed"]) == ("profile_mismatch", {"Views": "Video Views"})


@pytest.mark.parametrize(
    ("renamed", "said"), [({"Likez": "Likes"}, "no column Likez"), ({"Shares": "Nothing"}, "no column Nothing")]
)
def test_a_renaming_must_name_columns_that_there_are(read: Read, renamed, said: str) -> None:
    fault = refused(read, STUDIO, ROW, renamed=renamed)
    assert fault.code == "bad_rename"
    assert said in fault.detail
