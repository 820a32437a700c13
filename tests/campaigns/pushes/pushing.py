"""Pushes facts as programs do."""

import json
from typing import Any
from uuid import UUID

from tests.conftest import Api


def day_of(account: UUID | str, day: str = "2026-01-31", **more: Any) -> dict[str, Any]:
    """Give a day of an account as a fact; `more` members take the place of others."""
    fact = {"grain": "account_day", "account": str(account), "day": day, "values": {"views": 1000, "likes": 50}}
    return {**fact, **more}


def push(client: Api, *facts: Any, **more: Any) -> Any:
    """Post facts as a JSON object."""
    return client.post("/facts:batch", {"facts": list(facts), **more})


def pushed(client: Api, *facts: Any, **more: Any) -> dict[str, Any]:
    """Post facts that are taken, and give the answer."""
    answer = push(client, *facts, **more)
    assert answer.status_code in {200, 207}, answer.content
    return answer.json()


def stream(client: Api, *facts: Any, query: str = "") -> Any:
    """Post facts as NDJSON."""
    body = "\n".join(json.dumps(fact) for fact in facts)
    return client.client.post(
        f"/api/v1/facts:batch{query}", data=body, content_type="application/x-ndjson", **client.headers
    )


def refusals(answer: Any) -> dict[str, str]:
    """Give the codes of a refused request by pointer."""
    assert answer.status_code in {400, 422}, answer.content
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}
