"""Where files lie: private ones outside anything a web server serves, portraits in a public folder."""

import secrets
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import transaction


def private_files():
    """Pictures and documents of patients and doctors; read only by views that authorise and record."""
    return FileSystemStorage(
        location=Path(settings.MEDIA_ROOT) / "private",
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


class Portraits(FileSystemStorage):
    """Pictures with small sizes beside them, named after them (`specialties.portrait_sizes`): all go together."""

    def delete(self, name):
        """Delete a picture first, so that no size is made of it any more, then its sizes."""
        super().delete(name)
        path = Path(self.path(name))
        for size in path.parent.glob(f"{path.stem}-*.webp"):
            size.unlink(missing_ok=True)


def portraits():
    """Doctors' portraits, which readers see (a view of specialties serves them)."""
    return Portraits(location=Path(settings.MEDIA_ROOT) / "portraits", base_url="/doctors/portraits/")


def random_name(instance, filename):
    """A name that tells nothing: 160 random bits in two folders, the given name dropped, only its ending kept."""
    name = secrets.token_hex(20)
    return str(PurePosixPath(name[:2]) / f"{name}{PurePosixPath(filename).suffix.lower()[:5]}")


def delete_at_commit(file):
    """Delete a stored file (a row's FieldFile) once it is certain that no row names it any more; none is no error."""
    storage, name = file.storage, file.name  # now: the row may name another file by then
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@contextmanager
def files_or_nothing(written):
    """A transaction that, when it fails, takes back the stored files in the list `written`: a rollback leaves them."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for file in written:
            file.storage.delete(file.name)
        raise
