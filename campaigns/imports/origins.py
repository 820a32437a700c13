"""What came without a file: the names that such imports have for a profile, and whose word each import is."""

from campaigns.readers import Reading

API_FACTS = "api.facts"
MANUAL_VALUES = "manual.values"
WITHOUT_A_FILE = (API_FACTS, MANUAL_VALUES)


def source_of(reading: Reading) -> str:
    """Tell a network's own export from what a program pushed, and from what people type in or fill into our CSV."""
    if reading.profile == API_FACTS:
        return "api"
    return "manual" if reading.profile == MANUAL_VALUES or reading.network is None else "export"
