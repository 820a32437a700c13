"""Proposes what the columns of a table are, with how sure that is, why, and what misleads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from campaigns.mapping.arithmetic import Quotient, quotient_of
from campaigns.mapping.candidates import candidates, factor_of, fits, unit_of, weighed
from campaigns.mapping.checking import Fault, faults_of, names_of
from campaigns.mapping.grains import AdTree, GuessedGrain, ad_tree, dimension_of, guessed_grain
from campaigns.mapping.known_names import Knowledge, Reason, known_on, misnomer_of, word_key, words
from campaigns.mapping.statement import StatedColumn, Statement
from campaigns.mapping.values import ValueKind, Values, date_format, decimal_sign, values_of
from campaigns.readers import profiles
from campaigns.readers.mapped_cells import DAYS, MOMENTS
from campaigns.readers.peeking import Peek
from campaigns.readers.rows import Grain
from campaigns.readers.table_dates import DateFormat
from campaigns.readers.vocabulary import RATES, Unit

TAKEN: Final = Decimal("0.50")
"""From this confidence on a column is proposed to be kept."""
CERTAIN: Final = Decimal("0.95")
_CHINAS: Final = frozenset({"douyin", "wechat", "weibo", "xiaohongshu"})
_LONGEST_SHEET: Final = 100


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a column that a person should know before it is kept or left."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What one column probably is; `name` is None where it is better not kept.

    `samples` are values of numbers, shares, days and durations alone: texts may be other people's. `denominators` are
    what a rate is multiplied by to be kept, and `denominator_there` says whether one of them is in the table.
    """

    header: str
    name: str | None
    confidence: Decimal
    reason: Reason
    detail: str
    values: Values
    factor: Decimal = Decimal(1)
    alternatives: tuple[Knowledge, ...] = ()
    flags: tuple[Flag, ...] = ()
    denominators: tuple[str, ...] = ()
    denominator_there: bool | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a table probably is: the statement to confirm, and what it still lacks."""

    grain: GuessedGrain
    columns: tuple[ColumnProposal, ...]
    statement: Statement
    missing: tuple[Fault, ...]
    flags: tuple[Flag, ...]
    profile: str | None
    day: str | None = field(default=None)


def propose(peek: Peek, network: str, *, grain: Grain | None = None) -> Proposal:
    """Propose what a table of a network is; `grain` says what a row is about where somebody knows."""
    headers = [header for header in peek.header if header]
    cells = {header: [row[place] for row in peek.rows] for place, header in enumerate(peek.header) if header}
    sign = decimal_sign([cell for column in cells.values() for cell in column])
    values = {header: values_of(column, sign=sign) for header, column in cells.items()}
    tree = ad_tree(headers)
    guess = guessed_grain(headers, _any_names(headers, network, values), tree)
    if grain is not None and grain is not guess.grain:
        guess = GuessedGrain(grain, Decimal(1), "It was stated.")
    tree = tree if guess.grain is Grain.AD_DAY else AdTree()
    drafts = [_draft(header, network, guess.grain, tree, values[header]) for header in headers]
    columns = _with_denominators(_each_once(_proven(drafts, cells, sign)))
    style, known_style = _date_format(columns, cells)
    options: dict[str, Any] = {
        "decimal_sign": sign,
        "date_format": style.value,
        "utc_offset": "+08:00" if network in _CHINAS and guess.grain is Grain.CONTENT else None,
        "sheet": None if peek.sheet is None else peek.sheet[:_LONGEST_SHEET],
    }
    fixed = _fixed(guess.grain, network, tree, columns)
    stated = tuple(StatedColumn(each.header, each.name, each.factor) for each in columns)
    statement = Statement(network, guess.grain, stated, fixed, options)
    flags = tuple(_of_table(headers, guess.grain, sign, known_style=known_style))
    day = next((each.header for each in columns if each.name in DAYS | MOMENTS), None)
    return Proposal(guess, columns, statement, tuple(faults_of(statement)), flags, _profile(peek, network), day)


def _any_names(headers: Sequence[str], network: str, values: Mapping[str, Values]) -> frozenset[str]:
    """Return what the columns may be, whatever a row is about, where their values agree."""
    known = known_on(network)
    return frozenset(
        each.name
        for header in headers
        for each in known.get(word_key(header), ())
        if fits(each.name, values[header].kind)
    )


def _draft(header: str, network: str, grain: Grain, tree: AdTree, values: Values) -> ColumnProposal:
    key = word_key(header)
    if key in words().personal:
        return ColumnProposal(
            header, None, CERTAIN, Reason.PERSONAL, "It may name people or hold their texts; such is never kept.",
            replace(values, samples=()),
        )  # fmt: skip
    misnomer = misnomer_of(header, network)
    flag = None if misnomer is None else Flag(misnomer.code, misnomer.explanation)
    if misnomer is not None and flag is not None and not misnomer.read_by_name:
        name = misnomer.name if misnomer.name in names_of(grain, network) else None
        return ColumnProposal(
            header, name, Decimal("0.90"), Reason.MISNOMER, misnomer.explanation, values, flags=(flag,)
        )
    if header in tree.attributes:
        name = tree.attributes[header]
        return ColumnProposal(header, name, CERTAIN, Reason.KNOWN, "It names a level of the ad account.", values)
    if key in words().computed:
        kpi, parts = words().computed[key]
        detail = f"It is worked out again as {kpi} from {parts}, so that it adds up."
        return ColumnProposal(header, None, Decimal("0.90"), Reason.COMPUTED, detail, values)
    return _by_name(header, network, grain, values, flag)


def _by_name(header: str, network: str, grain: Grain, values: Values, flag: Flag | None) -> ColumnProposal:
    found = weighed(candidates(header, network, grain), values)
    flags = (flag,) if flag is not None else ()
    if dimension_of(header) is not None and grain is not Grain.BREAKDOWN:
        detail = f"It splits rows by {dimension_of(header)}: of rows with one day and owner the last would win."
        flags = (*flags, Flag("splits_rows", detail))
    if not found:
        if values.kind is ValueKind.DATE and grain is not Grain.CONTENT:
            found = [Knowledge("day", Reason.VALUES, Decimal("0.40"))]
        else:
            return ColumnProposal(
                header, None, Decimal("0.00"), Reason.NONE, "Nothing is known under this name.", values, flags=flags
            )
    best = found[0]
    if not fits(best.name, values.kind):
        flags = (*flags, Flag("values_do_not_fit", f"Its cells are {values.kind}, which {best.name} is not."))
    factor, why = factor_of(header, best.name, network, values)
    taken = best.name if best.confidence >= TAKEN else None
    detail = " ".join(part for part in (_because(best), why) if part)
    return ColumnProposal(
        header, taken, best.confidence, best.reason, detail, values,
        factor if taken else Decimal(1), tuple(found if taken is None else found[1:]), flags,
    )  # fmt: skip


def _because(known: Knowledge) -> str:
    match known.reason:
        case Reason.CANONICAL:
            return f"It is called {known.name}."
        case Reason.NETWORK:
            return f"The network calls {known.name} so."
        case Reason.OTHER_NETWORK:
            return f"Another network calls {known.name} so."
        case Reason.SIMILAR:
            return f"It is like a name of {known.name}."
        case Reason.VALUES:
            return f"Its cells are what {known.name} holds."
        case _:
            return f"People call {known.name} so."


def _proven(drafts: Sequence[ColumnProposal], cells: Mapping[str, Sequence[str]], sign: str) -> list[ColumnProposal]:
    """Say of rates what two columns they are made of by the rows, and leave out those that can be worked out anew."""
    counts = {each.header: cells[each.header] for each in drafts if _is_count(each)}
    found = []
    for draft in drafts:
        quotient = None
        if draft.values.kind in {ValueKind.PERCENT, ValueKind.NUMBER} and draft.header not in counts:
            quotient = quotient_of(cells[draft.header], counts, sign=sign)
        found.append(draft if quotient is None else _as_quotient(draft, quotient, drafts))
    return found


def _is_count(draft: ColumnProposal) -> bool:
    if draft.values.kind is not ValueKind.NUMBER or draft.name is None:
        return False
    return unit_of(draft.name) in {Unit.COUNT, Unit.MONEY}


def _as_quotient(draft: ColumnProposal, quotient: Quotient, drafts: Sequence[ColumnProposal]) -> ColumnProposal:
    parts = f"{quotient.numerator} ÷ {quotient.denominator}"
    evidence = f"In {quotient.rows} of {quotient.of} rows it is {parts}"
    rate = RATES.get(draft.name or "")
    named = {each.header: each.name for each in drafts}
    as_named = rate is not None and (
        named[quotient.numerator] == rate.numerator and named[quotient.denominator] in rate.denominators
    )
    claims = rate is not None and not as_named
    flag = Flag("not_what_it_says" if claims else "made_of_columns", f"{evidence}.")
    flags = (*draft.flags, flag)
    return replace(
        draft, name=None, factor=Decimal(1), confidence=CERTAIN, reason=Reason.COMPUTED, flags=flags,
        detail=f"{evidence}, and can be worked out from them.",
    )  # fmt: skip


def _each_once(drafts: Sequence[ColumnProposal]) -> list[ColumnProposal]:
    """Let each name be one column: the surest, of equals the first; the others are offered it as an alternative."""
    best: dict[str, int] = {}
    for place, draft in enumerate(drafts):
        held = best.get(draft.name or "")
        if draft.name is not None and (held is None or drafts[held].confidence < draft.confidence):
            best[draft.name] = place
    found = []
    for place, draft in enumerate(drafts):
        if draft.name is None or best[draft.name] == place:
            found.append(draft)
            continue
        other = drafts[best[draft.name]].header
        flag = Flag("same_as_another", f"{other} is taken for {draft.name} already.")
        own = Knowledge(draft.name, draft.reason, draft.confidence)
        found.append(
            replace(
                draft, name=None, factor=Decimal(1), flags=(*draft.flags, flag), alternatives=(own, *draft.alternatives)
            )
        )
    return found


def _with_denominators(drafts: Sequence[ColumnProposal]) -> tuple[ColumnProposal, ...]:
    """Say of each rate what it is multiplied by to be kept; one that lacks it, or whose numerator is there, is not."""
    names = {draft.name for draft in drafts}
    found = []
    for draft in drafts:
        rate = RATES.get(draft.name or "")
        if rate is None:
            found.append(draft)
        elif rate.numerator in names:
            detail = f"The table states {rate.numerator} itself."
            found.append(replace(draft, name=None, factor=Decimal(1), reason=Reason.COMPUTED, detail=detail))
        else:
            there = bool(names.intersection(rate.denominators))
            flag = Flag("needs_denominator", f"Without a column {' or '.join(rate.denominators)} nothing can be kept.")
            found.append(
                replace(
                    draft,
                    denominators=rate.denominators,
                    denominator_there=there,
                    flags=draft.flags if there else (*draft.flags, flag),
                )
            )
    return tuple(found)


def _date_format(columns: Sequence[ColumnProposal], cells: Mapping[str, Sequence[str]]) -> tuple[DateFormat, bool]:
    """Return how the table writes its days, and whether that could be known."""
    dated = [cell for each in columns if each.name in DAYS | MOMENTS for cell in cells[each.header]]
    return date_format(dated)


def _fixed(grain: Grain, network: str, tree: AdTree, columns: Sequence[ColumnProposal]) -> dict[str, str]:
    """Return what no column states and can be told from the rest."""
    stated = {each.name for each in columns}
    if grain is Grain.AD_DAY:
        own = {"source": f"{network}_ads", "level": tree.level}
        return {name: value for name, value in own.items() if value and name not in stated}
    if grain is Grain.BREAKDOWN:
        dimension = next((found for each in columns if (found := dimension_of(each.header))), None)
        return {"dimension": dimension} if dimension and "dimension" not in stated else {}
    return {}


def _of_table(headers: Sequence[str], grain: Grain, sign: str, *, known_style: bool) -> list[Flag]:
    flags = []
    if not known_style:
        detail = "Day and month can be told in two ways; state options.date_format: day_first or month_first."
        flags.append(Flag("ambiguous_date", detail))
    if sign == ",":
        flags.append(Flag("decimal_comma", "Numbers are written with a decimal comma."))
    split = [header for header in headers if dimension_of(header)]
    if split and grain is not Grain.BREAKDOWN:
        flags.append(Flag("splits_rows", f"{', '.join(split)} splits a day into several rows; sum them up before."))
    return flags


def _profile(peek: Peek, network: str) -> str | None:
    """Return the product's own profile that fits the header, None where none does."""
    fitting = [
        (profile.fit(list(peek.header)), profile.key) for profile in profiles() if profile.network in {None, network}
    ]
    fit, key = max(fitting)
    return key if fit else None
