"""For how long an agency keeps each kind of data that is not its numbers."""
