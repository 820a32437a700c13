"""A browser without a window, the application that it opens, and an agency that made an upload link."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from agencies.context import in_agency
from clients.models import NetworkAccount
from tests.campaigns.collection.collecting import days_ago
from tests.outside import OutsideProgram
from tests.platform.config.hand_in.serving import Served, serving
from tests.racing import Arena, committed_agency

ARGUMENTS = (
    *("--headless=new", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"),
    "--no-sandbox",  # it opens a page of ours alone, also as root and where user namespaces are not allowed
)


def driver_program() -> str | None:
    """Find the browser's driver where the browser is too."""
    return shutil.which("chromedriver") if shutil.which("chromium") else None


CHROMIUM = OutsideProgram("Chromium", "browser", "YARDSTICK_REQUIRE_CHROMIUM", driver_program)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a browser where it is missing."""
    CHROMIUM.leave_out(config, items)


def pytest_report_collectionfinish() -> list[str]:
    """Say what was left out."""
    return CHROMIUM.told()


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium is not installed"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in ARGUMENTS:
        options.add_argument(argument)
    with Chrome(options=options, service=Service(driver_program())) as driver:
        yield driver


@pytest.fixture(scope="module")
def served(world: Any, django_db_blocker: Any) -> Iterator[Served]:
    with django_db_blocker.unblock(), serving() as found:
        yield found


@pytest.fixture(scope="module")
def arena(served: Served) -> Iterator[Arena]:
    """Found an agency with a brand that has owed two accounts' files for a hundred days."""
    with committed_agency("handing") as agency:
        found = Arena(agency)
        with in_agency(agency):
            for network, handle in (("tiktok", "raced"), ("douyin", "raced.cn")):
                NetworkAccount.objects.create(brand_id=found.brand, network=network, kind="standard", handle=handle)
            NetworkAccount.objects.update(created_at=f"{days_ago(100)}T00:00:00Z")
        yield found
        connections.close_all()


@pytest.fixture
def link(arena: Arena) -> Callable[..., dict[str, Any]]:
    """Give a function that makes an upload link."""

    def made(**more: Any) -> dict[str, Any]:
        answer = arena.client().post("/upload-links", {"brand": str(arena.brand), "name": "Team", **more})
        assert answer.status_code == 201, answer.content
        told: dict[str, Any] = answer.json()
        return told

    return made


def account_of(arena: Arena, network: str) -> UUID:
    """Give the id of the brand's account on a network."""
    with in_agency(arena.agency):
        return NetworkAccount.objects.get(network=network).id
