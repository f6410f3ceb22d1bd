"""Addresses readers use: published questions, search, feed."""

from django.urls import path

from questions import feeds
from questions.views import public

urlpatterns = [
    path("questions/<reference:reference>/<slug:slug>/", public.question_detail, name="question-detail"),
    path("search/", public.search, name="search"),
    path("feed/", feeds.site_feed, name="feed"),
]
