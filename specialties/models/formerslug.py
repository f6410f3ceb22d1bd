"""Where a specialty or topic was found before its address was changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from specialties.models.specialty import Specialty


class FormerSlug(models.Model):
    """The end of an address that a specialty or topic had once; readers are led on from there. Written by a trigger
    whenever an address changes. One that was given to another since leads to that: who has it now comes first."""

    slug = models.SlugField(max_length=120, primary_key=True)
    specialty = models.ForeignKey(Specialty, models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.slug
