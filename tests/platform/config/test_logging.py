"""What the logs hold when something broke."""

import json
import subprocess
import sys

from tests.platform.agencies.programs import ROOT

BROKEN = """
import logging
from config.logging import logging_config
logging_config(production=True)
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("django.request").exception("It broke")
"""


def test_a_fault_is_logged_in_production_with_its_traceback():
    told = subprocess.run(
        [sys.executable, "-c", BROKEN], cwd=ROOT / "platform", capture_output=True, text=True, check=True
    )
    (line,) = told.stderr.splitlines()
    entry = json.loads(line)
    assert entry["event"] == "It broke"
    assert "ZeroDivisionError: division by zero" in entry["exception"]
    assert 'File "<string>"' in entry["exception"]
