"""Each recipient of each agency gets one letter a day, about what that agency asks of them."""

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command

from agencies.context import in_agency
from campaigns.collection.tasks import send_daily_reminders
from campaigns.models import CollectionPlan, ReminderLetter
from clients.models import AgencyProfile, BrandAccess
from jobs.tasks import Job, Later
from tests.campaigns.collection.collecting import days_ago
from tests.campaigns.collection.reminding import late_account
from tests.people import CANARY

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

SHARED = "team@outside.example"


class Broken(BaseEmailBackend):
    """A mail server that says the recipient's address and refuses."""

    def send_messages(self, messages):
        """Refuse."""
        raise OSError(messages[0].to)


@pytest.fixture
def owed(world):
    """Files that carol, and a contact of both agencies, are asked for."""
    late_account(world.north, world.aurora, "aurora.cn", assignee=world.carol.membership_id)
    late_account(world.north, world.aurora, "aurora.team", contact_name="Team", contact_email=SHARED)
    late_account(world.south, world.southern, f"team.{CANARY}", contact_name="Team", contact_email=SHARED.upper())


def remind(*, dry_run=False):
    call_command("send_reminders", "north", "south", dry_run=dry_run)


def test_twice_a_day_sends_once(world, owed, capsys):
    remind()
    assert sorted(letter.to[0].casefold() for letter in mail.outbox) == ["carol@north.example", SHARED, SHARED]
    assert capsys.readouterr().out == "north: 2 letters\nsouth: 1 letter\n"
    remind()
    assert len(mail.outbox) == 3
    assert capsys.readouterr().out == "north: 0 letters\nsouth: 0 letters\n"
    with in_agency(world.north):
        assert ReminderLetter.objects.exclude(sent_at=None).count() == 2
        ReminderLetter.objects.update(day=days_ago(1))
    remind()
    assert len(mail.outbox) == 5


def test_a_dry_run_sends_and_notes_nothing(world, owed, capsys):
    remind(dry_run=True)
    assert capsys.readouterr().out == "north: 2 letters would go\nsouth: 1 letter would go\n"
    assert mail.outbox == []
    with in_agency(world.north):
        assert not ReminderLetter.objects.exists()


def test_no_letter_has_words_of_another_agency(owed):
    remind()
    southern = [letter for letter in mail.outbox if CANARY in letter.subject + letter.body]
    assert len(southern) == 1
    assert "South Agency" in southern[0].body
    assert not any(word in southern[0].body for word in ("North", "aurora"))


def test_a_letter_tells_what_is_missing_and_until_when(owed):
    remind()
    (letter,) = [letter for letter in mail.outbox if letter.to == ["carol@north.example"]]
    assert letter.subject == "North Agency: files that are missing (1)"
    assert "Hello carol," in letter.body
    assert "Douyin creator centre: daily likes - douyin, aurora.cn: days missing: " in letter.body
    assert "export by " in letter.body
    assert "aurora.team" not in letter.body


def test_letters_are_in_the_agencys_language(world, owed):
    with in_agency(world.north):
        AgencyProfile.objects.update(language="zh-Hans")
    remind()
    (letter,) = [letter for letter in mail.outbox if letter.to == ["carol@north.example"]]
    assert letter.subject == "North Agency：待提交的数据文件（1）"
    assert "carol，您好：" in letter.body


def test_who_is_muted_or_works_on_the_brand_no_more_gets_none(world, owed):
    with in_agency(world.north):
        CollectionPlan.objects.filter(contact_email=SHARED).update(muted_until=days_ago(0))
        BrandAccess.objects.filter(membership_id=world.carol.membership_id).delete()
    remind()
    assert [letter.to for letter in mail.outbox] == [[SHARED.upper()]]


def test_what_was_answered_is_not_written_of(api, owed):
    carol = api("carol")
    for reminder in carol.get("/reminders?limit=200").json()["items"]:
        assert carol.post(f"/reminders/{reminder['id']}:done", {}).status_code == 200
    remind()
    assert [letter.to[0].casefold() for letter in mail.outbox] == [SHARED, SHARED]


def test_a_letter_that_could_not_be_sent_is_sent_by_the_next_run(world, owed, settings, capsys, caplog):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"
    with pytest.raises(CommandError, match="north, south"):
        remind()
    told = capsys.readouterr()
    assert "north: 0 letters, 2 failed" in told.err
    assert "@" not in told.out + told.err + caplog.text
    settings.EMAIL_BACKEND = working
    remind()
    assert len(mail.outbox) == 3


def test_a_worker_sends_the_letters_of_the_day_and_tries_again_what_could_not_be_sent(world, owed, settings):
    job = Job(1, world.north, 1)
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"
    with pytest.raises(Later):
        send_daily_reminders.work(job)
    settings.EMAIL_BACKEND = working
    send_daily_reminders.work(job)
    send_daily_reminders.work(job)
    assert len(mail.outbox) == 2
