"""Slows guessing of passwords: failures are counted per e-mail and per address in a fixed window."""

from datetime import timedelta
from hashlib import sha256

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from people.models import LoginAttempts
from people.refusals import TooManyAttempts

WINDOW = timedelta(minutes=15)
FAILURES_PER_EMAIL = 10
FAILURES_PER_ADDRESS = 100

COUNT_FAILURE = """
INSERT INTO people_loginattempts AS kept (key, window_started_at, failures) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN kept.window_started_at < %s THEN 1 ELSE kept.failures + 1 END,
    window_started_at = CASE WHEN kept.window_started_at < %s
        THEN excluded.window_started_at ELSE kept.window_started_at END
"""


def _keys(email: str, address: str) -> dict[str, int]:
    return {
        sha256(f"email:{email.lower()}".encode()).hexdigest(): FAILURES_PER_EMAIL,
        sha256(f"address:{address}".encode()).hexdigest(): FAILURES_PER_ADDRESS,
    }


def refuse_when_too_many(email: str, address: str) -> None:
    """Raise TooManyAttempts, with the seconds to wait, where either count is used up. Needs the door's context."""
    now = timezone.now()
    limits = _keys(email, address)
    for attempts in LoginAttempts.objects.filter(key__in=limits, window_started_at__gt=now - WINDOW):
        if attempts.failures >= limits[attempts.key]:
            refusal = TooManyAttempts()
            refusal.retry_after_seconds = int((attempts.window_started_at + WINDOW - now).total_seconds()) + 1
            raise refusal


def count_failure(email: str, address: str) -> None:
    """Count one failure for the e-mail and for the address. Needs the door's context."""
    now = timezone.now()
    with connection.cursor() as cursor:
        for key in sorted(_keys(email, address)):
            cursor.execute(COUNT_FAILURE, [key, now, now - WINDOW, now - WINDOW])


def forgive(email: str, address: str) -> None:
    """Forget the e-mail's failures after a log-in that worked, and everybody's of past windows."""
    own = next(iter(_keys(email, address)))
    past = LoginAttempts.objects.filter(window_started_at__lt=timezone.now() - WINDOW)
    free = past.select_for_update(skip_locked=True).values("key")  # nobody waits for another's log-in
    LoginAttempts.objects.filter(Q(key=own) | Q(key__in=free)).delete()
