"""The production set-up names commands, variables and addresses that exist; no engine is needed to see that."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve
from django.utils.module_loading import import_string

from config.environment import Environment

DOCKER = Path(__file__).resolve().parents[3] / "docker"
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text())
DOCKERFILE = (DOCKER / "Dockerfile").read_text()
SERVICES = COMPOSE["services"]
COMMAND_OF_IMAGE = json.loads(re.search(r"^CMD (\[.*\])$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)[1])


@pytest.mark.parametrize("command", [COMMAND_OF_IMAGE, SERVICES["web"]["command"]])
def test_the_server_and_what_it_serves_exist(command):
    assert command[0] == "granian"
    assert find_spec("granian") is not None
    assert callable(import_string(command[-1].replace(":", ".")))


def test_migrations_run_before_the_server_and_by_a_command_that_exists():
    python, manage, command = SERVICES["prepare"]["command"]
    assert (python, manage, command in get_commands()) == ("python", "manage.py", True)
    assert SERVICES["web"]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert SERVICES["prepare"]["depends_on"]["database"] == {"condition": "service_healthy"}


@pytest.mark.parametrize("text", [DOCKERFILE, *SERVICES["web"]["healthcheck"]["test"][-1:]])
def test_health_is_asked_at_an_address_that_answers(text):
    asked = re.findall(r"http://127\.0\.0\.1:8000(/[a-z/]+)", text)
    assert [resolve(path).url_name for path in asked] in (["live"], ["ready"])


@pytest.mark.parametrize("command", [SERVICES["worker"]["command"], SERVICES["worker"]["healthcheck"]["test"][1:]])
def test_the_worker_is_run_and_asked_by_a_command_that_exists(command):
    assert command[:2] == ["python", "manage.py"]
    assert command[2] in get_commands()
    assert SERVICES["worker"]["depends_on"] == SERVICES["web"]["depends_on"]


def test_every_variable_is_one_that_the_settings_read():
    stated = {*SERVICES["web"]["environment"], *re.findall(r"(YARDSTICK_[A-Z_]+)=", DOCKERFILE)}
    known = {f"YARDSTICK_{name.upper()}" for name in Environment.model_fields}
    assert stated - known == set()


def test_production_mode_takes_its_secrets_from_files():
    assert SERVICES["web"]["environment"]["YARDSTICK_PRODUCTION"] == "true"
    secret = SERVICES["web"]["environment"]["YARDSTICK_SECRET_KEY_FILE"].removeprefix("/run/secrets/")
    assert set(SERVICES["web"]["secrets"]) == {secret, "database-password"} == set(COMPOSE["secrets"])
    assert SERVICES["database"]["environment"]["POSTGRES_PASSWORD_FILE"] == "/run/secrets/database-password"


def test_the_image_does_not_run_as_root():
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE) == ["yardstick"]


def test_services_use_only_volumes_and_networks_that_are_declared():
    volumes = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    networks = {network for service in SERVICES.values() for network in service["networks"]}
    assert (volumes, networks) == (set(COMPOSE["volumes"]), set(COMPOSE["networks"]))
