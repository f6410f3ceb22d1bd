"""The specialties as the choices of a select."""

from django.utils.translation import gettext as _

from specialties.models import Specialty


def grouped_specialties():
    """Each specialty as a group with itself and its topics, behind an empty choice. One query."""
    areas = {}
    for one in Specialty.objects.order_by("parent__name", "name").select_related("parent"):
        group = areas.setdefault((one.area.name, one.area.pk), [])
        if one.parent_id is None:
            group.insert(0, (one.pk, _("%(name)s (no closer topic)") % {"name": one.name}))
        else:
            group.append((one.pk, one.name))
    return [("", _("Select a specialty")), *((name, areas[name, pk]) for name, pk in sorted(areas))]
