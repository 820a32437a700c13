"""Our side of pushing: a whole request, through every middleware, from the bytes of its body to its answer."""

import json
import os

import django

from tests.bench.load_rows import CAPTURED_ON, COLUMNS, CURRENCY, LEVEL, MONEY, SOURCE, ad_days
from tests.bench.turns import work_in_turns


def main() -> None:
    """Push the rows of each round that is asked for."""
    django.setup()
    from django.test import Client

    client = Client()
    rows = int(os.environ["BENCH_ROWS"])

    def push(body: bytes) -> None:
        answer = client.post(
            "/api/v1/facts:batch",
            data=body,
            content_type="application/json",
            HTTP_HOST="127.0.0.1",
            HTTP_AUTHORIZATION=f"Bearer {os.environ['BENCH_TOKEN']}",
        )
        assert answer.status_code == 200, answer.content[:1000]
        assert answer.json()["counts"]["rows"] == rows

    work_in_turns(lambda generation: body_of(rows, generation), push)


def body_of(rows: int, generation: int) -> bytes:
    """Write the body of one round as a program would: money as text, counts as numbers."""
    account = os.environ["BENCH_ACCOUNT"]
    shared = {"grain": "ad_day", "account": account, "source": SOURCE, "level": LEVEL, "currency": CURRENCY}
    facts = [
        {**shared, "external_id": unit, "day": day.isoformat(), "values": dict(zip(COLUMNS, numbers, strict=True))}
        for unit, day, numbers in ad_days(rows, generation)
    ]
    for fact in facts:
        fact["values"] |= {name: str(fact["values"][name]) for name in MONEY}
    return json.dumps({"captured_on": CAPTURED_ON.isoformat(), "facts": facts}).encode()


if __name__ == "__main__":
    main()
