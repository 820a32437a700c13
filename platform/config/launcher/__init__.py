"""Starts a whole Yardstick on one machine: database, migrations, demo, server; and stops what it started."""
