"""django-tenants with the settings of its own documentation over our agencies' apps; imports nothing of the product."""

import os

SECRET_KEY = "a secret for a bench, which protects nothing at all"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": os.environ["YARDSTICK_DATABASE_NAME"],
        "HOST": os.environ["BENCH_HOST"],
        "PORT": os.environ["BENCH_PORT"],
        "USER": os.environ["BENCH_USER"],
        "PASSWORD": os.environ["BENCH_PASSWORD"],
    }
}
DATABASE_ROUTERS = ("django_tenants.routers.TenantSyncRouter",)
TENANT_MODEL = "stock.Tenant"
TENANT_DOMAIN_MODEL = "stock.Domain"
SHARED_APPS = ["django_tenants", "django.contrib.contenttypes", "django.contrib.auth", "tests.bench.stock"]
TENANT_APPS = ["apikit", "audit", "clients", "campaigns", "kpis"]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]
