"""Starts or joins the tests' own PostgreSQL before Django reads its settings; loaded by pytest as a plugin."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("YARDSTICK_TEST_HOME", ROOT / ".yardstick" / "test"))

os.environ["YARDSTICK_HOME"] = str(HOME)
os.environ["YARDSTICK_SECRET_KEY"] = "a secret for tests only, which protects nothing at all"
os.environ["YARDSTICK_DATABASE_NAME"] = f"test_yardstick_{os.getpid()}"
os.environ["YARDSTICK_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
if "YARDSTICK_TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["YARDSTICK_TEST_DATABASE_URL"]
else:
    from database import ensure_running

    os.environ["DATABASE_URL"] = ensure_running(HOME, durable=False).url()
