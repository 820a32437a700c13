"""Tracking links: the destination keeps what is its own, and what cannot be tracked is refused."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.attribution.links import build_link, destination_faults, link_warnings, slug_of

UTM = {"utm_source": "douyin", "utm_campaign": "春季 & Co", "utm_content": "01990000-0000-7000-8000-000000000040"}


@pytest.mark.parametrize(
    ("destination", "built"),
    [
        ("https://shop.example", "https://shop.example/?utm_source=douyin"),
        ("https://shop.example/a?b=1", "https://shop.example/a?b=1&utm_source=douyin"),
        ("https://shop.example/a?b=%E6%98%A5&c", "https://shop.example/a?b=%E6%98%A5&c&utm_source=douyin"),
        ("https://shop.example/a?utm_source=x&UTM_term=y&b=1", "https://shop.example/a?b=1&utm_source=douyin"),
        ("https://shop.example/a#part", "https://shop.example/a?utm_source=douyin#part"),
        ("https://shop.example:8443/春?q=夏", "https://shop.example:8443/%E6%98%A5?q=%E5%A4%8F&utm_source=douyin"),
        ("https://商店.example/", "https://xn--czrs0t.example/?utm_source=douyin"),
        ("HTTPS://Shop.Example/A", "https://shop.example/A?utm_source=douyin"),
        ("https://shop.example/100%?q=5%", "https://shop.example/100%25?q=5%25&utm_source=douyin"),
        ("https://[::1]:8000/", "https://[::1]:8000/?utm_source=douyin"),
    ],
)
def test_the_destination_keeps_its_own_query_and_gets_ours(destination, built):
    assert destination_faults(destination) == []
    assert build_link(destination, {"utm_source": "douyin", "utm_term": ""}) == built


@pytest.mark.parametrize(
    ("destination", "code"),
    [
        ("ftp://shop.example/a", "bad_scheme"),
        ("javascript:alert(1)", "bad_scheme"),
        ("shop.example/a", "bad_scheme"),
        ("https://", "bad_host"),
        ("https://user:secret@shop.example/", "credentials_in_url"),
        ("https://shop.example/a b", "bad_url"),
        ("https://shop.example\\@evil.example", "bad_url"),
        ("https://shop.example:port/", "bad_url"),
        ("https://[::1/", "bad_url"),
        ("https://shop.example/" + "a" * 2000, "url_too_long"),
    ],
)
def test_what_cannot_be_tracked_is_refused(destination, code):
    assert [fault.code for fault in destination_faults(destination)] == [code]


@pytest.mark.parametrize(
    ("destination", "codes"),
    [
        ("https://shop.example/", []),
        ("http://shop.example/", ["not_https"]),
        ("https://t.cn/a", ["short_link"]),
        ("https://shop.example/?utm_source=x", ["utm_replaced"]),
        ("https://shop.example/#/a?b=1", ["query_in_fragment"]),
        ("https://shop.example/?mail=lin%40shop.example", ["personal_data"]),
    ],
)
def test_what_is_odd_is_told(destination, codes):
    assert [warning.code for warning in link_warnings(destination)] == codes


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(utm=st.dictionaries(st.sampled_from(sorted(UTM)), texts, min_size=1), kept=st.dictionaries(texts, texts))
def test_every_parameter_reads_back_as_it_was_given(utm, kept):
    own = {name: value for name, value in kept.items() if not name.casefold().startswith("utm_")}
    destination = f"https://shop.example/a?{urlencode(own)}"
    query = dict(parse_qsl(urlsplit(build_link(destination, utm)).query, keep_blank_values=True))
    assert query == {**own, **utm}


@given(utm=st.dictionaries(st.sampled_from(sorted(UTM)), texts, min_size=1))
def test_building_twice_changes_nothing(utm):
    once = build_link("https://shop.example/a?b=1#c", utm)
    assert build_link(once, utm) == once


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Spring Launch 2026", "spring_launch_2026"), ("春季新品 · 抖音", "春季新品_抖音"), ("Ａ/Ｂ", "a_b"), ("!!", "")],
)
def test_a_name_makes_a_word(name, slug):
    assert slug_of(name) == slug
