"""Addresses and answers: /<language>/<page>?…, one form, one login. No SQL, no file name and no HTML comes from the browser."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pipelines.dashboard.guard import HEADERS, Guard, new_session
from pipelines.dashboard.published import NothingPublished, Published
from pipelines.dashboard.replying import FIELDS, blank_form, file_form
from pipelines.pages.asking import NotFound
from pipelines.pages.book import page, render
from pipelines.pages.links import ServerLinks
from pipelines.pages.texts import LANGUAGES, Texts
from pipelines.settings import Home

LOOPBACK = ("127.0.0.1", "localhost", "testserver")
LARGEST_FORM = 64 * 1024
LINKS = ServerLinks()


class Dashboard:
    """The answers."""

    def __init__(self, home: Home, guard: Guard) -> None:
        self.home, self.guard, self.published = home, guard, Published(home)

    def start(self, request: Request) -> Response:
        wanted = "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"
        return RedirectResponse(LINKS.to("overview", wanted), 303)

    def show(self, request: Request) -> Response:
        """A page; the one with a form is made anew for every session."""
        name, language = _asked(request)
        if not self.guard.may_enter(request):
            return _message(language, "login", 401, login=True)
        parameters = dict(request.query_params)
        try:
            if name == "finding":
                return self._finding(request, language, parameters)
            made = self.published.page(f"{language}/{name}?{request.url.query}", lambda db: page(db, name, parameters, language, LINKS))
        except NotFound:
            return _message(language, "not_found", 404)
        except NothingPublished:
            return _message(language, "no_release", 503)
        return HTMLResponse(made)

    def _finding(self, request: Request, language: str, parameters: dict[str, str], **told: Any) -> Response:
        session = self.guard.session(request) or new_session()
        form = {**blank_form(self.home, self.guard.token(session)), "message": _filed(language, parameters.pop("filed", "")), **told}
        response = HTMLResponse(page(self.published.cursor(), "finding", parameters, language, LINKS, form), 422 if form["faults"] else 200)
        self.guard.begin(response, session)
        return response

    async def reply(self, request: Request) -> Response:
        """What the form says, into the ledger; or the form again with what is wrong."""
        name, language = _asked(request)
        said = await _form(request)
        if not self.guard.may_enter(request) or said is None or not self.guard.is_token(self.guard.session(request), said.get("token", "")):
            return _message(language, "refused", 403)
        if name != "finding":
            return _message(language, "not_found", 404)
        return await run_in_threadpool(self._reply, request, language, said)

    def _reply(self, request: Request, language: str, given: dict[str, str]) -> Response:
        finding_id, said = request.query_params.get("id", ""), {name: given.get(name, "").strip() for name in FIELDS}
        try:
            filed = file_form(self.home, self.published.cursor(), finding_id, said)
            if isinstance(filed, list):
                return self._finding(request, language, {"id": finding_id}, faults=filed, said=said)
        except NotFound:
            return _message(language, "not_found", 404)
        except NothingPublished:
            return _message(language, "no_release", 503)
        number = filed.added[0].number if filed.added else 0
        return RedirectResponse(LINKS.to("finding", language, id=finding_id, filed=number) + "#reply", 303)

    async def login(self, request: Request) -> Response:
        said = await _form(request)
        if said is None or not self.guard.is_key(said.get("key", "")):
            return _message("en", "login", 401, login=True)
        response = RedirectResponse("/", 303)
        self.guard.begin(response, new_session())
        return response


def application(home: Home, key: str | None = None) -> Starlette:
    """The whole server. Without a key it answers only to the names of this machine, so that no other site can point a name at it."""
    board = Dashboard(home, Guard(key))
    routes = [
        Route("/", board.start), Route("/login", board.login, methods=["POST"]),
        Route("/{language}/{page}", board.show, methods=["GET"]), Route("/{language}/{page}", board.reply, methods=["POST"]),
    ]  # fmt: skip
    hosts = ["*"] if key else list(LOOPBACK)
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False), Middleware(Headers)])


class Headers:
    """The same headers on every answer."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((name.encode(), value.encode()) for name, value in HEADERS.items())]
            await send(message)

        await self.app(scope, receive, sending)


def _asked(request: Request) -> tuple[str, str]:
    language = request.path_params["language"]
    return (request.path_params["page"], language) if language in LANGUAGES else ("", LANGUAGES[-1])


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form, or None where it is larger than any of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50)) if body.count(b"&") < 50 else None


def _filed(language: str, number: str) -> str:
    if not number.isascii() or not number.isdigit():
        return ""
    return Texts(language).say("filed", number=int(number)) if int(number) else Texts(language).say("known_before")


def _message(language: str, what: str, status: int, login: bool = False) -> Response:
    texts = Texts(language)
    model = {"title": texts.say(what), "sentence": texts.say(f"{what}_sentence"), "release": None, "login": login}
    return HTMLResponse(render("message.html", "overview", {}, language, LINKS, model), status)
