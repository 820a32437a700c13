"""The product's settings over one schema for everybody: the stock backend, and no agency's context in a request."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, MIDDLEWARE

_PLACE = {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ["BENCH_HOST"], "PORT": os.environ["BENCH_PORT"]}
DATABASES = {
    "default": DATABASES["default"]
    | _PLACE
    | {
        "USER": os.environ["BENCH_USER"],
        "PASSWORD": os.environ["BENCH_PASSWORD"],
        "OPTIONS": {"options": f"-c search_path={os.environ['BENCH_SCHEMA']},public"},
    },
}
MIDDLEWARE = [
    "tests.bench.untenanted.OneForAllMiddleware" if name.startswith("people.middleware") else name
    for name in MIDDLEWARE
]
