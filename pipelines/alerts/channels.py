"""Ways out: a file, a mail, a webhook. Each sends one letter or raises; nothing is tried twice here."""

from __future__ import annotations

import json
import os
import smtplib
import urllib.error
import urllib.request
from datetime import UTC, date, datetime
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from pipelines.alerts.letter import Letter
from pipelines.alerts.settings import FileChannel, MailChannel, WebhookChannel
from pipelines.settings import Home

PATIENCE_SECONDS = 20


class ChannelError(Exception):
    """The letter did not go out; the message says over which channel and why."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token goes to the address of the settings and to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


def send(home: Home, channel: FileChannel | MailChannel | WebhookChannel, letter: Letter) -> str:
    """Send, and say where it went.

    Raises:
        ChannelError: it did not.
    """
    try:
        match channel:
            case FileChannel():
                return _to_file(home, channel, letter)
            case MailChannel():
                return _by_mail(channel, letter)
            case WebhookChannel():
                return _to_webhook(channel, letter)
    except (OSError, smtplib.SMTPException, urllib.error.URLError) as error:
        raise ChannelError(f"channel '{channel.name}': {error}") from error


def _to_file(home: Home, channel: FileChannel, letter: Letter) -> str:
    folder = (home.root / channel.folder).resolve()
    if not folder.is_relative_to(home.root.resolve()):
        raise ChannelError(f"channel '{channel.name}': the folder '{channel.folder}' leads out of the workspace {home.root}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}_{channel.name}.txt"
    unfinished = path.with_suffix(".part")
    unfinished.write_text(letter.text(channel.language), encoding="utf-8")
    unfinished.replace(path)
    return str(path)


def _by_mail(channel: MailChannel, letter: Letter) -> str:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = letter.title(channel.language), channel.sender, ", ".join(channel.recipients)
    mail.set_content(letter.text(channel.language))
    with smtplib.SMTP(channel.host, channel.port, timeout=PATIENCE_SECONDS) as server:
        if channel.starttls:
            server.starttls()
        if channel.user:
            server.login(channel.user, _secret(channel.name, channel.password_from))
        refused = server.send_message(mail)
    if refused:
        raise ChannelError(f"channel '{channel.name}': the server refused {', '.join(sorted(refused))}")
    return f"{', '.join(channel.recipients)} by {channel.host}:{channel.port}"


def _to_webhook(channel: WebhookChannel, letter: Letter) -> str:
    body = json.dumps(letter.document(), ensure_ascii=False, default=_plain).encode()
    request = urllib.request.Request(channel.url, body, {"Content-Type": "application/json; charset=utf-8"}, method="POST")
    if channel.token_from:
        request.add_header("Authorization", f"Bearer {_secret(channel.name, channel.token_from)}")
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=PATIENCE_SECONDS) as answer:
        return f"{channel.url} (answered {answer.status})"


def _secret(channel: str, variable: str | None) -> str:
    if not variable or variable not in os.environ:
        raise ChannelError(f"channel '{channel}': the environment variable {variable or '(none is named)'} is to hold the secret, and is not set")
    return os.environ[variable]


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an alert")
