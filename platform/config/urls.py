"""Every address of the platform; apps are named as strings, so that nothing here imports upwards."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
