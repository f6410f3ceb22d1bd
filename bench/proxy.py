"""nginx before the benchmark's server, with the configuration that docs/deployment.md gives."""

import os
import re
import shutil
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from bench.server import FOLDER, wait_for
from tests.ports import free_port

CONFIGURATION = Path(settings.BASE_DIR) / "docs" / "nginx" / "askwell.conf"
PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
MAIN = """\
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; {user}
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/askwell.conf;
}}
"""


@contextmanager
def running(port):
    """nginx before the server at `port`; gives its process and its own port, or None twice where it isn't installed."""
    if not PROGRAM:
        yield None, None
        return
    folder, own = FOLDER / "nginx", free_port()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "askwell.conf").write_text(fitted(folder, port=port, own=own), encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
    process = subprocess.Popen(
        [PROGRAM, "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL
    )
    try:
        wait_for(process, own)
        yield process, own
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=40)


def fitted(folder, *, port, own):
    """The configuration for a folder and ports of ours, and without TLS, as if another proxy had taken it off."""
    text = re.sub(
        r"(?ms)^server \{\n    listen 80;.*?^\}\n", "", CONFIGURATION.read_text(encoding="utf-8"), count=1
    )
    changes = (
        (r"/var/(cache|log)/nginx/", f"{folder}/"),
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{port};"),
        (r"    listen 443 ssl http2;", f"    listen 127.0.0.1:{own};"),
        (r"    listen \[::\]:443 ssl http2;\n", ""),
        (r"(?m)^    ssl_.*\n", ""),
        (r"X-Forwarded-Proto \$scheme;", "X-Forwarded-Proto https;"),
    )
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text)
        assert count, f"{pattern} is no longer in {CONFIGURATION.name}"
    return text
