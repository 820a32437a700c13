"""The API's description and the page that shows it, both from this server alone."""

import json
import re

from django.contrib.staticfiles import finders

from tests.contract.routes import served


def test_the_page_needs_nothing_from_elsewhere(client):
    page = client.get("/api/docs").content.decode()
    wanted = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert wanted
    assert [path for path in wanted if not finders.find(path.removeprefix("/static/"))] == []


def test_every_route_is_described(client, db):
    described = json.loads(client.get("/api/openapi.json").content)
    operations = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in described["paths"].items()
        for method in methods
    }
    assert set(served()) <= operations
