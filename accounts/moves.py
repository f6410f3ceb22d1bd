"""What every change of state has in common: it is locked, checked against what the person saw, or refused."""

from functools import cache

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _

ERASED = _("This has been erased in the meantime.")


class MoveRefused(Exception):
    """The row is not in a state that allows this move, is a newer version than the caller saw,
    or the caller may not make it. Nothing was changed. `message` is fit to be shown."""

    def __init__(self, message):
        self.message = message
        super().__init__(str(message))


def lock(instance):
    """Return `instance` read again under a row lock (FOR UPDATE), to be held until the transaction ends.

    The copy in hand may be minutes old, and somebody else may have decided in between. A row that is gone (its
    person had everything erased) is a refused move, and its model's DoesNotExist as well.
    """
    model = type(instance)
    manager = model._base_manager
    try:
        return manager.select_for_update(of=("self",)).get(pk=instance.pk)
    except ObjectDoesNotExist:
        raise _gone(model)(ERASED) from None


@cache
def _gone(model):
    return type("Gone", (MoveRefused, model.DoesNotExist), {})
