"""Later versions of the product for the fleet's bench: settings, and a copy of one app's migrations with one more."""

from pathlib import Path
from shutil import copytree

from tests.bench.figures import ROOT

ROUNDS = 3
SETTINGS = """
from importlib import import_module
from os import environ
for _name, _value in vars(import_module(environ["BENCH_SETTINGS"])).items():
    if _name.isupper():
        globals()[_name] = _value
MIGRATION_MODULES = {{"clients": "clients_{number}"}}
"""
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "{last}")]
    operations = [migrations.AddField("brand", "later_{number}", models.CharField(max_length=20, db_default=""))]
"""


def write_next_versions(folder: Path) -> None:
    """Write `version_0`, `version_1` and so on as settings modules, each a column ahead of the one before."""
    for number in range(ROUNDS):
        migrations = folder / f"clients_{number}"
        copytree(folder / f"clients_{number - 1}" if number else ROOT / "clients" / "migrations", migrations)
        last = max(file.stem for file in migrations.glob("0*.py"))
        (migrations / f"09{number:02}_later.py").write_text(MIGRATION.format(last=last, number=number))
        (folder / f"version_{number}.py").write_text(SETTINGS.format(number=number))
