"""What the tests of the import share."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def archive(tmp_path):
    """A function that imports lines (dicts, or bytes as they are) and returns what was printed and complained of."""

    def bring_in(*lines, **options):
        file = tmp_path / "archive.jsonl"
        file.write_bytes(
            b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
        )
        out, err = io.StringIO(), io.StringIO()
        failed = None
        try:
            call_command("import_qa", file, source="Old Site", stdout=out, stderr=err, **options)
        except CommandError as error:
            failed = error
        return out.getvalue().splitlines(), err.getvalue().splitlines(), failed

    return bring_in
