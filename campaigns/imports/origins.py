"""What came without a file: the names that such imports have for a profile, and whose word each import is."""

from campaigns.readers import Reading

API_FACTS = "api.facts"
MANUAL_VALUES = "manual.values"
WITHOUT_A_FILE = (API_FACTS, MANUAL_VALUES)


def source_of(reading: Reading) -> str:
    """Tell whose word a reading is: a program's, a person's, also in our CSV, else that of who makes such files."""
    if reading.profile == API_FACTS:
        return "api"
    return "manual" if reading.profile == MANUAL_VALUES or reading.network is None else reading.provenance.value
