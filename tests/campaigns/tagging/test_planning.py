"""What a tagging changes, what it leaves to others, and that taking it back restores exactly what was."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.tagging.attributes import Attribute, Source
from campaigns.tagging.matching import Wish
from campaigns.tagging.planning import Origin, Tagged, Teller, tag, take_back

NOTHING = {
    Attribute.CAMPAIGN: None,
    Attribute.CREATOR: None,
    Attribute.CATEGORY: "",
    Attribute.HOOK: "",
    Attribute.SOUND: "",
    Attribute.BOOSTED: None,
    Attribute.DISCLOSED: None,
}
NEWS = Wish({Attribute.CATEGORY: "news"})


def content(*hashtags, origins=None, **values):
    stated = {Attribute(name): value for name, value in values.items()}
    return Tagged(UUID(int=7), UUID(int=8), NOTHING | stated, hashtags, origins or {})


def teller(source=Source.HAND, **more):
    return Teller(uuid4(), source, **more)


def by(source, **more):
    return {"category": Origin(uuid4(), source, **more)}


def test_what_is_wished_is_done_and_told():
    outcome = tag(content(), NEWS, someone := teller())
    (change,) = outcome.changes
    assert (change.attribute, change.before, change.after) == ("category", "", "news")
    assert (change.former, change.stands) == (None, someone.tagging)
    assert outcome.tags.values[Attribute.CATEGORY] == "news"
    assert outcome.tags.origins["category"] == Origin(someone.tagging, Source.HAND)


@pytest.mark.parametrize("weaker", [Source.RULE, Source.IMPORT])
@pytest.mark.parametrize("stronger", [Source.HAND, Source.API])
def test_what_a_person_or_a_key_set_no_rule_and_no_import_overwrites(stronger, weaker):
    there = content(category="event", origins=by(stronger))
    assert tag(there, NEWS, teller(weaker)).kept == ("category",)
    assert tag(there, NEWS, teller(weaker)).tags == there
    assert tag(there, NEWS, teller(stronger)).changed


def test_what_a_person_emptied_stays_empty():
    emptied = content(origins=by(Source.HAND))
    assert tag(emptied, NEWS, teller(Source.RULE)).kept == ("category",)
    assert tag(content(), NEWS, teller(Source.RULE)).changed


def test_an_import_overwrites_no_rule_but_an_earlier_import():
    assert tag(content(category="event", origins=by(Source.RULE)), NEWS, teller(Source.IMPORT)).kept
    assert tag(content(category="event", origins=by(Source.IMPORT)), NEWS, teller(Source.IMPORT)).changed
    assert tag(content(category="event", origins=by(Source.IMPORT)), NEWS, teller(Source.RULE)).changed


def test_a_rule_gives_way_to_one_that_comes_first_and_is_in_force():
    later = teller(Source.RULE, priority=100)
    assert tag(content(category="event", origins=by(Source.RULE, priority=10)), NEWS, later).kept
    assert tag(content(category="event", origins=by(Source.RULE, priority=100)), NEWS, later).changed
    assert tag(content(category="event", origins=by(Source.RULE, priority=None)), NEWS, later).changed


def test_what_nobody_is_known_to_have_set_only_people_overwrite():
    assert tag(content(category="event"), NEWS, teller(Source.RULE)).kept == ("category",)
    assert tag(content(category="event"), NEWS, teller(Source.HAND)).changed


def test_a_person_confirms_what_a_rule_has_set():
    there = content(category="news", origins=by(Source.RULE))
    outcome = tag(there, NEWS, teller())
    assert (outcome.changed, len(outcome.changes)) == (False, 1)
    assert tag(outcome.tags, Wish({Attribute.CATEGORY: "event"}), teller(Source.RULE)).kept
    assert tag(there, NEWS, teller(Source.RULE)).changes == ()


def test_only_empty_leaves_what_says_something():
    wish = Wish({Attribute.CATEGORY: "news", Attribute.HOOK: "question"})
    outcome = tag(content(category="event"), wish, teller(only_empty=True))
    assert (outcome.kept, [change.attribute for change in outcome.changes]) == (("category",), ["hook"])


def test_hashtags_come_and_go_however_they_are_spelt():
    there = content("Spring", "ootd")
    outcome = tag(there, Wish(add_hashtags=("OOTD", "new", "NEW"), remove_hashtags=("#spring".strip("#"),)), teller())
    assert outcome.tags.hashtags == ("ootd", "new")
    assert [change.attribute for change in outcome.changes] == ["hashtag:spring", "hashtag:new"]


def test_a_hashtag_that_a_person_took_away_no_rule_adds_again():
    without = tag(content("spring"), Wish(remove_hashtags=("spring",)), teller()).tags
    again = Wish(add_hashtags=("spring",))
    assert tag(without, again, teller(Source.RULE)).kept == ("hashtag:spring",)
    assert tag(content(), again, teller(Source.RULE)).tags.hashtags == ("spring",)


def test_taking_back_leaves_what_somebody_changed_since():
    wish = Wish({Attribute.CATEGORY: "news", Attribute.HOOK: "question"})
    first = tag(content(category="event"), wish, teller())
    later = tag(first.tags, Wish({Attribute.HOOK: "shock"}), teller())
    undone = take_back(later.tags, first.changes, {}, gone=frozenset())
    assert undone.kept == ("hook",)
    assert (undone.tags.values[Attribute.CATEGORY], undone.tags.values[Attribute.HOOK]) == ("event", "shock")


def test_a_value_that_was_set_again_to_the_same_is_somebody_elses_by_now():
    first = tag(content(), NEWS, teller(Source.RULE))
    confirmed = tag(first.tags, NEWS, teller())
    assert take_back(confirmed.tags, first.changes, {}, gone=frozenset()).kept == ("category",)


def test_a_creator_who_is_gone_is_not_given_back():
    gone = str(uuid4())
    first = tag(content(creator=gone), Wish({Attribute.CREATOR: None}), teller())
    assert take_back(first.tags, first.changes, {}, gone=frozenset({gone})).kept == ("creator",)
    assert take_back(first.tags, first.changes, {}, gone=frozenset()).tags.values[Attribute.CREATOR] == gone


TEXTS = st.sampled_from(["", "a", "b"])
TAGS = st.sampled_from(["one", "Two", "three", "四"])
WISHES = st.builds(
    Wish,
    st.fixed_dictionaries(
        {},
        optional={
            Attribute.CATEGORY: TEXTS,
            Attribute.HOOK: TEXTS,
            Attribute.BOOSTED: st.sampled_from([None, True, False]),
        },
    ),
    st.lists(TAGS, max_size=3).map(tuple),
    st.lists(TAGS, max_size=2).map(tuple),
)
TELLERS = st.builds(
    Teller, st.uuids(), st.sampled_from(list(Source)), st.none() | st.integers(1, 3), only_empty=st.booleans()
)
CONTENTS = st.builds(
    lambda tags, category, boosted: content(*tags, category=category, boosted=boosted),
    st.lists(TAGS, unique=True, max_size=4),
    TEXTS,
    st.sampled_from([None, True]),
)


def back(tags, outcome, origins):
    return take_back(tags, outcome.changes, origins, gone=frozenset())


@given(CONTENTS, st.lists(st.tuples(WISHES, TELLERS), max_size=6, unique_by=lambda act: act[1].tagging))
def test_taking_taggings_back_in_turn_restores_exactly_what_was(there, acts):
    origins = {each.tagging: Origin(each.tagging, each.source, each.priority) for _, each in acts}
    states, outcomes = [there], []
    for wish, each in acts:
        outcomes.append(tag(states[-1], wish, each))
        states.append(outcomes[-1].tags)
    now = states[-1]
    for former, outcome in zip(reversed(states[:-1]), reversed(outcomes), strict=True):
        undone = back(now, outcome, origins)
        assert undone.kept == ()
        now = undone.tags
        assert now == former


@given(CONTENTS, WISHES, TELLERS)
def test_taking_an_undoing_back_has_the_tagging_again(there, wish, each):
    origins = {each.tagging: Origin(each.tagging, each.source, each.priority)}
    done = tag(there, wish, each)
    undone = back(done.tags, done, origins)
    assert back(undone.tags, undone, origins).tags == done.tags


@given(CONTENTS, WISHES, TELLERS)
def test_tagging_twice_changes_nothing_the_second_time(there, wish, each):
    once = tag(there, wish, each)
    assert tag(once.tags, wish, replace(each, tagging=uuid4())).changes == ()


@given(CONTENTS, WISHES, TELLERS, WISHES, TELLERS)
def test_a_weaker_source_never_undoes_a_stronger_one(there, wish, person, other, weaker):
    person = replace(person, source=Source.HAND)
    weaker = replace(weaker, source=Source.RULE, tagging=uuid4())
    first = tag(there, wish, person)
    second = tag(first.tags, other, weaker)
    touched = {change.attribute for change in first.changes}
    assert touched.isdisjoint(change.attribute for change in second.changes)
