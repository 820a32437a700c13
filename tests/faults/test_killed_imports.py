"""Whoever is killed in the middle of a load, with kill -9 and at random: nothing is partial, nothing is lost.

YARDSTICK_FAULT_ROUNDS sets how many loads are hit between their first COPY and their COMMIT (3 by default); the
moments are drawn from YARDSTICK_FAULT_SEED and logged.
"""

import os
import random
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import cycle, islice
from time import monotonic
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.faults.installation import WEB, WORKER, Installation, Unanswered, running

pytestmark = pytest.mark.commits
ROUNDS = int(os.environ.get("YARDSTICK_FAULT_ROUNDS", "3"))
SEED = int(os.environ.get("YARDSTICK_FAULT_SEED", "7"))
VICTIMS = ("worker", "database", "web")
MISSES = 10  # loads in which the moment may be missed, one after another
SMALL, LARGE = 4_900, 6_000  # rows: the first is loaded by the web server, the second by the worker
LOADING = """
SELECT pid, xact_start, left(query, 40) FROM pg_stat_activity
WHERE usename = 'yardstick_app' AND backend_xid IS NOT NULL AND (%s OR query ~ '^(COPY|INSERT|UPDATE|WITH).*staged')
"""
PATIENCE = 30  # seconds until a load that was accepted begins, on a machine with other work
STORED = """
SELECT (SELECT count(*) FROM {0}.campaigns_adday d JOIN {0}.campaigns_adunit u ON u.id = d.ad_unit_id
        WHERE u.account_id = %(account)s),
    (SELECT count(*) FROM {0}.campaigns_factrevision r JOIN {0}.campaigns_import i ON i.id = r.upload_id
        WHERE i.account_id = %(account)s AND i.state = 'committed'),
    (SELECT count(*) FROM {0}.campaigns_factrevision r JOIN {0}.campaigns_import i ON i.id = r.upload_id
        WHERE i.account_id = %(account)s AND i.state <> 'committed')
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    with running(tmp_path_factory.mktemp("faults")) as installation:
        yield installation


def ads(rows: int) -> bytes:
    lines = (f"2026-01-{1 + row % 28:02d},tiktok_ads,{row // 28},ad,EUR,1.50,1000,{row % 7}" for row in range(rows))
    return "\n".join(["day,source,external_id,level,currency,spend,impressions,clicks", *lines, ""]).encode()


def beginning(watching: psycopg.Connection[Any], sent: Future[Any]) -> tuple[Any, ...] | None:
    """Wait for a load that has begun to copy; None where it was not seen: nobody took the file, or it was too fast."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        if begun := watching.execute(LOADING, [False]).fetchone():
            return begun
        if sent.done() and (sent.result() is None or sent.result()["state"] == "committed"):
            return None
    return None


def kill_in_the_middle(installation: Installation, victim: str, chance: random.Random, sent: Future[Any]) -> str | None:
    """Kill a part once a load has begun to copy and before it commits; tell when, or None where that was missed."""
    part = None if victim == "database" else installation.process_of({"worker": WORKER, "web": WEB}[victim])
    prey = part or installation.postmaster()
    with installation.inside() as watching:
        begun = beginning(watching, sent)
        if begun is None:
            return None
        for _ in range(chance.randrange(400)):
            watching.execute("SELECT")
        still = [row for row in watching.execute(LOADING, [True]).fetchall() if row[:2] == begun[:2]]
        prey.kill()
        return f"{victim} killed at {still[0][2]!r}" if still else None


def stored(installation: Installation, schema: str, account: str) -> tuple[int, int, int]:
    with installation.inside() as connection:
        return connection.execute(STORED.format(schema), {"account": account}).fetchone()


def load(installation: Installation, victim: str, account: str) -> dict[str, Any] | None:
    """Send the file; None where nobody acknowledged it."""
    try:
        return installation.upload(account, ads(SMALL if victim == "web" else LARGE))
    except Unanswered:
        return None


def finished(installation: Installation, made: dict[str, Any]) -> dict[str, Any] | None:
    now = installation.ask("GET", f"/api/v1/imports/{made['id']}")
    return None if now["state"] in {"queued", "running"} else now


def one_round(installation: Installation, schema: str, brand: str, victim: str, chance: random.Random) -> str | None:
    """Kill a part during a load into a new account and see what stands; gives the moment, None for one that missed."""
    named = {"brand": brand, "network": "tiktok", "handle": uuid4().hex}
    account = installation.until(lambda: installation.ask("POST", "/api/v1/accounts", named))["id"]
    rows = SMALL if victim == "web" else LARGE
    with ThreadPoolExecutor(1) as sender:
        sent = sender.submit(load, installation, victim, account)
        moment = kill_in_the_middle(installation, victim, chance, sent)
        made = sent.result()
    standing = installation.until(lambda: stored(installation, schema, account))
    assert standing in {(0, 0, 0), (rows, rows, 0)}, (moment, standing)
    if made is not None:
        done = installation.until(lambda: finished(installation, made))
        assert done["state"] == "committed", (moment, done)
        assert stored(installation, schema, account) == (rows, rows, 0), moment
    before = stored(installation, schema, account)[0]
    again = installation.until(lambda: load(installation, victim, account))
    done = installation.until(lambda: finished(installation, again))
    assert (done["counts"]["new"], done["counts"]["unchanged"]) == (rows - before, before), (moment, done)
    assert stored(installation, schema, account)[0] == rows
    return moment


def test_a_kill_between_the_first_copy_and_the_commit_leaves_all_or_nothing_and_a_repeat_the_same_facts(installation):
    chance = random.Random(SEED)  # noqa: S311 - no secret, and the same moments again
    brand = installation.ask("POST", "/api/v1/brands", {"name": "Killed"})["id"]
    with installation.inside() as connection:
        (schema,) = connection.execute("SELECT schema_name FROM agencies_agency").fetchone()
    for number, victim in enumerate(islice(cycle(VICTIMS), ROUNDS), 1):
        rounds = (one_round(installation, schema, brand, victim, chance) for _ in range(MISSES))
        moment = next(filter(None, rounds), None)
        assert moment, f"{victim} was never hit"
        print(f"round {number}: {moment}; whole after recovery")  # noqa: T201 - the log of the moments
