"""What the readers' tests share: a way to read bytes, and the real exports where they lie beside the checkout."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from campaigns.readers import FileToRead, Limits, Reading, read_file, read_in_child

CAPTURED = date(2026, 7, 11)
ORDINARY = Limits()
Read = Callable[..., Reading]

READ_WHEN_NAMED = {"wechat.articles.traffic_channels"}
"""Kinds whose header is that of another kind, which is the one that is recognised."""

REAL_EXPORTS = Path(__file__).resolve().parents[4] / "shared" / "data"
# Without that folder there are no cases, which is not the same as skipped ones.
collect_ignore = [] if REAL_EXPORTS.is_dir() else ["test_real_exports.py"]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads bytes in this process, captured on 11 July 2026 unless told otherwise."""

    def read_bytes(data: bytes, **known: Any) -> Reading:
        path = tmp_path / "upload"
        path.write_bytes(data)
        return read_file(FileToRead(path, **{"file_name": "export", "captured_on": CAPTURED, **known}))

    return read_bytes


@pytest.fixture
def read_confined(tmp_path: Path) -> Read:
    """Return a function that reads bytes as an upload is read, in a confined child."""

    def read_bytes(data: bytes, *, limits: Limits = ORDINARY, **known: Any) -> Reading:
        path = tmp_path / "upload"
        path.write_bytes(data)
        file = FileToRead(path, **{"file_name": "export", "captured_on": CAPTURED, **known})
        return read_in_child(file, limits=limits)

    return read_bytes


def codes(reading: Reading) -> list[str]:
    """Give the codes of what was refused, in the order of the file."""
    return [refusal.code for refusal in reading.refusals]
