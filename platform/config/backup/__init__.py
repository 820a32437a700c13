"""The whole installation's database in a folder, and a database from that folder, compared table by table."""

from config.backup.making import BackedUp, back_up
from config.backup.manifest import BackupError
from config.backup.restoring import check_restorable, restore_backup

__all__ = ["BackedUp", "BackupError", "back_up", "check_restorable", "restore_backup"]
