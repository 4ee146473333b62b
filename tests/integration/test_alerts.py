"""Alerts over the sample: everything material once, over every channel, to servers on this machine only."""

from __future__ import annotations

import email
import email.policy
import json
import shutil
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import duckdb
import pytest

from pipelines.settings import Home

MISSING = "select count(*) from quality.fct_duties where status = 'missing'"
FAILED = "select count(*) from quality.fct_findings where state = 'open' and severity = 'error' and evidence_class in ('E0', 'E1')"


@contextmanager
def served(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to be handed a mail."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.mails.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


class Hook(BaseHTTPRequestHandler):
    """Takes documents, or refuses them."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.answer)
        self.end_headers()
        if self.server.answer == 204:
            self.server.documents.append((self.headers["Authorization"], json.loads(body)))

    def log_message(self, *_):
        pass


@pytest.fixture
def mailbox():
    server = socketserver.TCPServer(("127.0.0.1", 0), Mailbox)
    server.mails = []
    with served(server):
        yield server


@pytest.fixture
def hook():
    server = HTTPServer(("127.0.0.1", 0), Hook)
    server.documents, server.answer = [], 204
    with served(server):
        yield server


@pytest.fixture
def home(first, tmp_path) -> Home:
    shutil.copytree(first.home / "published", tmp_path / "home" / "published")
    return Home(tmp_path / "home")


def expected(home: Home) -> int:
    with duckdb.connect(str(home.published), read_only=True) as db:
        return sum(db.execute(query).fetchall()[0][0] for query in (MISSING, FAILED))


def test_everything_material_goes_out_once_and_what_failed_goes_out_next_time(caliber, home, mailbox, hook, monkeypatch):
    monkeypatch.setenv("HOOK_TOKEN", "secret")
    home.alert_settings.write_text(
        "channels:\n  - {kind: file, name: outbox}\n"
        f"  - {{kind: mail, name: mail, host: 127.0.0.1, port: {mailbox.server_address[1]}, sender: a@example.org, recipients: [b@example.org]}}\n"
        f'  - {{kind: webhook, name: hook, url: "http://127.0.0.1:{hook.server_address[1]}/x", token_from: HOOK_TOKEN}}\n',
        encoding="utf-8",
    )
    place, count = ("--home", str(home.root), "--json"), expected(home)
    dry = caliber("alert", "--dry-run", *place).json
    assert (dry["told"]["mail"], mailbox.mails, hook.documents) == (count, [], [])

    hook.answer = 503
    broken = caliber("alert", *place)
    assert (broken.code, broken.json["told"]) == (1, {"outbox": count, "mail": count, "hook": 0}) and "503" in broken.json["faults"][0]
    hook.answer = 204
    assert caliber("alert", *place).json["told"] == {"outbox": 0, "mail": 0, "hook": count}
    assert caliber("alert", *place).json["told"] == {"outbox": 0, "mail": 0, "hook": 0}

    ((token, document),) = hook.documents
    assert (token, document["count"], sum(len(group["events"]) for group in document["groups"])) == ("Bearer secret", count, count)
    groups = [(group["region_code"], group["rule_id"]) for group in document["groups"]]
    assert len(groups) == len(set(groups))
    (mail,) = mailbox.mails
    (path,) = (home.alerts / "outbox").glob("*.txt")
    text = path.read_text(encoding="utf-8")
    assert mail["To"] == "b@example.org" and mail.get_content().split() == text.split()
    assert "临湖市" in text and "Growth of 7.8 % is stated" in text and "A finding is a signal, not a verdict." in text


def test_only_what_is_material_and_nothing_from_a_broken_memory_or_out_of_the_workspace(caliber, home):
    place = ("--home", str(home.root), "--json")
    assert caliber("alert", *place).code == 2
    home.alert_settings.write_text("material: {events: [missing], regions: [ZZ-990101]}\nchannels: [{kind: file, name: outbox}]\n", encoding="utf-8")
    assert caliber("alert", *place).json["told"] == {"outbox": 1}
    home.alert_settings.write_text("channels: [{kind: file, name: other, folder: ../elsewhere}]\n", encoding="utf-8")
    outside = caliber("alert", *place)
    assert outside.code == 1 and "leads out of the workspace" in outside.json["faults"][0] and not (home.root.parent / "elsewhere").exists()
    memory = home.alerts / "sent.jsonl"
    memory.write_bytes(memory.read_bytes().replace(b"outbox", b"inbox_"))
    assert "sent.jsonl:1: the line was changed" in caliber("alert", *place).err
