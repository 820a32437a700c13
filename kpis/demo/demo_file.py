"""The file that tells the person at the keyboard how to get in: `demo.json`, readable by its owner only."""

import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any


def read_tokens(path: Path) -> dict[str, str]:
    """Give the tokens of an earlier file by e-mail; none where there is no such file or it is damaged."""
    try:
        known = json.loads(path.read_text())
        return {str(user["email"]): str(user["token"]) for agency in known["agencies"] for user in agency["users"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write_demo_file(path: Path, content: dict[str, Any]) -> None:
    """Put the file in place whole; it is never readable by others, not even for a moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix=".demo-", delete=False) as file:  # made with mode 0600
        json.dump(content, file, indent=2, ensure_ascii=False)
        file.write("\n")
    os.replace(file.name, path)  # noqa: PTH105 - the name is a str
