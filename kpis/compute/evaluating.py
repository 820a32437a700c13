"""One KPI of one group: what its networks have in common, and what the formula makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaigns.metrics import Grain
from kpis.catalogue import Basis, Kpi
from kpis.compute.accounts import AccountFacts, Variant
from kpis.compute.choirs import Reading, only_network
from kpis.compute.chorus import Chorus, known_among
from kpis.compute.evidence import Evidence
from kpis.compute.heard import Heard
from kpis.compute.hearing import Bucket, Hearing
from kpis.compute.outcome import Coverage, Outcome, Part, footing
from kpis.compute.planning import KpiWay, Need, Plan
from kpis.compute.question import Question
from kpis.compute.saying import Saying
from kpis.compute.shapes import Shapes
from kpis.compute.sides import SPEND, Media, Sides, side_quantities, spends
from kpis.formulas import Formula, Node, Quantity, Reason

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Inputs:
    """The inputs of a formula, the currency of the money among them, and the currencies that it was in before."""

    inputs: Mapping[str, Quantity]
    currency: str | None
    former: frozenset[str]


class Evaluator:
    """Evaluates KPIs over the evidence of one group; what several KPIs share is worked out once.

    `whole` evaluates the same bucket over the whole scope, for shares of it.
    """

    def __init__(
        self,
        plan: Plan,
        question: Question,
        bucket: Bucket,
        *,
        accounts: Sequence[AccountFacts],
        evidence: Evidence,
        shapes: Shapes,
        whole: "Evaluator | None" = None,
    ) -> None:
        self._plan, self._question, self._bucket, self._whole = plan, question, bucket, whole
        self._accounts, self._evidence = accounts, evidence
        self._silences: dict[frozenset[Variant], Outcome] = {}
        self._hearing = Hearing(bucket, accounts, evidence, shapes)

    def evaluate(self, kpi: Kpi) -> Outcome:
        """Evaluate a KPI; of several ways the one that hears most accounts, of equals the preferred one.

        Never raises: what cannot be said comes back as a reason.
        """
        ways = self._plan.ways[kpi.key]
        if len(ways) == 1:
            return self._by_way(ways[0])
        outcomes = [self._by_way(way) for way in ways]
        with_value = [outcome for outcome in outcomes if outcome.quantity.value is not None]
        return max(with_value, key=lambda outcome: outcome.coverage.accounts, default=outcomes[0])

    def _by_way(self, way: KpiWay) -> Outcome:
        if way.of_sides_alone:
            return self._of_sides_alone(way)
        heard = self._hearing.answer(way.listening)
        if heard is None:
            return self._silence(way.listening.kinds)
        reading = heard.choir.reading(way)
        if reading.formula is None:
            return self._parted(reading, heard)
        if not reading.of_rows_alone:
            return self._beside_others(reading, reading.formula, heard)
        rests_on = heard.choir.footing(reading, heard.paid_mix)
        halves = None if reading.derived is None else reading.formula.exact_halves(heard.known)
        if reading.derived is not None and halves is not None:
            number, numerator, denominator = halves
            value = Quantity.exact(number, derived=reading.derived)
        else:
            chorus = heard.chorus
            inputs = chorus.inputs_of(reading.need.counted)
            value, numerator, denominator = reading.formula.evaluate_with_halves(inputs, known=chorus.known)
        return Outcome(value, rests_on, heard.coverage, numerator, denominator, heard.contents)

    def _silence(self, kinds: frozenset[Variant]) -> Outcome:
        """Say that nobody of these kinds of account speaks; one outcome serves all KPIs that are about them."""
        if kinds not in self._silences:
            speaking = self._hearing.speaking(kinds)
            reason = Reason.NO_DATA if speaking or not self._accounts else Reason.NOT_ON_NETWORK
            coverage, rests_on = Coverage(0, self._bucket.days, 0, speaking), footing(basis=self._question.basis)
            self._silences[kinds] = Outcome(Quantity.missing(reason), rests_on, coverage)
        return self._silences[kinds]

    def _beside_others(self, reading: Reading, formula: Formula, heard: Heard) -> Outcome:
        """Evaluate a formula over more than rows: costs, conversions, or a share of the whole scope."""
        found = self._with_sides(reading.need, heard.chorus, self._beside(heard))
        value, numerator, denominator = formula.evaluate_with_halves(
            found.inputs,
            self._whole_inputs(reading.way, formula, heard.choir.grain),
            known=known_among(found.inputs),
        )
        rests_on = heard.choir.footing_with(
            reading,
            heard.paid_mix,
            found.currency,
            found.former,
            network=heard.choir.network,
            sides=reading.need.sides,
        )
        return Outcome(value, rests_on, heard.coverage, numerator, denominator, heard.contents)

    def _parted(self, reading: Reading, heard: Heard) -> Outcome:
        """Let each definition speak for itself. Costs and conversions are not told apart by it: they leave no value."""
        way, together = reading.way, dict[tuple[str, Node], list[Saying]]()
        for said in heard.sayings:
            network, kind = said.accounts[0].variant
            together.setdefault((network, way.needs[network, kind].formula.tree), []).append(said)
        parts = [Part(network, self._part(way, heard.choir.grain, said)) for (network, _), said in together.items()]
        rests_on = heard.choir.footing_with(reading, heard.paid_mix, None, _NONE, network=None)
        missing = Quantity.missing(Reason.MIXED_DEFINITION)
        return Outcome(missing, rests_on, heard.coverage, contents=heard.contents, parts=tuple(parts))

    def _part(self, way: KpiWay, grain: Grain, sayings: Sequence[Saying]) -> Quantity:
        need = way.needs[sayings[0].accounts[0].variant]
        if need.sides:
            return Quantity.missing(Reason.NO_DATA)
        chorus = self._hearing.chorus(sayings, grain)
        inputs, whole = chorus.inputs_of(need.counted), self._whole_inputs(way, need.formula, grain)
        return need.formula.evaluate_with_halves(inputs, whole, known=chorus.known)[0]

    def _of_sides_alone(self, way: KpiWay) -> Outcome:
        """Evaluate a KPI that rests on costs and conversions alone: no fact table speaks of it."""
        speaking = frozenset([account.variant for account in self._accounts if account.variant in way.needs])
        number = self._hearing.speaking(way.listening.kinds)
        coverage = Coverage(self._bucket.days, self._bucket.days, number, number)
        formula = way.formula_on(speaking or frozenset(way.needs))
        if formula is None:
            mixed = Quantity.missing(Reason.MIXED_DEFINITION)
            return Outcome(mixed, footing(basis=Basis.OCCURRED), coverage)
        need = way.needs[next(iter(speaking or way.needs))]
        found = self._with_sides(need, self._hearing.nobody, self._evidence)
        value, numerator, denominator = formula.evaluate_with_halves(
            found.inputs, self._whole_inputs(way, formula, None), known=known_among(found.inputs)
        )
        rests_on = footing(
            basis=Basis.OCCURRED,
            sides=need.sides,
            currency=found.currency,
            converted_from=found.former,
            network=only_network(speaking),
        )
        return Outcome(value, rests_on, coverage, numerator, denominator)

    def _whole_inputs(self, way: KpiWay, formula: Formula, grain: Grain | None) -> Mapping[str, Quantity] | None:
        if not formula.uses_whole():
            return None
        return (self._whole or self).inputs_for(way, grain)

    def inputs_for(self, way: KpiWay, grain: Grain | None) -> Mapping[str, Quantity]:
        """Give the inputs of formulas at a grain over everything here, for shares of it.

        Empty where nothing speaks, and where an account speaks at another grain alone: the rest would look like all.
        """
        if grain is None:
            need = next(iter(way.needs.values()))
            return self._with_sides(need, self._hearing.nobody, self._evidence).inputs
        speaking = [account.variant for account in self._accounts if account.variant in way.needs]
        if not speaking or way.formula_on(frozenset(speaking)) is None:
            return {}
        by_grain = self._hearing.by_grain(way.listening)
        heard = by_grain.get(grain)
        if heard is None or any(each.accounts - heard.accounts for each in by_grain.values()):
            return {}
        return self._with_sides(way.needs[speaking[0]], heard.chorus, self._evidence).inputs

    def _beside(self, heard: Heard) -> Evidence:
        """Give what stands beside the accounts that are heard."""
        all_heard = heard.coverage.accounts == heard.coverage.of_accounts == len(self._accounts)
        published = heard.choir.basis is Basis.PUBLISHED
        return self._evidence.beside(heard.accounts, all_heard=all_heard, published=published)

    def _with_sides(self, need: Need, chorus: Chorus, beside: Evidence) -> _Inputs:
        """Give all inputs of a formula: what rows state, the days, and what costs and conversions add."""
        inputs = chorus.inputs_of(need.counted)
        currency, former = (chorus.currency, chorus.converted_from) if need.has_money else (None, _NONE)
        if not need.sides:
            return _Inputs(inputs, currency, former)
        sides = self._sides_of(need.sides, currency, beside)
        former |= sides.converted_from
        if currency and sides.currency and currency != sides.currency:
            mixed = dict.fromkeys(need.sides, Quantity.missing(Reason.MIXED_CURRENCY))
            return _Inputs({**inputs, **mixed}, None, former)
        return _Inputs({**inputs, **sides.quantities}, sides.currency or currency, former)

    def _sides_of(self, wanted: frozenset[str], currency: str | None, beside: Evidence) -> Sides:
        media = Media(Quantity.missing(Reason.NO_DATA), currency)
        if spends(wanted):
            paid = self._hearing.spending
            spend = paid.inputs_of(SPEND)["spend"]
            media = Media(spend, paid.currency or currency, paid.converted_from)
        return side_quantities(wanted, beside.costs, beside.conversions, media, currency=self._question.currency)
