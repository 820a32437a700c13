"""Whatever is loaded and taken back in whatever order, the tables hold what a slow twin elects."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.actors import COMMAND_LINE
from campaigns.imports.reverting import revert_import
from campaigns.imports.rollup import differences
from campaigns.imports.services import load_reading
from campaigns.models import AccountDay, Import, PeriodFact
from campaigns.readers import AccountDayRow, Grain, PeriodRow, Reading
from clients.models import NetworkAccount
from tests.oracles.facts import FactRow, FactTwin, SaidRow

DAYS = [date(2026, 1, 30) + timedelta(days=number) for number in range(4)]  # over the end of a month
CAPTURES = [date(2026, 2, 10) + timedelta(days=number) for number in range(3)]
METRICS = ("views", "followers", "watch_time_s")
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

numbers = st.integers(-2, 3)
values = st.fixed_dictionaries(
    {},
    optional={
        "views": st.none() | numbers,
        "followers": st.none() | numbers,
        "watch_time_s": st.none() | numbers.map(Decimal),
    },
)
flags = st.frozensets(st.sampled_from(METRICS))


@st.composite
def said_rows(draw):
    said = draw(values)
    stated = frozenset(name for name, value in said.items() if value is not None)
    return SaidRow(said, draw(flags) & stated, draw(flags) & stated)


loads = st.tuples(
    st.sampled_from(CAPTURES), st.lists(st.tuples(st.sampled_from(DAYS), said_rows()), min_size=1, max_size=5)
)
reverts = st.integers(0, 7)
steps = st.lists(loads | reverts, min_size=1, max_size=7)
period_keys = st.sampled_from([(metric, end) for metric in ("reach", "viewers") for end in DAYS[2:]])
period_loads = st.tuples(
    st.sampled_from(CAPTURES),
    st.lists(st.tuples(period_keys, numbers.map(lambda number: SaidRow({"value": Decimal(number)}))), min_size=1),
)
period_steps = st.lists(period_loads | reverts, min_size=1, max_size=7)


def reading(grain, rows):
    return Reading(
        profile=f"canonical.{grain}",
        network=None,
        grain=grain,
        rows=tuple(rows),
        refusals=(),
        columns={},
        ignored_columns=(),
        first_day=DAYS[0],
        last_day=DAYS[-1],
        encoding="utf-8",
    )


def day_row(line, day, said):
    return AccountDayRow(line, day, said.stated, said.derived, said.capped, ())


def period_row(line, key, said):
    return PeriodRow(line, key[0], DAYS[0], key[1], said.values["value"], None, ())


def record(account, captured_on):
    return Import.objects.create(
        account=account, file_name="twin.csv", sha256="0" * 64, captured_on=captured_on, created_by="twin"
    )


def follow(world, grain, made_row, drawn, stored):
    """Do every step with both and compare after each; everything is taken back at the end."""
    account = NetworkAccount.objects.get(id=world.aurora_account)
    twin, records = FactTwin(), []
    with transaction.atomic():
        for step in drawn:
            if isinstance(step, tuple):
                captured_on, lines = step
                rows = [made_row(line, key, said) for line, (key, said) in enumerate(lines, start=2)]
                preview, upload = record(account, captured_on), record(account, captured_on)
                load_reading(preview, reading(grain, rows), actor=COMMAND_LINE, write=False)
                load_reading(upload, reading(grain, rows), actor=COMMAND_LINE, write=True)
                expected = twin.load(captured_on, lines)
                assert upload.counts == preview.counts
                assert {name: upload.counts[name] for name in expected} == expected
                records.append(upload)
            elif step < len(records) and records[step].state == "committed":
                records[step] = revert_import(records[step], actor=COMMAND_LINE)
                twin.revert(step)
            assert stored() == twin.facts()
            assert differences() == []
        transaction.set_rollback(True)


def stored_days():
    return {
        row.day: FactRow(
            {name: getattr(row, name) for name in METRICS if getattr(row, name) is not None},
            frozenset(row.derived),
            frozenset(row.capped),
        )
        for row in AccountDay.objects.all()
    }


def stored_periods():
    none = frozenset()
    return {(row.metric, row.end): FactRow({"value": row.value}, none, none) for row in PeriodFact.objects.all()}


@FEW
@given(drawn=steps)
def test_days_are_what_the_twin_elects(in_north, drawn):
    follow(in_north, Grain.ACCOUNT_DAY, day_row, drawn, stored_days)


@FEW
@given(drawn=period_steps)
def test_periods_are_what_the_twin_elects(in_north, drawn):
    follow(in_north, Grain.PERIOD, period_row, drawn, stored_periods)


def test_a_flag_of_a_value_that_a_newer_capture_stated_stays(in_north):
    newer = (CAPTURES[2], [(DAYS[0], SaidRow({"views": 3}, derived=frozenset({"views"})))])
    older = (CAPTURES[0], [(DAYS[0], SaidRow({"views": 1, "followers": 2}))])
    follow(in_north, Grain.ACCOUNT_DAY, day_row, [newer, older, 0], stored_days)


def test_a_line_that_states_nothing_still_is_a_line_after_a_revert(in_north):
    blank = (CAPTURES[0], [(DAYS[0], SaidRow({}))])
    full = (CAPTURES[1], [(DAYS[0], SaidRow({"views": 1}))])
    follow(in_north, Grain.ACCOUNT_DAY, day_row, [blank, full, 1, blank], stored_days)


def test_of_equally_new_captures_the_one_loaded_last_counts_after_a_revert(in_north):
    said = [(CAPTURES[0], [(DAYS[0], SaidRow({"views": number}))]) for number in (1, 2, 3)]
    follow(in_north, Grain.ACCOUNT_DAY, day_row, [*said, 2], stored_days)


def test_a_revert_brings_the_flags_of_the_elected_value_back(in_north):
    marked = SaidRow({"views": 1, "followers": 2}, derived=frozenset({"views"}), capped=frozenset({"followers"}))
    plain = SaidRow({"views": 3, "followers": 4})
    drawn = [(CAPTURES[0], [(DAYS[0], marked)]), (CAPTURES[1], [(DAYS[0], plain)]), 1]
    follow(in_north, Grain.ACCOUNT_DAY, day_row, drawn, stored_days)
