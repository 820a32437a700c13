"""The page behind an upload link."""
