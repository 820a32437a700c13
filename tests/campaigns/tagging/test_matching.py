"""Which contents a rule is about, and which of several rules has the say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.tagging.attributes import Attribute, folded
from campaigns.tagging.matching import Described, Match, Rule, Wish, fits_pattern, in_order, wishes

BRAND, OTHER, ACCOUNT = UUID(int=1), UUID(int=2), UUID(int=3)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def content(title="", **more):
    return Described(account=ACCOUNT, brand=BRAND, title=title, **more)


def rule(number=1, *, match=None, wish=None, brand=BRAND, account=None, priority=100, age=0):
    return Rule(
        id=UUID(int=number),
        brand=brand,
        account=account,
        match=match or Match(title_contains=("spring",)),
        wish=wish or Wish({Attribute.CATEGORY: f"by {number}"}),
        priority=priority,
        created_at=NOON - timedelta(days=age),
    )


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("Spring", "our SPRING launch"),
        ("ＳＰＲＩＮＧ", "spring"),
        ("春季", "2026春季新品"),
        ("straße", "STRASSE"),
        ("ﾊﾞ", "バラ"),
    ],
)
def test_words_are_found_whatever_their_case_and_width(word, title):
    assert Match(title_contains=(word,)).holds(content(title))
    assert not Match(title_contains=(word,)).holds(content("autumn"))


@pytest.mark.parametrize("title", ["new #Spring", "＃spring here", "#SPRING#", "a #spring[话题]# b", "end #spring。"])
def test_hashtags_are_found_in_the_title_too(title):
    assert Match(hashtags=("#spring",)).holds(content(title))
    assert not Match(hashtags=("#spring",)).holds(content(title.replace("pring", "printer").replace("PRING", "x")))


def test_kept_hashtags_count_whole_and_not_in_part():
    assert Match(hashtags=("OOTD",)).holds(content(hashtags=("ootd",)))
    assert not Match(hashtags=("ootd",)).holds(content(hashtags=("ootd2026",)))


def test_a_pattern_is_about_the_whole_title():
    match = Match(title_matches=("how to * in * minutes",))
    assert match.holds(content("How to cook in 5 minutes"))
    assert not match.holds(content("How to cook in 5 minutes or more"))


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12))
def test_a_pattern_fits_what_a_shell_pattern_fits(pattern, text):
    assert fits_pattern(text, pattern) == fnmatchcase(text, pattern)


def test_a_pattern_of_many_stars_takes_no_time():
    assert not fits_pattern("a" * 100_000, "*a" * 1000 + "b")


def test_any_of_each_list_is_enough_unless_all_are_asked_for():
    lists = {"title_contains": ("sale", "offer"), "hashtags": ("a", "b")}
    assert Match(**lists).holds(content("sale #b"))
    assert not Match(**lists).holds(content("sale"))
    assert not Match(**lists, all_of=True).holds(content("sale #b"))
    assert Match(**lists, all_of=True).holds(content("offer and sale #b #a"))


def test_days_and_durations_are_inclusive_and_unknown_ones_never_fit():
    days = Match(published_from=date(2026, 3, 1), published_to=date(2026, 3, 31))
    assert [days.holds(content(published_on=date(2026, *day))) for day in [(2, 28), (3, 1), (3, 31), (4, 1)]] == [
        False,
        True,
        True,
        False,
    ]
    assert not days.holds(content())
    short = Match(duration_max=Decimal(15))
    assert short.holds(content(duration_s=Decimal("15.000")))
    assert not short.holds(content(duration_s=Decimal("15.001")))
    assert not short.holds(content())


def test_a_format_is_asked_for_exactly():
    assert Match(format="video").holds(content(format="video"))
    assert not Match(format="video").holds(content(format="article"))


def test_a_rule_never_leaves_its_brand_and_account():
    spring = content("spring")
    assert rule().holds(spring)
    assert not rule(brand=OTHER).holds(spring)
    assert rule(brand=None).holds(spring)
    assert rule(account=ACCOUNT).holds(spring)
    assert not rule(account=OTHER).holds(spring)


def test_the_first_rule_that_states_an_attribute_has_the_say():
    first = rule(1, wish=Wish({Attribute.CATEGORY: "a"}), priority=10)
    second = rule(2, wish=Wish({Attribute.CATEGORY: "b", Attribute.HOOK: "question"}))
    granted = {each.id: dict(wish.values) for each, wish in wishes(in_order([second, first]), content("spring"))}
    assert granted == {first.id: {Attribute.CATEGORY: "a"}, second.id: {Attribute.HOOK: "question"}}


def test_of_equal_priority_the_older_rule_comes_first():
    young, old = rule(1), rule(2, age=5)
    assert in_order([young, old]) == [old, young]


def test_a_hashtag_that_one_rule_adds_no_later_one_removes():
    adds, removes = rule(1, wish=Wish(add_hashtags=("Sale",))), rule(2, wish=Wish(remove_hashtags=("sale",)))
    assert [each.id for each, _ in wishes([adds, removes], content("spring"))] == [adds.id]


WORDS = st.text("aAäÄßｅE春，# ", min_size=1, max_size=4).filter(folded)


@given(st.lists(WORDS, min_size=1, max_size=4), st.text("aAäÄßｅE春，# ", max_size=20), st.booleans())
def test_matching_is_what_folding_and_finding_says(words, title, all_of):
    found = [folded(word) in folded(title) for word in words]
    match = Match(title_contains=tuple(words), all_of=all_of)
    assert match.holds(content(title)) == (all(found) if all_of else any(found))


RULES = st.builds(
    rule,
    number=st.integers(1, 10**6),
    match=st.builds(Match, title_contains=st.lists(st.sampled_from("abc"), max_size=2).map(tuple)),
    wish=st.builds(Wish, st.dictionaries(st.sampled_from(list(Attribute)), st.sampled_from("xyz"))),
    priority=st.integers(1, 3),
    age=st.integers(0, 3),
)


@given(st.lists(RULES, max_size=6, unique_by=lambda each: each.id), st.text("abc", max_size=3), st.randoms())
def test_the_outcome_does_not_depend_on_the_order_in_which_rules_are_read(rules, title, shuffling):
    def outcome(given):
        return {
            name: value for _, wish in wishes(in_order(given), content(title)) for name, value in wish.values.items()
        }

    shuffled = list(rules)
    shuffling.shuffle(shuffled)
    assert outcome(rules) == outcome(shuffled)
    expected = {}
    for each in reversed(in_order(rules)):
        if each.holds(content(title)):
            expected |= each.wish.values
    assert outcome(rules) == expected
