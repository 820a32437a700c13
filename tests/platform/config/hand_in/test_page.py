"""Whoever has an upload link sees what is missing, hands files in, and is told what became of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from agencies.context import in_agency
from clients.models import Brand
from config.hand_in.page import POLICY
from tests.campaigns.collection.collecting import days_ago, days_between, douyin_daily, tiktok_overview
from tests.platform.config.hand_in.conftest import account_of
from tests.platform.config.hand_in.serving import Served
from tests.racing import Arena

pytestmark = pytest.mark.commits
OVERVIEW = "tiktok.studio.overview"
ENDED = "This link does not work: it has ended, was taken back, or was not copied whole. Ask for a new one."
PATIENCE = 30  # seconds until a page that says nothing is taken for broken


class Page:
    """The page as a person sees it."""

    def __init__(self, browser: Chrome, served: Served) -> None:
        self.browser, self.served = browser, served

    def open(self, token: str) -> "Page":
        self.browser.get("about:blank")
        self.browser.get(f"{self.served.url}/hand-in#{token}")
        self.wait(lambda: self.lines("answer") or self.find("form").is_displayed())
        return self

    def wait(self, until: Callable[[], Any]) -> Any:
        return WebDriverWait(self.browser, PATIENCE).until(lambda _: until())

    def find(self, name: str) -> Any:
        return self.browser.find_element(By.ID, name)

    def lines(self, name: str) -> list[str]:
        return [each.text for each in self.browser.find_elements(By.CSS_SELECTOR, f"#{name} li")]

    def send(self, *files: Path, account: str = "") -> list[str]:
        Select(self.find("account")).select_by_value(account)
        if files:
            self.find("files").send_keys("\n".join(map(str, files)))
        self.find("send").click()
        self.wait(lambda: self.lines("answer") and self.find("send").is_enabled())
        return self.lines("answer")

    def complaints(self) -> list[str]:
        """Give what the browser itself found wrong with the page: scripts that broke, rules that were violated."""
        return [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.fixture
def page(browser: Chrome, served: Served) -> Page:
    return Page(browser, served)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_what_is_missing_is_shown_and_gone_once_it_was_handed_in(
    page: Page, link: Callable[..., Any], tmp_path: Path
) -> None:
    made = link(note="Last month, please.\nThank you!", profiles=[OVERVIEW], mode="commit")
    page.open(made["token"])
    assert page.find("title").text == "Handing: files of Raced"
    assert page.find("note").text == "Last month, please.\nThank you!"
    (due,) = page.lines("due")
    assert due.startswith("TikTok Studio: Overview – tiktok raced\n")
    assert " days missing: " in due
    assert "; export by " in due
    assert len(page.lines("wanted")) == 1
    overview = written(tmp_path / "Overview.csv", tiktok_overview(days_between(days_ago(120), days_ago(1))))
    (answer,) = page.send(overview)
    assert answer == f"Overview.csv: received, 120 rows, {days_ago(120)} to {days_ago(1)}"
    assert page.wait(lambda: page.lines("due") == ["No file is missing. What you have can be sent all the same."])
    assert "99 files and " in page.find("room").text
    assert page.complaints() == []


def test_each_file_is_told_what_became_of_it(page: Page, link: Callable[..., Any], tmp_path: Path) -> None:
    page.open(link()["token"])
    likes = written(tmp_path / "likes.csv", douyin_daily("likes", days_between(days_ago(3), days_ago(1))))
    notes = written(tmp_path / "notes.csv", b"what,ever\n1,2\n")
    first, second = page.send(likes, notes)
    assert first == (f"likes.csv: received, 3 rows, {days_ago(3)} to {days_ago(1)}; it counts once it is confirmed")
    assert second.startswith("notes.csv: ")
    kinds = [each.get_attribute("class") for each in page.browser.find_elements(By.CSS_SELECTOR, "#answer li")]
    assert kinds == ["good", "bad"]
    assert page.complaints() == []


def test_an_account_can_be_chosen_where_a_file_may_be_of_several(
    page: Page, link: Callable[..., Any], arena: Arena, tmp_path: Path
) -> None:
    page.open(link()["token"])
    days = written(tmp_path / "days.csv", f"day,views\n{days_ago(2)},10\n".encode())
    (unplaced,) = page.send(days)
    assert unplaced.endswith("Choose the account: tiktok raced, douyin raced.cn.")
    (placed,) = page.send(account=str(account_of(arena, "douyin")))
    assert placed.startswith("days.csv: received, 1 row,")
    assert page.find("files").get_attribute("value") == ""


def test_the_secret_is_in_no_address_and_no_cookie(page: Page, link: Callable[..., Any], tmp_path: Path) -> None:
    token = link()["token"]
    page.served.asked.clear()
    page.open(token)
    page.send(written(tmp_path / "days.csv", b"day,views\n"))
    asked = [each.split() for each in page.served.asked]
    assert ["GET", "/hand-in"] in asked
    assert {tuple(each) for each in asked} == {
        ("GET", "/hand-in"),
        ("GET", "/api/v1/hand-in"),
        ("POST", "/api/v1/hand-in"),
    }
    assert token not in page.browser.page_source


def test_names_are_texts_and_never_parts_of_the_page(page: Page, link: Callable[..., Any], arena: Arena) -> None:
    evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    token = link(note=evil)["token"]
    with in_agency(arena.agency):
        Brand.objects.filter(id=arena.brand).update(name=evil)
    page.open(token)
    assert page.find("title").text == f"Handing: files of {evil}"
    assert page.find("note").text == evil
    assert page.browser.title == f"Handing: files of {evil}"
    with in_agency(arena.agency):
        Brand.objects.filter(id=arena.brand).update(name="Raced")
    assert page.complaints() == []


def test_a_link_that_is_cut_off_or_taken_back_says_what_to_do(
    page: Page, link: Callable[..., Any], arena: Arena
) -> None:
    page.open("")
    assert page.lines("answer") == [
        "The address lacks its last part, behind the #. Copy the whole link, or ask for a new one."
    ]
    made = link()
    page.open(made["token"][:-3])
    assert page.lines("answer") == [ENDED]
    assert not page.find("form").is_displayed()
    page.open(made["token"])
    assert page.lines("answer") == []
    assert arena.client().delete(f"/upload-links/{made['id']}").status_code == 204
    page.open(made["token"])
    assert page.lines("answer") == [ENDED]
    assert not page.find("form").is_displayed()


def test_another_link_in_the_same_tab_is_opened(page: Page, link: Callable[..., Any]) -> None:
    page.open(link(note="The first.")["token"])
    second = link(note="The second.")["token"]
    page.browser.execute_script("location.hash = arguments[0]", second)
    assert page.wait(lambda: page.find("note").text == "The second.")


def test_the_page_speaks_chinese_to_those_whose_browser_does(page: Page, link: Callable[..., Any]) -> None:
    agent = page.browser.execute_script("return navigator.userAgent")
    speak = "Network.setUserAgentOverride"
    page.browser.execute_cdp_cmd(speak, {"userAgent": agent, "acceptLanguage": "zh-CN"})
    page.open(link()["token"])
    assert page.find("title").text == "Handing：Raced 的数据文件"
    assert page.find("send").text == "提交"
    page.browser.execute_cdp_cmd(speak, {"userAgent": agent, "acceptLanguage": "en"})
    page.open(link()["token"])
    assert page.find("send").text == "Send"


def test_the_page_loads_nothing_from_elsewhere(client: Any) -> None:
    answer = client.get("/hand-in")
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "default-src 'none'" in POLICY
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")
