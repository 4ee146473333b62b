"""`caliber dashboard`: the pages of the published release, in a browser."""

from __future__ import annotations

import argparse
import ipaddress
import secrets

from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console
from pipelines.settings import Home

PORT = 8600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1, this machine alone; any other one asks for a token)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port (default {PORT})")


def run(args: argparse.Namespace, home: Home) -> int:
    import uvicorn

    from pipelines.dashboard.application import application
    from pipelines.pages.charts import warm

    if not home.published.exists():
        raise CommandFault(f"nothing is published in {home.root} yet; start with `caliber run --sample` or `caliber run --inbox DIR`")
    key = None if _is_loopback(args.host) else secrets.token_urlsafe(24)
    warm()
    out = console()
    out.print(f"The release of {home.root} at http://{args.host}:{args.port}/  (stop with Ctrl+C)")
    if key:
        out.print(f"Login token: {key}\nIt travels unencrypted unless a proxy with TLS stands before this server.")
    uvicorn.run(application(home, key), host=args.host, port=args.port, log_level="warning", server_header=False)
    return 0


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
