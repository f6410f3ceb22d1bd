from django.apps import AppConfig
from django.urls import register_converter

from questions.references import ReferenceConverter


class QuestionsConfig(AppConfig):
    name = "questions"

    def ready(self):
        register_converter(ReferenceConverter, "reference")
