from django.apps import AppConfig


class SpecialtiesConfig(AppConfig):
    """What is treated, and by whom."""

    name = "specialties"
    default_auto_field = "django.db.models.BigAutoField"
