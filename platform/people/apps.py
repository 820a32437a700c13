"""People, their credentials and what they may do, as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Holds users, memberships, invitations and credentials."""

    name = "people"
