"""The traps of this layout: `platform/` is a source root, and its packages share one namespace with everybody's."""

import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
OURS = "yardstick"
PACKAGES = sorted(path.parent.name for path in (ROOT / "platform").glob("*/__init__.py"))


@pytest.mark.parametrize("folder", ["platform", "docker"])
def test_a_folder_that_shares_its_name_with_a_module_is_no_package(folder):
    assert (ROOT / folder).is_dir()
    assert not (ROOT / folder / "__init__.py").exists()


def test_the_standard_library_keeps_its_platform_module():
    import platform

    assert platform.python_implementation() == "CPython"


def test_the_packages_of_the_platform_are_found():
    assert {"config", "apikit", "agencies", "jobs", "people", "audit", "database"} <= set(PACKAGES)


@pytest.mark.parametrize("package", [*PACKAGES, "clients", "campaigns", "kpis"])
def test_a_package_takes_nobody_elses_name(package):
    assert package not in sys.stdlib_module_names
    assert set(packages_distributions().get(package, [])) <= {OURS}


def test_every_folder_of_tests_is_a_package():
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
