"""Turns the files that networks export into rows: bytes in, canonical rows and refusals out."""

from campaigns.readers.catalogue import profiles, template_csv
from campaigns.readers.confinement import Limits, peek_in_child, read_in_child
from campaigns.readers.file_to_read import FileToRead
from campaigns.readers.profile import Cadence, Dropped, Profile
from campaigns.readers.reading import read_file
from campaigns.readers.rows import (
    AccountDayRow,
    AdDayRow,
    BreakdownRow,
    ContentRow,
    Grain,
    Notice,
    Number,
    PeriodRow,
    Provenance,
    Reading,
    Refusal,
    Row,
    UnreadableFile,
)

__all__ = [
    "AccountDayRow",
    "AdDayRow",
    "BreakdownRow",
    "Cadence",
    "ContentRow",
    "Dropped",
    "FileToRead",
    "Grain",
    "Limits",
    "Notice",
    "Number",
    "PeriodRow",
    "Profile",
    "Provenance",
    "Reading",
    "Refusal",
    "Row",
    "UnreadableFile",
    "peek_in_child",
    "profiles",
    "read_file",
    "read_in_child",
    "template_csv",
]
