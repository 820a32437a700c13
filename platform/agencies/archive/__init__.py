"""An agency as one file: everything it has as lines of JSON and bytes, with digests, and the way back."""

from agencies.archive.manifest import Manifest
from agencies.archive.reading import opened
from agencies.archive.restoring import Restored, restore
from agencies.archive.writing import Written, digests_of, write_archive

__all__ = ["Manifest", "Restored", "Written", "digests_of", "opened", "restore", "write_archive"]
