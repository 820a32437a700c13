"""What is proposed for a content, how sure it is, and what it rests on."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from campaigns.tagging.attributes import Attribute
from campaigns.tagging.matching import Described
from campaigns.tagging.planning import Tagged
from campaigns.tagging.proposing import Evidence, Known, Precedents, Running, proposals
from campaigns.tagging.wording import mentions_in, words_in

BRAND, OTHER, ACCOUNT = UUID(int=1), UUID(int=2), UUID(int=3)
LAUNCH, SALE, LIN = UUID(int=10), UUID(int=11), UUID(int=12)
LABELS = {str(LAUNCH): "Launch", str(SALE): "Sale", str(LIN): "Lin"}
BLANK = dict.fromkeys(("category", "hook", "sound"), "") | dict.fromkeys(
    ("campaign", "creator", "boosted", "disclosed")
)


def content(title="", *, brand=BRAND, day=None, number=99, hashtags=(), **values):
    tags = {Attribute(name): value for name, value in (BLANK | values).items()}
    described = Described(ACCOUNT, brand, title, hashtags, day)
    return Known("tiktok", described, Tagged(UUID(int=number), brand, tags, hashtags))


def proposed(one, tagged=(), **evidence):
    found = proposals(one, Evidence(labels=LABELS, **evidence), Precedents.of(tagged))
    return {(each.attribute.value, each.value): each for each in found}


def test_a_hashtag_that_goes_with_a_value_proposes_it_as_surely_as_it_does():
    tagged = [content(hashtags=("spring",), campaign=str(LAUNCH))] * 12
    tagged += [content(hashtags=("spring",), campaign=str(SALE))] * 2
    found = proposed(content("see #Spring"), tagged)["campaign", str(LAUNCH)]
    assert (found.confidence, found.label, found.kind) == (Decimal("0.81"), "Launch", "hashtag")
    assert found.because == "12 of 14 contents with #spring have campaign Launch"


def test_a_single_content_and_a_minority_prove_nothing():
    assert proposed(content("#a"), [content("#a", category="event")]) == {}
    mixed = [content("#a", category=each) for each in ("event", "event", "ugc", "service", "ugc")]
    assert proposed(content("#a"), mixed) == {}
    assert proposed(content("#a"), [content("#a", category="event")] * 2)


def test_contents_of_other_brands_prove_nothing():
    tagged = [content("#a", category="event")] * 5
    assert proposed(content("#a", brand=OTHER), tagged) == {}
    assert proposed(content("#a"), tagged)


def test_words_and_sounds_count_less_than_hashtags():
    alike = {"sound": "Song", "hook": "question"}
    tagged = [content("新品上市", **alike)] * 8
    assert proposed(content("冬季新品"), tagged)["hook", "question"].confidence == Decimal("0.72")
    assert proposed(content(sound="song"), tagged)["hook", "question"].confidence == Decimal("0.81")


def test_only_what_is_lacking_is_proposed_and_never_an_archived_campaign():
    tagged = [content("#a", category="event", campaign=str(UUID(int=77)))] * 5
    assert set(proposed(content("#a"), tagged)) == {("category", "event")}
    assert proposed(content("#a", category="ugc"), tagged) == {}


def test_an_ad_unit_tells_the_campaign():
    found = proposed(content(number=5), of_ad_units={UUID(int=5): frozenset({SALE})})
    assert found["campaign", str(SALE)].confidence == Decimal("0.95")


def test_the_days_of_the_only_campaign_tell_more_than_those_of_one_of_several():
    launch = Running(LAUNCH, BRAND, "Launch", date(2026, 3, 1), date(2026, 3, 31))
    sale = Running(SALE, BRAND, "Sale", date(2026, 3, 15), date(2026, 3, 31))
    alone = proposed(content(day=date(2026, 3, 1)), campaigns=[launch, sale])
    assert {key: each.confidence for key, each in alone.items()} == {("campaign", str(LAUNCH)): Decimal("0.60")}
    both = proposed(content(day=date(2026, 3, 31)), campaigns=[launch, sale])
    assert {each.confidence for each in both.values()} == {Decimal("0.30")}
    assert proposed(content(day=date(2026, 4, 1)), campaigns=[launch, sale]) == {}
    assert proposed(content(day=date(2026, 3, 1), brand=OTHER), campaigns=[launch]) == {}


def test_a_mentioned_creator_of_the_same_network_is_proposed():
    assert proposed(content("with @LinXia!"), creators={("tiktok", "linxia"): LIN})["creator", str(LIN)].label == "Lin"
    assert proposed(content("with @LinXia!"), creators={("weibo", "linxia"): LIN}) == {}


def test_the_surest_come_first_and_at_most_three_an_attribute():
    tagged = [content(f"#{tag}", category=tag) for tag in "abcd" for _ in range(3)]
    tagged += [content("#d", category="d")] * 3
    found = proposals(content("#a #b #c #d"), Evidence(labels=LABELS), Precedents.of(tagged))
    assert [each.value for each in found] == ["d", "a", "b"]


def test_words_are_pairs_of_chinese_signs_and_runs_of_letters():
    assert words_in("New 新品上市 ok") == {"new", "新品", "品上", "上市"}
    assert mentions_in("by @Lin.Xia, and ＠bo_b") == {"lin.xia", "bo_b"}
