"""Background work as a Django app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Holds the way into the shared queue; the queue's own tables are procrastinate's."""

    name = "jobs"
