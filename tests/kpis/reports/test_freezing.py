"""A report is frozen from several questions, all of one state of the data."""

import pytest
from django.db import connection

from agencies.changes import note_changes
from kpis.reporting.refusals import DataChanging
from kpis.reporting.services import ATTEMPTS, of_one_moment


def test_what_was_built_while_something_changed_is_built_again(in_north):
    built = []

    def build():
        built.append(len(built))
        if len(built) < ATTEMPTS:
            note_changes(connection, {"campaigns_cost"})
        return {"number": built[-1]}

    assert of_one_moment(build) == {"number": ATTEMPTS - 1}


def test_it_is_refused_where_the_data_never_rest(in_north):
    with pytest.raises(DataChanging):
        of_one_moment(lambda: note_changes(connection, {"campaigns_cost"}) or {})
