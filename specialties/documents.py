"""Doctors' documents as files: how one that was sent is made fit to be kept, and how one leaves the site."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts import pdfs
from accounts.pages import private_file
from accounts.pictures import MESSAGES, PictureRefused, redraw

NO_DOCUMENT = _(
    "This file is neither a picture nor a PDF we can read. Please send a JPEG, PNG, WebP or HEIC picture, or a PDF."
)


@dataclass(frozen=True)
class Paper:
    """A document ready to be kept: a JPEG drawn anew, or a PDF written anew."""

    data: bytes
    content_type: str
    pages: int = 1


def prepared(upload):
    """The Paper of an uploaded file, whatever its name says; raises PictureRefused. Costs a process of some seconds."""
    if pdfs.is_pdf(upload):
        written = pdfs.rewrite(upload)
        return Paper(written.data, "application/pdf", written.pages)
    try:
        return Paper(redraw(upload).data, "image/jpeg")
    except PictureRefused as refused:
        if refused.message == MESSAGES["wrong_type"]:  # what pictures alone say leaves out that a PDF will do
            raise PictureRefused(refused.code, message=NO_DOCUMENT) from None
        raise


def download(document):
    """The file of a DoctorDocument, to be saved and never opened by the browser itself. The caller has made sure that
    they may have it, and has recorded it where it isn't their own. 404 when the file is gone."""
    return private_file(
        document.file, name=document.file_name, content_type=document.content_type, as_attachment=True
    )
