"""What programs fetch: the feed of the whole site."""

from django.urls import path

from questions import feeds

urlpatterns = [
    path("feed/", feeds.site_feed, name="feed"),
]
