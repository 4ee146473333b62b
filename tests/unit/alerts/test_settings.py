"""alerts.yml is taken word by word, or refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.alerts.settings import AlertSettingsError, load_settings

SOUND = """\
material:
  severities: [error]
channels:
  - kind: file
    name: outbox
  - kind: mail
    name: supervisors
    host: localhost
    sender: caliber@example.org
    recipients: [one@example.org]
"""


def loaded(folder: Path, text: str):
    path = folder / "alerts.yml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_what_is_not_said_has_a_stated_default(tmp_path):
    settings = loaded(tmp_path, SOUND)
    assert [channel.name for channel in settings.channels] == ["outbox", "supervisors"]
    assert (settings.material.classes, settings.material.minimum_money) == (["E0", "E1"], 0)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("severities", "severity", r"alerts\.yml:2: material\.severity: unknown key"),
        ("[error]", "[loud]", r"alerts\.yml:2: material\.severities\.0: "),
        ("    host: localhost\n", "    host: localhost\n    cc: x\n", r"alerts\.yml:9: channels\.1\.mail\.cc: unknown key"),
        ("kind: file", "kind: pigeon", r"alerts\.yml:4: channels\.0: "),
        ("name: supervisors", "name: outbox", r"alerts\.yml:3: channels: two are named 'outbox'"),
        ("one@example.org", '"one@example.org\\nBcc: all@example.org"', r"alerts\.yml:10: channels\.1\.mail\.recipients\.0: "),
        (SOUND, "", r"alerts\.yml:1: channels: Field required"),
        (SOUND, "channels: [", r"alerts\.yml:1: not readable as YAML"),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path, was, now, said):
    with pytest.raises(AlertSettingsError, match=said):
        loaded(tmp_path, SOUND.replace(was, now))
