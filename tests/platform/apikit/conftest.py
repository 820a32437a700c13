"""An anonymous client on the tests' own addresses."""

import pytest
from django.test import Client


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def on_the_shelf(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.platform.apikit.shelf"  # type: ignore[attr-defined]
