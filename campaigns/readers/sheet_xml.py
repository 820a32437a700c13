"""What a workbook's XML says and its reader leaves out: cells too far away for a table, formulas without a value."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final

_CHUNK: Final = 1024 * 1024
_LONGEST_CELL: Final = 64 * 1024
"""Bytes of a cell's element that are looked at; a formula has at most 8,192 signs."""
_FAR: Final = re.compile(
    rb'\sr="((?:[A-Z]{3}|G[S-Z]|[H-Z][A-Z])[0-9]+'  # beyond the 200th column, GR
    rb"|[A-Z]{1,3}(?:10000(?:0[1-9]|[1-9][0-9])|1000[1-9][0-9]{2}|100[1-9][0-9]{3}|10[1-9][0-9]{4}|1[1-9][0-9]{5}))"
    rb'"[^<>]*(?<!/)>'  # below the 1,000,000th row; a cell that only has a colour is none
)
_FORMULA: Final = re.compile(rb"<f[\s/>]")
_PLACE: Final = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE: Final = re.compile(rb"<v[^<>]*>[^<]")
_TEXT: Final = re.compile(rb'\st="str"')
_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE: Final = re.compile(r'([\w:]+)="([^"]*)"')
_MOST_NAMES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SheetXml:
    """What stands in a sheet beside its values.

    `far` is the first cell beyond the 200th column or the 1,000,000th row, as `XFD7`; `uncomputed` are formulas that no
    program has computed yet, by line and column, counted from 1 and from 0.
    """

    far: str | None = None
    uncomputed: Mapping[int, frozenset[int]] = field(default_factory=dict)


def sheet_xml(data: bytes) -> dict[str, SheetXml]:
    """Look at each sheet of an Excel workbook, by its name; nothing is known of other kinds, nor of odd ones."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: _looked_at(archive, path) for name, path in _paths(archive)}
    except (KeyError, ValueError, zipfile.BadZipFile):
        return {}


def _looked_at(archive: zipfile.ZipFile, path: str) -> SheetXml:
    far: str | None = None
    uncomputed: dict[int, set[int]] = {}
    for chunk in _chunks(archive, path):
        found = None if far else _FAR.search(chunk)
        far = found[1].decode() if found else far
        for line, column in _uncomputed(chunk):
            uncomputed.setdefault(line, set()).add(column)
    return SheetXml(far, {line: frozenset(columns) for line, columns in uncomputed.items()})


def _chunks(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """Yield a sheet in pieces that begin and end between cells."""
    with archive.open(path) as stream:
        rest = b""
        while more := stream.read(_CHUNK):
            whole = rest + more
            end = whole.rfind(b"<c ", max(0, len(whole) - _LONGEST_CELL))
            end = len(whole) if end < 0 else end
            yield whole[:end]
            rest = whole[end:]
        yield rest


def _uncomputed(chunk: bytes) -> Iterator[tuple[int, int]]:
    """Yield the places of formulas without a value; a text that a formula computed may be empty."""
    for formula in _FORMULA.finditer(chunk):
        begin = chunk.rfind(b"<c ", max(0, formula.start() - _LONGEST_CELL), formula.start())
        end = chunk.find(b"</c>", formula.start(), formula.start() + _LONGEST_CELL)
        opened = chunk[begin : chunk.find(b">", begin)] if begin >= 0 else b""
        place = _PLACE.search(opened)
        if place and end >= 0 and not _TEXT.search(opened) and not _VALUE.search(chunk, formula.start(), end):
            yield int(place[2]), _column(place[1].decode())


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _paths(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet with its entry in the archive."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return
    relations = {
        said["Id"]: said["Target"]
        for said in map(_attributes, _RELATION.findall(_text(archive, "xl/_rels/workbook.xml.rels")))
    }
    for said in map(_attributes, _SHEET.findall(_text(archive, "xl/workbook.xml"))):
        target = relations.get(next((text for key, text in said.items() if key.endswith(":id")), ""), "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if path in names:
            yield said["name"], path


def _text(archive: zipfile.ZipFile, path: str) -> str:
    with archive.open(path) as stream:
        return stream.read(_MOST_NAMES).decode("utf-8", "replace")


def _attributes(element: str) -> dict[str, str]:
    return {key: unescape(text) for key, text in _ATTRIBUTE.findall(element)}
