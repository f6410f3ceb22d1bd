"""Rewrites hostile PDFs by name, one a line, and says in JSON what came of each; started as a module with the folder of
the slots.

A process of its own, as a child is charged with the memory that its parent held when it was started: the tests' own
process holds hundreds of megabytes, and no limit of a child could be seen there.
"""

import io
import json
import resource
import sys
import time
from pathlib import Path

import django


def main(folder):
    django.setup()
    from accounts import pdfs, pictures
    from tests.accounts import hostile_pdfs

    pictures.SLOT_FOLDER = Path(folder)
    refused = hostile_pdfs.refused()
    for line in sys.stdin:
        began = time.monotonic()
        try:
            pdfs.rewrite(io.BytesIO(refused[line.strip()][0]))
            code = message = ""
        except pictures.PictureRefused as error:
            code, message = error.code, str(error.message)
        seconds = time.monotonic() - began
        # The largest of all children so far.
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        print(json.dumps([code, message, seconds, largest]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
