"""Entries of an inbox that are no plain files, and names that try to be more than names."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

from hostile_file import LANDED, PARKED, Hostile, csv
from hostile_texts import SOUND

NAMES = (
    "'); drop table amounts; --.csv", "read_csv('%2Fetc%2Fpasswd').csv", "-rf.csv", "$(id).csv", "`id`.csv", "[/bold][red].csv", "*.csv", "[a-z]?.csv", "{year}.csv", "%s%n.csv",
    "a\nb.csv", "\x1b[2J\x07.csv", "\u202ecsv.exe.csv", "a\u2028b.csv", " .csv", "a" * 251 + ".csv", "é.csv", "e\u0301.csv", "CON.csv", "a;b|c.csv", "\\..\\x.csv", "~.csv", "9" * 200 + ".csv",
)  # fmt: skip


def hostile_entries(secret: str) -> Iterator[Hostile]:
    for name in NAMES:
        yield Hostile(f"names/{name}", csv(*SOUND), LANDED)
    yield Hostile(os.fsdecode(b"names/\xff\xfe.csv"), csv(*SOUND), LANDED)
    yield Hostile("folder.csv/inside.csv", csv(*SOUND), LANDED)
    yield Hostile("links/outside.csv", lambda path: path.symlink_to(secret), PARKED, ("link_leaves_inbox",))
    yield Hostile("links/system.csv", lambda path: path.symlink_to("/etc/passwd"), PARKED, ("link_leaves_inbox",))
    yield Hostile("links/folder.csv", lambda path: path.symlink_to(Path(secret).parent), PARKED, ("link_leaves_inbox",))
    yield Hostile("links/nowhere.csv", lambda path: path.symlink_to("nothing-here"), PARKED, ("broken_link",))
    yield Hostile("links/circle.csv", lambda path: path.symlink_to(path), PARKED, ("broken_link",))
    yield Hostile("links/inside.csv", lambda path: path.symlink_to(path.parent.parent / "sound.csv"), LANDED)
    yield Hostile("links/device.csv", lambda path: path.symlink_to("/dev/zero"), PARKED, ("link_leaves_inbox",))
    yield Hostile("special/pipe.csv", lambda path: os.mkfifo(path), PARKED, ("not_a_file",))
    yield Hostile("special/socket.csv", _socket, PARKED, ("not_a_file",))
    if os.geteuid() == 0:
        yield Hostile("special/device.csv", lambda path: os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5)), PARKED, ("not_a_file",))


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have some hundred bytes only
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)
