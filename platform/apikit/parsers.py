"""Bodies in: JSON objects by orjson, and multipart where an endpoint takes files."""

from collections.abc import Iterator, Mapping
from typing import IO, Any, ClassVar

import orjson
from rest_framework.parsers import BaseParser, MultiPartParser

from apikit.problems.fields import step
from apikit.problems.values import FieldProblem, Problem, malformed
from apikit.renderers import OrjsonRenderer
from apikit.wire import to_json

DEEPEST = 250
"""Levels of nesting that are taken: orjson reads deeper JSON than it writes."""
_NUL = "\x00"
_ESCAPED_NUL = b"\\u0000"


class OrjsonParser(BaseParser):
    """Reads one JSON object; refuses NaN, invalid UTF-8, other top-level values and NUL characters."""

    media_type = "application/json"
    renderer_class = OrjsonRenderer

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the object, or raise a 400 problem: `malformed`, `not_an_object` or `nul_character`."""
        del media_type, parser_context
        raw = stream.read()
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise malformed("malformed", f"The body {_why_not(error)} ({where}).") from None
        if not isinstance(body, dict):
            raise malformed("not_an_object", "The body must be a JSON object.")
        if _is_too_deep(body, raw):
            raise malformed("malformed", f"The body is nested more than {DEEPEST} levels deep.")
        if _ESCAPED_NUL in raw:
            refuse_nul(body)
        return body


def _is_too_deep(value: Any, raw: bytes) -> bool:
    """Say whether JSON cannot be written again inside a few levels more; most has too few members to be as deep."""
    if raw.count(b"[") + raw.count(b"{") < DEEPEST:
        return False
    try:
        to_json([[value]])
    except TypeError:
        return True
    return False


class NotJson(str):
    """Stands where a line is no JSON, for those who take the others; says what is wrong with it."""

    __slots__ = ()


class NdjsonParser(BaseParser):
    """Reads a JSON value a line, as programs stream them; blank lines are skipped. `member` is what they come under."""

    media_type = "application/x-ndjson"
    renderer_class = OrjsonRenderer
    member: ClassVar[str] = "items"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the values as a list; raise a 400 problem, `malformed` or `nul_character`, that names the line."""
        del media_type
        taken_apart = self.takes_lines_apart(parser_context or {})
        values: list[Any] = []
        escaped = False
        for number, line in enumerate(stream.read().split(b"\n"), start=1):
            if line.strip():
                value = _line(line, number, alone=taken_apart)
                if isinstance(value, NotJson) and not taken_apart:
                    raise malformed("malformed", value)
                values.append(value)
                escaped = escaped or (_ESCAPED_NUL in line and not taken_apart)
        if escaped:
            refuse_nul({self.member: values})
        return {self.member: values}

    def takes_lines_apart(self, parser_context: Mapping[str, Any]) -> bool:
        """Say whether a line that is no JSON is handed on as `NotJson` instead of refusing the body."""
        del parser_context
        return False


class FileParser(MultiPartParser):
    """Reads `multipart/form-data`, for the endpoints that take files."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Give fields and files, or raise a 400 problem: `malformed` or `nul_character`."""
        parsed = super().parse(stream, media_type=media_type, parser_context=parser_context)
        try:
            refuse_nul(dict(parsed.data.lists()))
        except Problem:
            for _, files in parsed.files.lists():
                for file in files:
                    file.close()
            raise
        return parsed


def _line(line: bytes, number: int, *, alone: bool) -> Any:
    """Read a line; one that is taken `alone` is refused for its NUL characters at once."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return NotJson(f"Line {number} {_why_not(error)} (column {error.colno}).")
    if _is_too_deep(value, line):
        return NotJson(f"Line {number} is nested more than {DEEPEST} levels deep.")
    if alone and _ESCAPED_NUL in line and any(_nul_texts({"": value})):
        return NotJson(f"Line {number} holds a NUL character.")
    return value


def _why_not(error: orjson.JSONDecodeError) -> str:
    """Say why something is not read: JSON may state numbers that no program can hold."""
    return "holds a number that is too large" if "infinity" in error.msg else "is not valid JSON"


def refuse_nul(body: Mapping[str, Any]) -> None:
    """Raise a 400 that points to every text with a NUL character, which PostgreSQL cannot store."""
    found = list(_nul_texts(body))
    if found:
        raise _nul_problem(found)


def _nul_problem(pointers: list[str]) -> Problem:
    detail = "Text must not contain the NUL character."
    return malformed("nul_character", detail, errors=[FieldProblem(at, "nul_character", detail) for at in pointers])


def _nul_texts(body: Mapping[str, Any]) -> Iterator[str]:
    """Walk without recursion: JSON may nest deeper than Python calls may."""
    waiting: list[tuple[str, Any]] = [("#", body)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str) and _NUL in value:
            yield pointer
        elif isinstance(value, dict):
            if any(_NUL in key for key in value):
                yield pointer
            waiting.extend((step(pointer, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting.extend((step(pointer, index), inner) for index, inner in enumerate(value))
