"""What programs fetch and what no language changes: a topic's feed, portraits."""

from django.urls import path

from specialties import feeds
from specialties.views import reader

urlpatterns = [
    path("specialties/<slug:slug>/feed/", feeds.specialty_feed, name="specialty-feed"),
    path("doctors/portraits/<path:name>", reader.portrait_file, name="portrait-file"),
]
