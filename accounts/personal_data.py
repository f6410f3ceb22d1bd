"""Everything held about a person: as a file for them, or erased for good.

accounts is the floor and can't know what the apps above hold, so each app has a module `personal`
(settings.PERSONAL_DATA, the uppermost first) with three functions:

    held(user)                  {key: (label, how many)}: what the page /me/data/ counts
    export(user)                ({section: rows fit for JSON}, {name in the archive: stored file})
    erase(user, *, keep_pages)  deletes the person's rows and files; safe to call again after a crash

and, where something of theirs may not be under their account yet, gather(request), which puts it there.
"""

import json
import shutil
import tempfile
import zipfile
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from accounts import audit, mail
from accounts.models import DataRequest, User
from accounts.moves import ERASED, MoveRefused

ADMINISTRATOR_NEEDED = _(
    "An administrator has to erase this account, because others rely on what was signed with it."
)
# An export or erasure that is still waiting after so many minutes was interrupted: it is begun again.
INTERRUPTED = 5


def modules():
    """The `personal` modules, the uppermost app's first."""
    return [import_module(name) for name in settings.PERSONAL_DATA]


def row(instance, *names, **more):
    """{name: value} of some columns of one row, as an export prints it."""
    return {**{name: getattr(instance, name) for name in names}, **more}


def held(user):
    """{key: (label, count)} of all apps, the floor first. Some ten queries."""
    found = {}
    for module in reversed(modules()):
        found.update(module.held(user))
    return found


def gather(request):
    """Put under the account of who is signed in what they began without one: it is theirs to copy and to erase."""
    for module in modules():
        if hasattr(module, "gather"):
            module.gather(request)


def may_erase_alone(user):
    """Whether the person may erase their account without an administrator: nobody relies on what they signed.

    A doctor's answers and a moderator's decisions carry their names, and others were told to rely on them.
    """
    if user.is_staff or user.is_superuser or user.has_applied:
        return False
    signatures = [
        relation
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and getattr(relation, "on_delete", None) is models.PROTECT
        and relation.hidden
    ]
    return not any(
        relation.related_model._base_manager.filter(**{relation.field.name: user}).exists()
        for relation in signatures
    )


@transaction.atomic
def ask_export(user):
    """Have a copy of everything held about `user` made; asked again while that is being done, it is the same one.
    Returns the DataRequest."""
    request, made = DataRequest.objects.get_or_create(
        user=user, kind=DataRequest.Kind.EXPORT, state=DataRequest.State.WAITING
    )
    if made:
        audit.record(user, "data.export_asked", user)
        make_export.enqueue(request_id=request.pk)
    return request


@transaction.atomic
def ask_erasure(user, *, keep_pages):
    """Close the account now and have everything erased; from here on nobody is signed in to it.

    Raises MoveRefused for doctors and staff, and when the account is gone. Locks the account. Returns the
    DataRequest.
    """
    user = User.objects.hold(user.pk)
    if user is None:
        raise MoveRefused(ERASED)
    if not may_erase_alone(user):
        raise MoveRefused(ADMINISTRATOR_NEEDED)
    request, made = DataRequest.objects.get_or_create(
        user=user,
        kind=DataRequest.Kind.ERASURE,
        state=DataRequest.State.WAITING,
        defaults={"keep_pages": keep_pages},
    )
    user.is_active = False
    user.save(update_fields=["is_active"])
    if made:
        audit.record(user, "data.erasure_asked", user, keep_pages=keep_pages)
        carry_out_erasure.enqueue(request_id=request.pk)
    return request


def collect(user):
    """Everything held about `user`: ({section: rows}, {name in the archive: stored file})."""
    sections, files = {}, {}
    for module in reversed(modules()):
        rows, more = module.export(user)
        sections.update(rows)
        files.update(more)
    return sections, files


@task()
def make_export(*, request_id):
    """Write the archive of an export and tell its person. Run twice, or again after a crash, it does no harm."""
    waiting = DataRequest.objects.waiting().filter(kind=DataRequest.Kind.EXPORT)
    request = waiting.filter(pk=request_id, user__is_active=True).select_related("user").first()
    if request is None:
        return "nothing to do"
    with translation.override(request.user.mail_language):
        _store(request)
    with transaction.atomic():
        current = waiting.select_for_update(of=("self",)).filter(pk=request_id).first()
        if current is None:
            if not DataRequest.objects.filter(pk=request_id).exists():  # erased while it was written
                request.file.storage.delete(request.file.name)
            return "nothing to do"
        current.finish()
        audit.record(None, "data.exported", current.user)
        mail.notify(current.user, "export_ready", path="/me/data/")
    return "ready"


def _store(request):
    """Write the archive under the request's name, in place of what a crash may have left there."""
    sections, files = collect(request.user)
    with tempfile.TemporaryFile() as archive:
        write_archive(archive, sections, files)
        archive.seek(0)
        storage, name = request.file.storage, request.file.name
        storage.delete(name)
        storage.save(name, File(archive, name=name))


def write_archive(target, sections, files):
    """A zip of data.json, a README.txt that says what is what, and the stored files."""
    missing = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files.items():
            try:
                with file.storage.open(file.name) as source, archive.open(name, "w") as place:
                    shutil.copyfileobj(source, place)
            except FileNotFoundError:
                missing.append(name)
        data = {"site": settings.SITE_NAME, "made_at": timezone.now(), **sections, "files_missing": missing}
        archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
        context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        archive.writestr("README.txt", render_to_string("accounts/export_readme.txt", context))


@task()
def carry_out_erasure(*, request_id):
    """Erase everything of the person who asked. Each step commits by itself, so that a crash loses none of them;
    begun again, it goes on where it was. Done when the row is gone."""
    request = DataRequest.objects.waiting().filter(pk=request_id, kind=DataRequest.Kind.ERASURE).first()
    if request is None:
        return "nothing to do"
    erase(request.user, keep_pages=request.keep_pages)
    return "erased"


def erase(user, *, keep_pages, tell=True):
    """Delete a person's rows and files in every app, then the account itself.

    The last step holds the account's row, so that nothing can come in between, and goes through all apps again:
    a request that was under way when the account was closed may have written something.
    """
    for module in modules():
        module.erase(user, keep_pages=keep_pages)
    with transaction.atomic():
        # Not hold(): a row that refers to the account must not be written between the last look and the end.
        user = User.objects.select_for_update().filter(pk=user.pk).first()
        if user is None:
            return
        for module in modules():
            module.erase(user, keep_pages=keep_pages)
        audit.record(None, "account.erased", user)
        if tell:
            mail.notify_address(user.email, "account_erased", language=user.language)
        user.delete()


def resume():
    """Begin again what was interrupted: exports and erasures that wait for more than INTERRUPTED minutes.
    For a job every few minutes; returns how many."""
    late = timezone.now() - timedelta(minutes=INTERRUPTED)
    late_ones = DataRequest.objects.waiting().filter(asked_at__lt=late)[:100]
    again = {DataRequest.Kind.EXPORT: make_export, DataRequest.Kind.ERASURE: carry_out_erasure}
    for request in late_ones:
        again[request.kind].enqueue(request_id=request.pk)
    return len(late_ones)
