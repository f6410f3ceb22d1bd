from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """Answering: drafts, reviews, and the public copies of answers."""

    name = "answers"
    default_auto_field = "django.db.models.BigAutoField"
