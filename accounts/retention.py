"""What the floor deletes by age, in steps that are each right by themselves. Jobs of settings.PERIODIC_JOBS.

docs/privacy.md carries the periods. Each run deletes at most MOST rows of a kind and logs how many.
"""

import logging
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts import personal_data
from accounts.models import DataRequest, User
from accounts.storage import private_files

log = logging.getLogger(__name__)

MOST = 500
# A file that no row points to is swept when it is this old: younger ones may belong to a row not yet committed.
ORPHAN_AGE = timedelta(days=1)


def delete_exports():
    """Copies of people's data whose time is over, the file first."""
    over = DataRequest.objects.filter(expires_at__lt=timezone.now())[:MOST]
    for request in over:
        request.file.storage.delete(request.file.name)
        request.delete()
    return _logged("exports", len(over))


def delete_unverified():
    """Accounts whose address was never confirmed and that hold nothing: somebody's slip, or somebody else's address."""
    if not settings.RETENTION_UNVERIFIED_DAYS:
        return 0
    before = timezone.now() - timedelta(days=settings.RETENTION_UNVERIFIED_DAYS)
    candidates = User.objects.filter(
        date_joined__lt=before, last_login=None, is_staff=False, is_superuser=False
    )
    never = candidates.exclude(emailaddress__verified=True).filter(emailaddress__isnull=False).distinct()
    count = 0
    for user in never.order_by("pk")[:MOST]:
        held = personal_data.held(user)
        holds_something = any(held[key][1] for key in held if key not in {"addresses", "mails"})
        if not holds_something and personal_data.may_erase_alone(user):
            personal_data.erase(user, keep_pages=False, tell=False)
            count += 1
    return _logged("accounts never confirmed", count)


def sweep_files():
    """Files in the private storage that no row points to: left by a crash between a file and its row."""
    storage = private_files()
    root, known = Path(storage.location), _known_files(storage)
    limit = (timezone.now() - ORPHAN_AGE).timestamp()
    count = 0
    for path in root.rglob("*"):
        if path.is_file() and path.relative_to(root).as_posix() not in known and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            count += 1
    return _logged("orphan files", count)


def _known_files(storage):
    """The names in all columns of files of the private storage. A set of short names: 100 MB for a million."""
    names = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if (
                isinstance(field, models.FileField)
                and getattr(field.storage, "location", "") == storage.location
            ):
                rows = model._base_manager.values_list(field.name, flat=True)
                names.update(rows.iterator(chunk_size=2000))
    return names


def _logged(what, count):
    if count:
        log.info("retention: %s deleted: %d", what, count)
    return count
