"""The WSGI entry point that the server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

# New objects before Python looks for cycles among them: a page of results makes some ten thousands, none in a cycle.
YOUNG, MIDDLE, OLD = 50_000, 20, 50

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Everything that views need is imported now, and what is imported stays: the collector need not look at it again.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(YOUNG, MIDDLE, OLD)
