"""How uploads come in: onto the disk, never into memory, and of each no more than shows that it is too large."""

import time

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

# What is read of a request that is refused, so that its sender is there to read why.
DRAINED_SECONDS = 20


class BoundedUploads(TemporaryFileUploadHandler):
    """Keeps settings.MAX_PICTURE_BYTES and one byte of each file: `size` tells the truth, and accounts.pictures
    refuses it. Files beyond settings.MAX_FILES are left out, and a request of more than settings.MAX_UPLOAD_BYTES
    is 413 before anything is kept."""

    files = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > settings.MAX_UPLOAD_BYTES:
            _drain(input_data)
            raise RequestDataTooBig("The files are larger than MAX_UPLOAD_BYTES.")

    def new_file(self, *args, **kwargs):
        self.files += 1
        if self.files > settings.MAX_FILES:
            raise SkipFile
        super().new_file(*args, **kwargs)
        self.room = settings.MAX_PICTURE_BYTES + 1

    def receive_data_chunk(self, raw_data, start):
        if self.room:
            self.file.write(raw_data[: self.room])
            self.room = max(0, self.room - len(raw_data))


def _drain(input_data):
    deadline = time.monotonic() + DRAINED_SECONDS
    while time.monotonic() < deadline and input_data.read(64 * 1024):
        pass
