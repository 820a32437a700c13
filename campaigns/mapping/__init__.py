"""Tables of any origin: what their columns probably are, and what an agency said that they are."""
