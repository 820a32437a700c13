"""The readers, which know no other part of the house, speak the same metrics as the fact tables."""

import pytest

from campaigns.metrics.columns import COLUMNS, columns
from campaigns.readers.rows import Grain
from campaigns.readers.vocabulary import MEASURES, METRICS


@pytest.mark.parametrize("grain", list(COLUMNS))
def test_every_metric_that_a_reader_yields_is_a_column_of_its_fact_table(grain: str) -> None:
    assert set(METRICS[Grain(grain)]) == set(columns(grain))


def test_every_metric_of_a_grain_can_be_measured() -> None:
    assert {metric for metrics in METRICS.values() for metric in metrics} == set(MEASURES)
