"""Why an answer is taken back for good: fixed sentences, because readers see them where the answer stood and nobody
reviews them there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Retraction(models.TextChoices):
    """The label is the sentence that readers see."""

    WRONG = "wrong", _("Something in it was wrong.")
    UNSAFE = "unsafe", _("Following it could do harm.")
    OUTDATED = "outdated", _("What is known about this has changed since.")
    INCOMPLETE = "incomplete", _("Something important was missing.")
    MISUNDERSTOOD = "misunderstood", _("It rested on a misunderstanding of the query.")
    RULES = "rules", _("It didn’t follow our editorial rules.")
