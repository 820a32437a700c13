"""The command line of the project: puts the source root `platform/` on the path and hands over to Django."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "platform"))


def main() -> None:
    """Run a management command against the database of the environment (the embedded one by default)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.environment import prepare_database  # the path is set above

    if sys.argv[1:2] != ["help"] and "--help" not in sys.argv:
        prepare_database()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
