"""The collector rests while rows are loaded, and goes on after it however the load ends."""

import gc
from contextlib import suppress

from campaigns.imports.at_rest import at_rest


def test_the_collector_rests_inside_and_goes_on_after_a_load_that_failed() -> None:
    with suppress(ZeroDivisionError), at_rest():
        assert not gc.isenabled()
        raise ZeroDivisionError
    assert gc.isenabled()


def test_a_collector_that_rested_before_is_left_at_rest() -> None:
    gc.disable()
    try:
        with at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
