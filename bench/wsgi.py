"""The production site with one more address, for the benchmark's server: gunicorn bench.wsgi."""

from django.conf import settings

settings.ROOT_URLCONF = "bench.urls"

from portal.wsgi import application as application  # noqa: E402
