"""Background work: a task is declared once, deferred in the transaction that needs it, and run by a worker."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from json import dumps
from typing import Any, Final, get_type_hints
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from agencies.context import current_agency
from agencies.errors import AgencySwitchError
from agencies.references import AgencyRef, AgencyState

DEFER = "SELECT public.defer_job(%s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a task for one agency; `attempt` counts from 1."""

    id: int
    agency: AgencyRef
    attempt: int


class Later(Exception):  # noqa: N818 - reads as the verdict
    """Raised by work that met a trouble which passes: it is worth another attempt in `pause` seconds."""

    def __init__(self, pause: int) -> None:
        super().__init__(f"again in {pause} s")
        self.pause = pause


Work = Callable[..., object]

# How each kind of argument is written into the queue and read again. Text is none of them: the queue is shared by all
# agencies, so that only ids, numbers and days may stand in it.
_READ: Final[Mapping[type, Callable[[Any], Any]]] = {UUID: UUID, int: int, bool: bool, date: date.fromisoformat}


@dataclass(slots=True)
class Task:
    """Work that runs later, maybe more than once: whatever it does, doing it twice must change nothing.

    `own_transactions`: the work opens its agency itself, as often as it needs; else it runs in one transaction of it.
    `daily_in`: the work is done once a day, without being deferred, for every agency in one of these states.
    """

    name: str
    work: Work
    own_transactions: bool = False
    daily_in: frozenset[AgencyState] = frozenset()
    given_up: Work | None = field(default=None, init=False)

    def defer(self, *, priority: int = 0, not_before: datetime | None = None, **arguments: Any) -> int:
        """Queue the work with the open transaction of an agency, and for that agency; gives the job's number.

        Jobs of one task run one at a time in an agency, the oldest of the highest priority first.
        """
        if current_agency() is None:
            msg = "A job belongs to an agency, and no agency's context is open"
            raise AgencySwitchError(msg)
        kinds = self._kinds()
        if set(arguments) != set(kinds):
            msg = f"{self.name} takes {', '.join(kinds) or 'nothing'}"
            raise TypeError(msg)
        written = {name: _written(value, kinds[name]) for name, value in arguments.items()}
        with connection.cursor() as cursor:
            cursor.execute(DEFER, [self.name, dumps(written), priority, not_before])
            return int(cursor.fetchone()[0])

    def when_given_up(self, work: Work) -> Work:
        """Declare what to do, with the same arguments, where the work has failed for good; use as a decorator."""
        self.given_up = work
        return work

    def arguments_from(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """Read arguments as they stand in the queue."""
        return {name: _READ[kind](written[name]) for name, kind in self._kinds().items()}

    def _kinds(self) -> dict[str, type]:
        kinds = get_type_hints(self.work)
        return {name: kind for name, kind in kinds.items() if name not in {"job", "return"}}


_TASKS: dict[str, Task] = {}


def task(name: str, *, own_transactions: bool = False, daily_in: Iterable[AgencyState] = ()) -> Callable[[Work], Task]:
    """Declare a function `(job: Job, *, thing: UUID, ...)` as a task under a name that stays the same for ever.

    Refuses arguments that could carry text, arguments of daily work, and a name that is taken.
    """

    def declare(work: Work) -> Task:
        declared = Task(name, work, own_transactions, frozenset(daily_in))
        wrong = [argument for argument, kind in declared._kinds().items() if kind not in _READ]
        if wrong:
            msg = f"{name} cannot take {wrong[0]}: the queue holds ids, numbers and days alone"
            raise ImproperlyConfigured(msg)
        if declared.daily_in and declared._kinds():
            msg = f"{name} is done every day by itself, and nobody is there to give it arguments"
            raise ImproperlyConfigured(msg)
        if name in _TASKS:
            msg = f"There are two tasks called {name}"
            raise ImproperlyConfigured(msg)
        _TASKS[name] = declared
        return declared

    return declare


def every_task() -> Iterable[Task]:
    """Give the tasks of the modules that the setting TASK_MODULES names."""
    for module in settings.TASK_MODULES:
        import_module(module)
    return tuple(each for each in _TASKS.values() if each.work.__module__ in settings.TASK_MODULES)


def _written(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        msg = f"{value!r} is no {kind.__name__}"
        raise TypeError(msg)
    return value if kind in {int, bool} else str(value)
