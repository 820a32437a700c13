"""Reads the query of an address that is no list of rows: every parameter at fault is named at once."""

from collections.abc import Collection, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, ClassVar
from unicodedata import normalize
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from apikit.pagination import DEFAULT_LIMIT, MAX_LIMIT
from apikit.problems import FieldProblem, Problem, missing, parameter_pointer

LONGEST_TEXT = 200
BAD_LIMIT = "bad_limit"
TEXT: Mapping[str, Any] = {"type": "string"}
ID: Mapping[str, Any] = {"type": "string", "format": "uuid"}
DAY: Mapping[str, Any] = {"type": "string", "format": "date"}
LIMIT: Mapping[str, Any] = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}


class Asked:
    """The parameters of one request, and what is wrong with them."""

    first_day: ClassVar[date] = date(2000, 1, 1)
    last_day: ClassVar[date] = date(2100, 12, 31)
    """Days outside of these are a fault."""

    def __init__(self, params: QueryDict) -> None:
        self._params = params
        self._faults: list[FieldProblem] = []

    def fault(self, name: str, code: str, detail: str) -> None:
        """Note a fault of a parameter."""
        self._faults.append(FieldProblem(parameter_pointer(name), code, detail))

    def refuse_faults(self) -> None:
        """Raise 400 `bad_parameter` where anything is wrong."""
        if self._faults:
            alone = {fault.code for fault in self._faults} == {BAD_LIMIT}
            code = BAD_LIMIT if alone else "bad_parameter"  # as every list calls it
            raise Problem(HTTPStatus.BAD_REQUEST, code, "Some parameters cannot be used.", errors=self._faults)

    def sent(self, name: str) -> bool:
        """Tell whether a parameter was sent at all."""
        return name in self._params

    def text(self, name: str) -> str | None:
        """Read a parameter that is sent once, as texts are stored; None where it is not sent."""
        given = self._params.getlist(name)
        if not given:
            return None
        if len(given) > 1:
            self.fault(name, "repeated", "Send this parameter once.")
            return None
        text = normalize("NFC", given[0]).strip()
        if not text or "\x00" in text or len(text) > LONGEST_TEXT:
            self.fault(name, "bad_text", f"A text of 1 to {LONGEST_TEXT} characters is expected.")
            return None
        return text

    def texts(self, name: str) -> list[str]:
        """Read a parameter that may be repeated or listed with commas: each value once, in the order sent."""
        parts = (part for value in self._params.getlist(name) for part in value.split(",") if part)
        return list(dict.fromkeys(parts))

    def some_of(self, name: str, allowed: Collection[str]) -> frozenset[str]:
        """Read several words of a set, none where it is not sent."""
        given = frozenset(self.texts(name))
        if not given <= frozenset(allowed):
            self.fault(name, "invalid_choice", f"Some of {', '.join(allowed)}.")
        return given

    def choice(self, name: str, allowed: Collection[str], default: str | None = None) -> str | None:
        """Read one of several words."""
        word = self.text(name)
        if word is None or word in allowed:
            return word or default
        self.fault(name, "invalid_choice", f"One of {', '.join(allowed)}.")
        return default

    def id(self, name: str) -> UUID | None:
        """Read the id of a row."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return UUID(text)
        except ValueError:
            self.fault(name, "bad_parameter", "An id is a UUID.")
            return None

    def day(self, name: str, default: date | None = None) -> date | None:
        """Read a day."""
        text = self.text(name)
        if text is None:
            return default
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.fault(name, "bad_date", "A day is written like 2026-01-31.")
            return None
        if self.first_day <= day <= self.last_day:
            return day
        self.fault(name, "bad_date", f"A day lies between {self.first_day} and {self.last_day}.")
        return None

    def limit(self) -> int:
        """Read `limit`, from 1 to 200: more is a fault, since a page that is cut in silence looks like all there is."""
        given = self._params.getlist("limit")
        if not given:
            return DEFAULT_LIMIT
        if len(given) == 1 and given[0].isascii() and given[0].isdigit() and 0 < int(given[0][:18]) <= MAX_LIMIT:
            return int(given[0])
        self.fault("limit", BAD_LIMIT, f"limit is a whole number from 1 to {MAX_LIMIT}.")
        return DEFAULT_LIMIT


def row_in(rows: QuerySet[Any], wanted: UUID | None) -> Any:
    """Find a row among those in scope: None where none is asked for, the one 404 for what is missing or foreign."""
    if wanted is None:
        return None
    row = rows.filter(id=wanted).first()
    if row is None:
        raise missing()
    return row
