"""Addresses readers use: published questions, search."""

from django.urls import path

from questions.views import public
from questions.views.search import search

urlpatterns = [
    path("questions/<reference:reference>/<slug:slug>/", public.question_detail, name="question-detail"),
    path("search/", search, name="search"),
]
