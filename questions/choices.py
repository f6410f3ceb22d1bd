"""The specialties a patient chooses from."""

from django.utils.translation import gettext_lazy as _

from specialties.models import Specialty

UNSURE = "unsure"


def specialty_choices():
    """“I'm not sure”, then each listed specialty as a group with its topics and itself last. One query."""
    listed = list(Specialty.objects.listed().order_by("name"))
    choices = [(UNSURE, _("I’m not sure"))]
    for area in (item for item in listed if item.parent_id is None):
        topics = [(item.slug, item.name) for item in listed if item.parent_id == area.pk]
        itself = _("{area}: something else").format(area=area.name) if topics else area.name
        choices.append((area.name, [*topics, (area.slug, itself)]))
    return choices
