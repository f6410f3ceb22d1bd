"""Benchmarks, each a module to be run with `python -m`; importing the package sets Django up."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()
