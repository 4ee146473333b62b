"""alerts.yml of a workspace: what is material and where it is told. Unknown keys are refused; every fault names file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Language = Literal["zh", "en", "both"]


class AlertSettingsError(Exception):
    """The file can't be used; one line a fault, with file and line."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Material(_Strict):
    """What is worth an alert."""

    events: list[Literal["finding", "overdue", "repeat", "missing"]] = Field(default=["finding", "overdue", "repeat", "missing"], min_length=1)
    severities: list[Literal["fatal", "error", "warning", "info"]] = Field(default=["fatal", "error"], min_length=1)
    classes: list[Literal["E0", "E1", "E2", "E3"]] = Field(default=["E0", "E1"], min_length=1)
    minimum_money: int = Field(default=0, ge=0, description="findings about less, in units of currency, are left out; those without an amount stay")
    regions: list[str] = Field(default=[], description="only these region codes; all where empty")


class FileChannel(_Strict):
    """A text file an alert, in a folder of the workspace."""

    kind: Literal["file"]
    name: str = Field(pattern=r"^[\w-]+$")
    folder: str = "alerts/outbox"
    language: Language = "both"


class MailChannel(_Strict):
    """A mail through an SMTP server; the password stands in an environment variable, never in the file."""

    kind: Literal["mail"]
    name: str = Field(pattern=r"^[\w-]+$")
    host: str
    port: int = Field(default=25, ge=1, le=65535)
    starttls: bool = False
    user: str | None = None
    password_from: str | None = Field(default=None, description="name of the environment variable that holds the password")
    sender: str = Field(pattern=r"^[^\s@<>]+@[^\s@<>]+$")
    recipients: list[Annotated[str, Field(pattern=r"^[^\s@<>]+@[^\s@<>]+$")]] = Field(min_length=1)
    language: Language = "both"


class WebhookChannel(_Strict):
    """A JSON document to an address."""

    kind: Literal["webhook"]
    name: str = Field(pattern=r"^[\w-]+$")
    url: str = Field(pattern=r"^https?://[^\s]+$")
    token_from: str | None = Field(default=None, description="name of the environment variable that holds a bearer token")


Channel = Annotated[FileChannel | MailChannel | WebhookChannel, Field(discriminator="kind")]


class AlertSettings(_Strict):
    """The whole file."""

    material: Material = Material()
    channels: list[Channel] = Field(min_length=1)


def load_settings(path: Path) -> AlertSettings:
    """Read and check the file.

    Raises:
        AlertSettingsError: with every fault, as `file:line: where: what`.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node, raw = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise AlertSettingsError(f"{path}:{mark.line + 1 if mark else 1}: not readable as YAML: {getattr(error, 'problem', error)}") from error
    try:
        settings = AlertSettings.model_validate(raw if raw is not None else {})
    except ValidationError as error:
        faults = [f"{path}:{_line(node, one['loc'])}: {'.'.join(map(str, one['loc'])) or 'file'}: {_said(one)}" for one in error.errors()]
        raise AlertSettingsError("\n".join(faults)) from error
    names = [channel.name for channel in settings.channels]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise AlertSettingsError(f"{path}:{_line(node, ('channels',))}: channels: two are named '{twice[0]}'; what was sent is remembered by name")
    return settings


def _said(error: Any) -> str:
    return "unknown key; take it out or write it as in docs/alerts_and_reports.md" if error["type"] == "extra_forbidden" else str(error["msg"])


def _line(node: yaml.Node | None, place: tuple[Any, ...]) -> int:
    """The line of the deepest part of the place that the file itself writes; the kind of a channel stands in the place, but not in the file."""
    line = node.start_mark.line + 1 if node else 1
    for part in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == part:
                    node, line = value, key.start_mark.line + 1
                    break
    return line
