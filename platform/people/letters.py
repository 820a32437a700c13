"""Letters to people, sent beside the request: neither a slow nor a broken mail server changes an answer or its time."""

from concurrent.futures import ThreadPoolExecutor
from logging import getLogger

from django.conf import settings
from django.core.mail import send_mail

logger = getLogger(__name__)
_post = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")


def send_letter(subject: str, text: str, *, to: str) -> None:
    """Hand a letter over; it goes out in its turn, at the latest before the process ends.

    Call it after the commit of what the letter tells of. A failure is logged without address and text.
    """
    _post.submit(deliver, subject, text, to=to)


def wait_for_letters() -> None:
    """Wait until every letter handed over so far was sent or given up."""
    _post.submit(int).result()


def deliver(subject: str, text: str, *, to: str) -> bool:
    """Send a letter now, for commands that wait; says whether it went. A failure is logged without address and text."""
    try:
        send_mail(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to])
    except Exception as error:  # noqa: BLE001 - whatever a mail backend raises
        # The mail server's words often repeat the address.
        logger.error("A letter could not be sent: %s", type(error).__name__)  # noqa: TRY400
        return False
    return True
