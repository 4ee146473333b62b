"""Who may look and who may write: a session cookie, a token in every form, a key where the server can be reached from elsewhere."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "caliber_session"
HEADERS = {
    # Pages hold no script at all; whatever a label smuggles in is not run.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


def new_session() -> str:
    """A name nobody guesses."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Guard:
    """`key` is asked for before anything is shown; None: whoever reaches the server sits at this machine."""

    key: str | None
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def session(self, request: Request) -> str | None:
        """The session of the cookie, or None where we did not give it out."""
        name, _, seal = request.cookies.get(COOKIE, "").partition(".")
        return name if name and hmac.compare_digest(seal.encode(), self._sealed(f"session {name}").encode()) else None

    def may_enter(self, request: Request) -> bool:
        return self.key is None or self.session(request) is not None

    def is_key(self, given: str) -> bool:
        return self.key is not None and hmac.compare_digest(given.strip().encode(), self.key.encode())

    def begin(self, response: Response, session: str) -> None:
        """Keep the session in a cookie that scripts and other sites can't use."""
        response.set_cookie(COOKIE, f"{session}.{self._sealed(f'session {session}')}", httponly=True, samesite="strict", path="/")

    def token(self, session: str) -> str:
        """What a form of this session must bring back."""
        return self._sealed(f"form {session}")

    def is_token(self, session: str | None, given: str) -> bool:
        return session is not None and hmac.compare_digest(given.encode(), self.token(session).encode())

    def _sealed(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()
