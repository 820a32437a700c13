"""What becomes of an answer once it is sent."""

import gc
from collections.abc import Iterator
from weakref import ref

import pytest
from django.test import RequestFactory

from tests.platform.apikit.shelf import Echo


@pytest.fixture
def nobody_collects() -> Iterator[None]:
    """Keep Python from looking for cycles."""
    gc.disable()
    yield
    gc.enable()


def test_an_answer_goes_as_soon_as_it_is_sent_with_nobody_looking_for_cycles(nobody_collects: None) -> None:
    answer = Echo.as_view()(RequestFactory().get("/echoes"))
    assert answer.render().content == b'{"said":"nothing"}'
    sent = ref(answer)
    del answer
    assert sent() is None
