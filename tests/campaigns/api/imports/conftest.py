"""What the tests of imports over HTTP share, and the real exports where they lie beside the checkout."""

from pathlib import Path

REAL_EXPORTS = Path(__file__).resolve().parents[5] / "shared" / "data"
# Without that folder there are no cases, which is not the same as skipped ones.
collect_ignore = [] if REAL_EXPORTS.is_dir() else ["test_real_exports.py"]
