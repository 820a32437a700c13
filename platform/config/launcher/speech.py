"""What the launcher tells a person, line by line and at once."""

import sys


def say(line: str) -> None:
    """Write one line of progress to standard output."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """Write to standard error why it cannot go on."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
