"""A unit follows what is stated of itself, else the nearest level over it that something is stated of."""

from uuid import UUID, uuid4

import pytest

from campaigns.ad_labels.resolving import UNLINKED, Label, LabelKind, Link, Unit, links_of

SPRING, AUTUMN = uuid4(), uuid4()


def unit(external_id: str, name: str = "", *, parent: str = "", said: UUID | None = None, vendor: str = "") -> Unit:
    return Unit(uuid4(), external_id, name, parent, "", vendor, said)


def named(text: str, campaign: UUID = SPRING) -> Label:
    return Label(uuid4(), LabelKind.NAME, text, campaign)


def of_id(text: str, campaign: UUID = SPRING) -> Label:
    return Label(uuid4(), LabelKind.EXTERNAL_ID, text, campaign)


def link_of(asked: Unit, others: list[Unit], labels: list[Label]) -> Link:
    return links_of([asked, *others], labels)[asked.id]


@pytest.mark.parametrize("name", ["Spring  Launch", "ＳＰＲＩＮＧ launch", " spring launch "])
def test_a_name_is_found_however_it_is_spelt(name):
    label = named("spring launch")
    assert link_of(unit("1", name), [], [label]) == Link(SPRING, label.id, "label")


def test_an_id_says_more_than_a_name():
    by_name, by_id = named("spring"), of_id("1", AUTUMN)
    assert link_of(unit("1", "Spring"), [], [by_name, by_id]) == Link(AUTUMN, by_id.id, "label")


def test_a_unit_without_a_label_follows_the_nearest_level_over_it():
    campaign, group = unit("c", "Spring"), unit("g", "Women", parent="c")
    far, near = named("spring"), named("women", AUTUMN)
    asked = unit("a", "Ad", parent="g")
    assert link_of(asked, [campaign, group], [far]) == Link(SPRING, far.id, "parent")
    assert link_of(asked, [campaign, group], [far, near]) == Link(AUTUMN, near.id, "parent")


def test_a_unit_follows_a_parent_that_no_file_lists():
    label = of_id("c")
    assert link_of(unit("a", parent="c"), [], [label]) == Link(SPRING, label.id, "parent")


def test_a_unit_follows_the_vendors_campaign_that_its_row_names():
    label = named("spring")
    assert link_of(unit("a", vendor="Spring"), [], [label]) == Link(SPRING, label.id, "parent")


def test_a_unit_follows_a_parent_that_somebody_linked():
    assert link_of(unit("a", parent="c"), [unit("c", said=AUTUMN)], []) == Link(AUTUMN, None, "parent")


def test_what_somebody_said_of_a_unit_is_not_asked_about():
    said = unit("a", "Spring", said=AUTUMN)
    assert links_of([said], [named("spring")]) == {}


def test_a_tree_that_goes_round_in_circles_ends():
    assert link_of(unit("a", parent="b"), [unit("b", parent="a")], [named("spring")]) == UNLINKED
