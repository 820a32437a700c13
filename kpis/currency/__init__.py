"""Money in another currency: the rates that an agency states, by day, and which of them is in force."""
