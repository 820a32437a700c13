"""The confined process that reads one file: a request on stdin, JSON lines on stdout."""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from campaigns.readers.file_to_read import FileToRead
from campaigns.readers.peeking import peek
from campaigns.readers.reading import open_file
from campaigns.readers.rows import UnreadableFile
from campaigns.readers.wire import lines_of, refusal_line

MEMORY_EXHAUSTED = "The file needs far more memory than a table of numbers would."


def confine(*, memory_bytes: int, cpu_seconds: int, output_bytes: int) -> None:
    """Take from this process what a hostile file could use against its host; not to be undone."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output_bytes, output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(request_text: str, output: TextIO) -> None:
    """Confine this process, read the file that the request names and write what came of it to `output`."""
    request = json.loads(request_text)
    confine(**request.pop("limits"))
    try:
        output.writelines(f"{line}\n" for line in _lines(request))
    except UnreadableFile as fault:
        output.write(refusal_line(fault) + "\n")
    except MemoryError:
        output.write(refusal_line(UnreadableFile("file_too_complex", MEMORY_EXHAUSTED)) + "\n")


def _lines(request: dict[str, Any]) -> Iterator[str]:
    """Yield what was asked for: the start of each table, or the whole of the one that is recognised."""
    if "peeked" in request:
        path = Path(request["peeked"].pop("path"))
        yield json.dumps([seen.to_wire() for seen in peek(path, **request["peeked"])])
    else:
        yield from lines_of(open_file(FileToRead.from_wire(request["file"])))


if __name__ == "__main__":
    answer(sys.stdin.read(), sys.stdout)
