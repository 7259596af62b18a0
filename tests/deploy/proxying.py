"""A proxy in front of the servers, as deploy/ has it: its file as it stands, but for names, ports and certificates."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ui.browsing import ROOT, free_port

DEPLOY = ROOT / "deploy"
NAME = "mailuo.localhost"  # browsers know that it is this machine
# the pages, over a model that needs no weights: quickly there
PAGES = """
import sys
from tests.ui.mailuo_without_model import do_without_model
do_without_model()
from ui.web.server.serving import serve
serve("127.0.0.1", int(sys.argv[1]))
"""
# programs, the same; an answer takes a second, so that it is seen whether what is told before comes before
PROGRAMS = """
import sys, time
from tests.ui.mailuo_without_model import do_without_model
do_without_model()
from ui.app.workspace import Workspace
from ui.cli.main import main
ask = Workspace.ask
Workspace.ask = lambda *said, **more: (time.sleep(1), ask(*said, **more))[1]
sys.argv = ["mailuo", "serve", "--port", sys.argv[1], "--base-path", "/mailuo/api"]
main()
"""


def program(name: str) -> str | None:
    """Where a proxy is installed: Debian keeps them where not every user looks."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def write_certificate(folder: Path) -> None:
    """cert.pem and key.pem for `NAME`, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _replaced(text: str, changes: Sequence[tuple[str, str]]) -> str:
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text


def nginx_command(folder: Path, secure: int, pages: int, programs: int) -> list[str]:
    """nginx over the file of deploy/, its own files in `folder`."""
    write_certificate(folder)
    site = _replaced(
        (DEPLOY / "nginx.conf").read_text(encoding="utf-8"),
        [
            ("mailuo.example.org", NAME),
            ("/etc/ssl/mailuo/fullchain.pem", f"{folder}/cert.pem"),
            ("/etc/ssl/mailuo/key.pem", f"{folder}/key.pem"),
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
            ("127.0.0.1:8501", f"127.0.0.1:{pages}"),
            ("127.0.0.1:8502", f"127.0.0.1:{programs}"),
        ],
    )
    (folder / "site.conf").write_text(site, encoding="utf-8")
    places = "".join(f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}"
    (folder / "nginx.conf").write_text(f"{whole} http {{ {places} include {folder}/site.conf; }}", encoding="utf-8")
    return [program("nginx") or "nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", "nginx.conf"]


def caddy_command(folder: Path, secure: int, pages: int, programs: int) -> list[str]:
    """Caddy over the file of deploy/, its own files in `folder`."""
    write_certificate(folder)
    site = _replaced(
        (DEPLOY / "Caddyfile").read_text(encoding="utf-8"),
        [
            (
                "{$MAILUO_SITE:mailuo.example.org} {",
                f"https://{NAME}:{secure} {{\n\tbind 127.0.0.1\n\ttls {folder}/cert.pem {folder}/key.pem",
            ),
            ("127.0.0.1:8501", f"127.0.0.1:{pages}"),
            ("127.0.0.1:8502", f"127.0.0.1:{programs}"),
        ],
    )
    own = f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system {folder}/caddy\n}}\n"
    (folder / "Caddyfile").write_text(own + site, encoding="utf-8")
    config = ["--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    return [program("caddy") or "caddy", "run", *config]


COMMANDS = {"nginx": nginx_command, "caddy": caddy_command}


@contextmanager
def running(command: Sequence[str], port: int, log: Path, **variables: str) -> Iterator[None]:
    """A server, until it is left; RuntimeError with its log where it does not come to listen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
    with (
        log.open("wb") as out,
        subprocess.Popen(command, cwd=ROOT, env={**kept, **variables}, stdout=out, stderr=out) as server,
    ):
        try:
            for _ in range(600):
                if server.poll() is not None:
                    break
                with socket.socket() as line:
                    if line.connect_ex(("127.0.0.1", port)) == 0:
                        yield
                        return
                time.sleep(0.1)
            raise RuntimeError(f"{command[0]} does not listen: {log.read_text(errors='replace')}")
        finally:
            server.terminate()


def server_command(script: str, port: int) -> list[str]:
    """The server of the pages, or for programs."""
    return [sys.executable, "-c", script, str(port)]


def untrusting() -> ssl.SSLContext:
    """For a certificate that nobody signed."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def directives(text: str) -> list[str]:
    """The lines of a file of nginx that say something."""
    return [line.strip() for line in re.sub(r"#.*", "", text).splitlines() if line.strip()]
