"""Which accounts of a group speak of what a KPI needs, at which grain, and which of the grains answers."""

from collections import Counter
from collections.abc import Mapping, Sequence

from campaigns.metrics import Grain
from kpis.catalogue import Basis
from kpis.compute.accounts import AccountFacts, Variant
from kpis.compute.chorus import Chorus
from kpis.compute.cohorts import cohorts_of
from kpis.compute.evidence import Evidence
from kpis.compute.heard import Heard, Voice
from kpis.compute.outcome import Coverage
from kpis.compute.planning import GRAINS, Listening
from kpis.compute.question import Question, Window
from kpis.compute.saying import Saying
from kpis.compute.sides import SPEND
from kpis.formulas import Quantity


class Hearing:
    """Hears the accounts of one group; what several KPIs listen for is heard once."""

    def __init__(
        self, question: Question, window: Window, accounts: Sequence[AccountFacts], evidence: Evidence
    ) -> None:
        self._window, self._wanted, self._basis = window, question.currency, question.basis
        self._days_over = question.days_over(window)
        self._days = Quantity.exact(self._days_over)
        self._cohorts = {grain: cohorts_of(cells, grain, window.days) for grain, cells in evidence.cells.items()}
        self._kinds: Mapping[Variant, int] = Counter([account.variant for account in accounts])
        self._contents: Mapping[Variant, int] | None = None
        self._by_grain: dict[Listening, Mapping[Grain, Heard]] = {}
        self._answers: dict[Listening, Heard | None] = {}
        self._heard: dict[tuple[object, ...], Heard] = {}

    def speaking(self, listening: Listening) -> int:
        """Count the accounts on which there is something to listen for."""
        return sum([number for variant, number in self._kinds.items() if variant in listening.kinds])

    def answer(self, listening: Listening) -> Heard | None:
        """Hear the grain that answers; None where nothing speaks."""
        try:
            return self._answers[listening]
        except KeyError:
            answer = self._answers[listening] = _answering(self.by_grain(listening), self._days_over)
            return answer

    def by_grain(self, listening: Listening) -> Mapping[Grain, Heard]:
        """Hear every grain at which something speaks."""
        if listening not in self._by_grain:
            heard = {grain: self._hear(grain, wanted, listening) for grain, wanted in listening.at.items()}
            self._by_grain[listening] = {grain: each for grain, each in heard.items() if each is not None}
        return self._by_grain[listening]

    def chorus(self, sayings: Sequence[Saying], grain: Grain) -> Chorus:
        """Put sayings together in the currency that is wanted."""
        return Chorus(sayings, grain, self._days, wanted=self._wanted)

    def spending(self) -> Chorus:
        """Hear what ads cost, whoever they are of."""
        said = [cohort.says(SPEND) for cohort in self._cohorts.get(Grain.AD_DAY, ())]
        return self.chorus([each for each in said if each is not None], Grain.AD_DAY)

    def _hear(self, grain: Grain, wanted: Mapping[Variant, frozenset[str]], listening: Listening) -> Heard | None:
        voices: list[Voice] = []
        for cohort in self._cohorts.get(grain, ()):
            bundle = wanted.get(cohort.variant)
            said = None if bundle is None else cohort.says(bundle)
            if said is not None:
                voices.append((cohort.variant, said))
        if not voices:
            return None
        sayings = [said for _, said in voices]
        key = (grain.value, listening.kinds, *sayings)
        if key not in self._heard:
            basis = self._basis if grain is Grain.CONTENT else Basis.OCCURRED
            coverage = self._coverage(listening, grain, sayings)
            self._heard[key] = Heard(voices, self.chorus(sayings, grain), grain, basis, coverage)
        return self._heard[key]

    def _coverage(self, listening: Listening, grain: Grain, sayings: Sequence[Saying]) -> Coverage:
        """Say how much of the days, or of the contents, is covered by the accounts that are heard."""
        days, accounts = self._window.days, sum([len(said.accounts) for said in sayings])
        speaking = self.speaking(listening)
        if grain is not Grain.CONTENT:
            return Coverage(min([said.days for said in sayings]), days, accounts, speaking)
        contents = sum([number for variant, number in self._all_contents().items() if variant in listening.kinds])
        return Coverage(days, days, accounts, speaking, sum([said.rows for said in sayings]), contents)

    def _all_contents(self) -> Mapping[Variant, int]:
        if self._contents is None:
            found = Counter[Variant]()
            for cohort in self._cohorts[Grain.CONTENT]:
                found[cohort.variant] += sum([cell.contents for cell in cohort.cells])
            self._contents = found
        return self._contents


def _answering(by_grain: Mapping[Grain, Heard], days: int) -> Heard | None:
    """Choose one grain: account days where they cover the window, else contents, else whatever there is.

    Account days cover a window when each account that has anything to say has stated its `days`. Where they do not,
    contents answer, unless fewer accounts would then be heard.
    """
    daily, contents = by_grain.get(Grain.ACCOUNT_DAY), by_grain.get(Grain.CONTENT)
    if daily is None or contents is None:
        return next((by_grain[grain] for grain in GRAINS if grain in by_grain), None)
    covered = daily.days >= days and daily.accounts >= contents.accounts
    return daily if covered or daily.coverage.accounts > contents.coverage.accounts else contents
