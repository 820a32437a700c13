"""The rules of column mappings that can say no, by name."""

from apikit.refusals import Refusal


class OtherNetwork(Refusal):
    """A mapping is of one network's tables."""

    code = "wrong_network"
    detail = "This mapping is for another network than the account's."
    pointer = "#/mapping"
