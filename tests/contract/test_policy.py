"""Every route and method, asked by everybody about everything: the answer is the policy's, and tells nothing more."""

import pytest
from django.db import transaction

from tests.contract.asking import ask, body_of
from tests.contract.policy import PEOPLE, POLICY, Row
from tests.contract.routes import served
from tests.contract.things import Place
from tests.people import CANARY


def test_every_route_and_method_has_exactly_one_row():
    rows = [(row.method, row.route) for row in POLICY]
    assert sorted(rows) == sorted(served())


@pytest.mark.parametrize("row", POLICY, ids=lambda row: f"{row.method} {row.route}")
def test_everybody_gets_the_answer_of_the_policy(api, places_for, row):
    places = places_for(row.route)
    answers = {(who, where): _ask(api, row, who, places[where]) for who in PEOPLE for where in row.places}
    given = {case: answer.status_code for case, answer in answers.items()}
    assert given == {case: row.expected(*case) for case in answers}
    for (who, _), answer in answers.items():
        sent = body_of(answer) + str(answer.headers).encode()
        assert who == "erin" or CANARY.encode() not in sent


@pytest.mark.parametrize(
    "row", [row for row in POLICY if len(row.places) > 1], ids=lambda row: f"{row.method} {row.route}"
)
def test_what_is_foreign_looks_like_what_is_missing(api, places_for, row):
    places = places_for(row.route)
    foreign, missing = (_ask(api, row, "alice", places[where]) for where in ("south", "missing"))
    assert _told(foreign) == _told(missing)


def test_filters_by_foreign_ids_give_what_missing_ids_give(api, places_for):
    places = places_for("/brands")
    for resource, name, of in FILTERS:
        answers = [
            api("bob").get(f"/{resource}?{name}={places[where].ids[of]}") for where in ("other", "south", "missing")
        ]
        assert [answer.json() for answer in answers] == [{"items": [], "next_cursor": None}] * 3
        assert len(api("bob").get(f"/{resource}?{name}={places['own'].ids[of]}").json()["items"]) >= 1


FILTERS = (
    ("accounts", "brand", "brands"),
    ("campaigns", "brand", "brands"),
    ("contents", "account", "accounts"),
    ("contents", "brand", "brands"),
    ("costs", "brand", "brands"),
    ("ad-units", "account", "accounts"),
)


def _ask(api, row: Row, who: str | None, place: Place):
    """Ask, and take back whatever the answer changed."""
    with transaction.atomic():
        answer = ask(api(who), row.method, row.route, place)
        transaction.set_rollback(True)
    return answer


def _told(answer) -> tuple[int, dict]:
    body = answer.json()
    return answer.status_code, {name: value for name, value in body.items() if name not in {"request_id", "instance"}}
