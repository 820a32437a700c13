"""Real answers shown in the API's description: kept beside the code, checked by a test against what is described."""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")
JSON = "application/json"


def add_answers(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Show each operation's example answer, by operation id, where the view states none of its own."""
    answers = json.loads(FILE.read_text())
    for item in result["paths"].values():
        for operation in item.values():
            answer = answers.get(operation.get("operationId")) if isinstance(operation, dict) else None
            if answer is not None:
                _show(operation["responses"], answer)
    return result


def _show(responses: dict[str, Any], answer: Any) -> None:
    for status, response in responses.items():
        media = response.get("content", {}).get(JSON) if status.startswith("2") else None
        if media is not None:
            media.setdefault("example", answer)
