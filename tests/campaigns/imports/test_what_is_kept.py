"""What a load keeps beside the facts: revisions as texts, and texts with every character that a file may hold."""

from datetime import date
from decimal import Decimal

import pytest

from audit.actors import COMMAND_LINE
from campaigns.imports.reverting import revert_import
from campaigns.imports.services import load_reading
from campaigns.models import AccountDay, AdUnit, BreakdownFact, FactRevision, Import, ImportRow, PeriodFact
from campaigns.readers import AccountDayRow, AdDayRow, BreakdownRow, Grain, Notice, PeriodRow, Reading, Refusal
from clients.models import NetworkAccount

DAY = date(2026, 1, 5)
NONE = frozenset()
ODD = 'a\\b "c"\td\\N\r\n{e}, %s 咖啡'


@pytest.fixture
def load(in_north):
    account = NetworkAccount.objects.get(id=in_north.aurora_account)

    def run(grain: Grain, *rows, refusals=()) -> Import:
        record = Import.objects.create(
            account=account, file_name="kept.csv", sha256="0" * 64, captured_on=date(2026, 2, 1), created_by="test"
        )
        reading = Reading(f"canonical.{grain}", None, grain, rows, refusals, {}, (), DAY, DAY, "utf-8")
        load_reading(record, reading, actor=COMMAND_LINE, write=True)
        return record

    return run


def account_day(line: int = 2, notices=(), derived=NONE, capped=NONE, **values) -> AccountDayRow:
    return AccountDayRow(line, DAY, values, frozenset(derived), frozenset(capped), notices)


def ad_day(line: int, *, day: int, **labels: str) -> AdDayRow:
    said = {"level": "ad", "name": "", "parent_external_id": None, "ad_account": "", "currency": "EUR", **labels}
    return AdDayRow(
        line=line,
        day=DAY.replace(day=day),
        source="ads",
        external_id="77",
        values={"spend": Decimal("1.5")},
        derived=NONE,
        capped=NONE,
        notices=(),
        **said,
    )


def test_a_revision_keeps_what_the_file_states_and_nothing_that_it_leaves_blank(load):
    other = AccountDayRow(3, DAY.replace(day=6), {"likes": 2}, NONE, NONE, ())
    first = load(Grain.ACCOUNT_DAY, account_day(views=3, watch_time_s=Decimal("0.25")), other)
    load(Grain.ACCOUNT_DAY, account_day(2, views=4, derived={"views"}))
    assert first.stated == ["views", "watch_time_s", "likes"]
    assert list(FactRevision.objects.order_by("recorded_at", "day").values_list("said", "derived")) == [
        (["3", "0.250000", None], []),
        ([None, None, "2"], []),
        (["4"], ["views"]),
    ]


def test_a_value_of_a_row_that_states_all_columns_is_kept_exactly(load):
    upload = load(Grain.ACCOUNT_DAY, account_day(views=-3, watch_time_s=Decimal("1234567.890123")))
    said = FactRevision.objects.get().said
    assert dict(zip(upload.stated, said, strict=True)) == {"views": "-3", "watch_time_s": "1234567.890123"}


def test_a_revert_elects_each_value_from_the_imports_that_state_it_in_whatever_order(load):
    load(Grain.ACCOUNT_DAY, account_day(views=12, watch_time_s=Decimal("1.5")))
    load(Grain.ACCOUNT_DAY, account_day(shares=3, views=13))
    later = load(Grain.ACCOUNT_DAY, account_day(likes=2, shares=4, views=11))
    revert_import(later, actor=COMMAND_LINE)
    day = AccountDay.objects.get()
    assert (day.views, day.likes, day.shares, day.watch_time_s) == (13, None, 3, Decimal("1.5"))


def test_flags_are_kept_for_the_rows_that_have_some(load):
    flagged = AccountDayRow(3, DAY.replace(day=6), {"views": 1, "likes": 2}, frozenset({"likes"}), NONE, ())
    load(Grain.ACCOUNT_DAY, account_day(views=1), flagged)
    assert list(AccountDay.objects.order_by("day").values_list("derived", flat=True)) == [[], ["likes"]]


