"""The page behind an upload link, in a real browser."""
