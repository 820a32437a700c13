"""Whatever the bytes, a file is read or refused; nothing else happens."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from campaigns.readers import FileToRead, Grain, Reading, UnreadableFile, read_file, template_csv
from tests.exports import tiktok

HEADERS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"\xff\xfe",
        tiktok.studio_csv(tiktok.OVERVIEW, []),
        tiktok.studio_csv(tiktok.CONTENT, []),
        *(template_csv(grain).encode() for grain in Grain),
    ]
)
LINES = st.text(alphabet='\n,;"0123456789-./:月日万% \0ABCdefäé', max_size=120).map(str.encode) | st.binary(
    max_size=120
)


@given(header=HEADERS, rest=LINES)
def test_any_bytes_are_read_or_refused_with_a_code(header: bytes, rest: bytes) -> None:
    outcome: Reading | UnreadableFile
    with tempfile.NamedTemporaryFile() as file:
        file.write(header + rest)
        file.flush()
        try:
            outcome = read_file(FileToRead(Path(file.name), file_name="export", captured_on=date(2026, 7, 11)))
        except UnreadableFile as fault:
            outcome = fault
    assert isinstance(outcome, Reading) or (outcome.code and outcome.detail)