def test_texts_keep_every_character_that_parts_cells_elsewhere(load):
    row = BreakdownRow(2, DAY, "segment", ODD, "viewers", Decimal(4), ())
    load(Grain.BREAKDOWN, row)
    assert load(Grain.BREAKDOWN, row).counts["unchanged"] == 1
    assert BreakdownFact.objects.get().bucket == ODD


def test_reasons_and_warnings_keep_every_character_too(load):
    warned = account_day(notices=(Notice("odd", ODD, ODD),), views=1)
    upload = load(Grain.ACCOUNT_DAY, warned, refusals=(Refusal(3, "bad_number", ODD, ODD, ODD),))
    kept, refused = ImportRow.objects.filter(upload=upload).order_by("line")
    assert kept.warnings == [{"code": "odd", "detail": ODD, "column": ODD}]
    assert (refused.detail, refused.column, refused.raw, refused.warnings) == (ODD, ODD, ODD, [])


def test_a_figure_with_money_and_one_without_are_told_apart(load):
    with_money = PeriodRow(2, "gmv", DAY, DAY, Decimal("9.5"), "EUR", ())
    load(Grain.PERIOD, with_money, PeriodRow(3, "reach", DAY, DAY, Decimal(7), None, ()))
    found = PeriodFact.objects.order_by("metric").values_list("metric", "value", "currency")
    assert list(found) == [("gmv", Decimal("9.5"), "EUR"), ("reach", Decimal(7), "")]


def test_of_three_rows_with_one_key_the_last_wins_wherever_they_stand(load):
    other = AccountDayRow(3, DAY.replace(day=6), {"views": 9}, NONE, NONE, ())
    upload = load(Grain.ACCOUNT_DAY, account_day(2, views=1), other, account_day(4, views=2), account_day(5, views=3))
    assert dict(ImportRow.objects.filter(upload=upload).values_list("line", "outcome")) == {
        2: "duplicate",
        3: "new",
        4: "duplicate",
        5: "new",
    }
    assert AccountDay.objects.get(day=DAY).views == 3


def test_the_last_name_of_an_ad_unit_counts_and_a_blank_one_takes_nothing_away(load):
    load(
        Grain.AD_DAY,
        ad_day(2, day=1, name="Old", ad_account="acc"),
        ad_day(3, day=2, name="New"),
        ad_day(4, day=3, name="Old", ad_account="acc"),
        ad_day(5, day=4),
    )
    unit = AdUnit.objects.get(external_id="77")
    assert (unit.name, unit.ad_account, unit.level) == ("Old", "acc", "ad")


def test_money_in_another_currency_than_the_first_of_its_ad_unit_is_refused(load):
    upload = load(
        Grain.AD_DAY,
        ad_day(2, day=1, currency=""),
        ad_day(3, day=2, currency="EUR"),
        ad_day(4, day=3, currency="USD"),
        ad_day(5, day=4, currency="EUR"),
    )
    assert (upload.counts["new"], upload.counts["refused"]) == (3, 1)
    assert ImportRow.objects.get(outcome="refused").code == "mixed_currency"


@pytest.mark.parametrize("number", [10**15 + 1, -(10**15) - 1, Decimal("1000000000000000.5")])
def test_a_number_too_large_to_be_true_is_refused_and_the_largest_one_kept(load, number):
    largest = AccountDayRow(3, DAY.replace(day=6), {"views": 1, "likes": -(10**15)}, NONE, NONE, ())
    upload = load(Grain.ACCOUNT_DAY, account_day(views=1, watch_time_s=number), largest)
    refused = ImportRow.objects.get(upload=upload, outcome="refused")
    assert (refused.line, refused.code, refused.column) == (2, "out_of_range", "watch_time_s")
    assert AccountDay.objects.get().likes == -(10**15)


def test_an_id_longer_than_there_is_room_for_is_refused(load):
    shop = AdDayRow(2, DAY, "ads", "7" * 201, "ad", "", None, "", "", {"orders": 1}, NONE, NONE, ())
    upload = load(Grain.AD_DAY, shop, ad_day(3, day=2))
    assert (upload.counts["new"], upload.counts["refused"]) == (1, 1)
    assert ImportRow.objects.get(outcome="refused").code == "too_long"
