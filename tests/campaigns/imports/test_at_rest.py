"""The collector rests while rows are loaded, and goes on after it however the load ends."""

import gc
from contextlib import suppress
from threading import Thread

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


def test_the_collector_rests_until_the_last_of_several_has_ended() -> None:
    first, second = at_rest(), at_rest()
    with second:
        with first:
            pass
        assert not gc.isenabled()
        with at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_threads_that_come_and_go_at_random_leave_it_running() -> None:
    def work() -> None:
        for _ in range(200):
            with at_rest():
                assert not gc.isenabled()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gc.isenabled()
