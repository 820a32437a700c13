"""How far the work on an import has come, told by those who do it; whoever listens may stop it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum
from typing import Final, Protocol, TypeVar

Step = TypeVar("Step")

FOUR_PLACES: Final = Decimal("0.0001")
HALFWAY: Final = 50_000  # rows after which a stage of unknown length counts as half done
TOLD_EVERY: Final = 1_000  # rows


class Stage(Enum):
    """A part of the work, with the part of all the time that ends with it, as measured for long files."""

    READING = (0, 35)
    TAKING = (35, 45)
    MEETING = (45, 48)
    TAGGING = (48, 51)
    STAGING = (51, 60)
    STORING = (60, 100)

    def share(self, done: int, of: int) -> Decimal:
        """Give the part of all the work that is done, 0 to 1, after `done` steps; `of` is 0 where nobody knows."""
        first, last = self.value
        within = Decimal(min(done, of)) / of if of else Decimal(done) / (done + HALFWAY)
        return ((first + (last - first) * within) / 100).quantize(FOUR_PLACES)


class Stopped(Exception):  # noqa: N818 - reads as the state
    """Somebody does not want the work any more; raised out of the middle of it."""


class Watch(Protocol):
    """Somebody who is told how far the work is; both methods may raise Stopped."""

    def reached(self, stage: Stage, done: int, of: int = 0) -> None:
        """Take note of `done` steps of a stage. Called often."""

    def settle(self) -> None:
        """Take the last chance to stop it: called once, in the load's transaction, before its import says so."""


class Unwatched:
    """Listens to nothing."""

    def reached(self, stage: Stage, done: int, of: int = 0) -> None:
        """Forget it."""

    def settle(self) -> None:
        """Let it go on."""


UNWATCHED: Final = Unwatched()


def telling(watch: Watch, stage: Stage, steps: Iterable[Step], *, of: int) -> Iterator[Step]:
    """Give each of `of` steps of a stage, and tell now and then how many are done."""
    for done, step in enumerate(steps):
        if done % TOLD_EVERY == 0:
            watch.reached(stage, done, of)
        yield step
