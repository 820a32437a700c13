"""Who is heard in one group, at which grain, and which of the grains answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial

from campaigns.metrics import Grain
from kpis.catalogue import Basis
from kpis.compute.accounts import AccountFacts, Variant
from kpis.compute.choirs import Choir
from kpis.compute.chorus import Chorus
from kpis.compute.cohorts import cohorts_of
from kpis.compute.evidence import Evidence
from kpis.compute.heard import ChorusOf, Heard
from kpis.compute.outcome import Coverage
from kpis.compute.planning import Listening
from kpis.compute.question import Question, Window
from kpis.compute.saying import Saying
from kpis.compute.shapes import Shapes
from kpis.compute.sides import SPEND
from kpis.formulas import Quantity
from kpis.formulas.evaluation import DAYS


@dataclass(frozen=True, slots=True)
class Bucket:
    """The days of a bucket, those of them that are `over`, and how sayings of it are put together.

    `chorus` knows nothing of who hears: all that was heard goes as soon as it is said.
    """

    days: int
    over: Decimal
    basis: Basis
    chorus: ChorusOf

    @classmethod
    def of(cls, question: Question, window: Window) -> "Bucket":
        """Give what all groups of a bucket share."""
        over = Decimal(question.days_over(window))
        chorus = partial(Chorus, days=Quantity.exact(over), wanted=question.currency)
        return cls(window.days, over, question.basis, chorus)


class Hearing:
    """Hears the accounts of one group; what several KPIs listen for is heard once."""

    def __init__(self, bucket: Bucket, accounts: Sequence[AccountFacts], evidence: Evidence, shapes: Shapes) -> None:
        self._bucket, self.chorus = bucket, bucket.chorus
        self._cohorts = {
            grain: cohorts_of(cells, grain, bucket.days, shapes.picks) for grain, cells in evidence.cells.items()
        }
        self._kinds: Mapping[Variant, int] = Counter([account.variant for account in accounts])
        self._contents: Mapping[Variant, int] | None = None
        self._heard: dict[Choir, Heard] = {}
        self._answers: dict[Listening, Heard] = {}
        self._shape = shapes.of(self._kinds, self._cohorts, bucket.basis, bucket.chorus)

    def speaking(self, kinds: frozenset[Variant]) -> int:
        """Count the accounts of some kinds."""
        return sum([number for variant, number in self._kinds.items() if variant in kinds])

    def answer(self, listening: Listening) -> Heard | None:
        """Hear the grain that answers; None where nothing speaks."""
        speakers = self._shape.speakers(listening)
        sole = speakers.sole
        if sole is not None:
            return self._heard.get(sole) or self._hear(sole)
        if not speakers.by_grain:
            return None
        if listening not in self._answers:
            self._answers[listening] = self._answering(speakers.by_grain)
        return self._answers[listening]

    def by_grain(self, listening: Listening) -> Mapping[Grain, Heard]:
        """Hear every grain at which something speaks."""
        return {grain: self._hear(choir) for grain, choir in self._shape.speakers(listening).by_grain.items()}

    @cached_property
    def nobody(self) -> Chorus:
        """Hear nobody: for what rests on costs and conversions alone."""
        return self.chorus([], Grain.AD_DAY)

    @cached_property
    def spending(self) -> Chorus:
        """Hear what ads cost, whoever they are of."""
        said = [cohort.says(SPEND) for cohort in self._cohorts.get(Grain.AD_DAY, ())]
        return self.chorus([each for each in said if each is not None], Grain.AD_DAY)

    def _answering(self, choirs: Mapping[Grain, Choir]) -> Heard:
        """Choose between account days and contents: days where they cover the window, else contents.

        Account days cover a window when each account that has anything to say has stated all of its days that are
        over. Where they do not, contents answer, unless fewer accounts would then be heard.
        """
        daily, contents = self._hear(choirs[Grain.ACCOUNT_DAY]), self._hear(choirs[Grain.CONTENT])
        covered = daily.days >= self._bucket.over and daily.accounts >= contents.accounts
        return daily if covered or daily.coverage.accounts > contents.coverage.accounts else contents

    def _hear(self, choir: Choir) -> Heard:
        heard = self._heard.get(choir)
        if heard is None:
            cohorts = self._cohorts[choir.grain]
            sayings = [said for number, bundle in choir.members if (said := cohorts[number].says(bundle)) is not None]
            heard = self._heard[choir] = Heard(choir, sayings, self._coverage(choir, sayings), self.chorus)
            heard.known[DAYS] = self._bucket.over
        return heard

    def _coverage(self, choir: Choir, sayings: Sequence[Saying]) -> Coverage:
        """Say how much of the days, or of the contents, is covered by the accounts that are heard."""
        days, speaking = self._bucket.days, self.speaking(choir.kinds)
        if choir.grain is not Grain.CONTENT:
            return Coverage(min([said.days for said in sayings]), days, choir.accounts, speaking)
        contents = sum([number for variant, number in self._all_contents().items() if variant in choir.kinds])
        return Coverage(days, days, choir.accounts, speaking, sum([said.rows for said in sayings]), contents)

    def _all_contents(self) -> Mapping[Variant, int]:
        if self._contents is None:
            found = Counter[Variant]()
            for cohort in self._cohorts[Grain.CONTENT]:
                found[cohort.variant] += sum([cell.contents for cell in cohort.cells])
            self._contents = found
        return self._contents
