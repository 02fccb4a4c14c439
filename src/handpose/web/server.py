"""A web server for a fixed list of files, on this computer alone."""

from __future__ import annotations

import sys
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from typing import Any

from handpose.errors import HandposeError
from handpose.web.site import TYPES, Site

HOST = "127.0.0.1"
INDEX = "index.html"

HEADERS = {
    # No other page may frame this one, read from it or share its memory.
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # The next `serve` on this port may have another model.
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """Hands out the files of a site to this computer; port: 0 for any free one.

    Raises HandposeError when the port is taken.
    """

    def __init__(self, site: Site, port: int):
        try:
            super().__init__((HOST, port), partial(_Handler, site))
        except OSError as error:
            reason = error.strerror or error
            raise HandposeError(
                f"--port={port}: cannot be used ({reason}); name another one, or 0 for any"
            ) from None

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about browsers that hang up, which they do all the time."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds without a word, after which a connection is closed

    def __init__(self, site: Site, *rest: Any):
        self._site = site
        super().__init__(*rest)

    def do_GET(self) -> None:
        """Answer with a file."""
        self.wfile.write(self._head())

    def do_HEAD(self) -> None:
        """Answer with what GET would say about a file."""
        self._head()

    def _head(self) -> bytes:
        """Send the status and the headers; the content that belongs to them."""
        status, kind, content = self._answer()
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": kind}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return content

    def _answer(self) -> tuple[HTTPStatus, str, bytes]:
        if not self._is_for_us():
            return _words(HTTPStatus.FORBIDDEN)
        # Only a name that is in the list leads to a file: no path is ever opened.
        name = self.path.partition("?")[0].removeprefix("/") or INDEX
        if name not in self._site:
            return _words(HTTPStatus.NOT_FOUND)
        return HTTPStatus.OK, TYPES[PurePosixPath(name).suffix], self._site[name]

    def _is_for_us(self) -> bool:
        # A page elsewhere may have its own name lead to 127.0.0.1 and so read what is here
        # (DNS rebinding); the browser then still says that name.
        name, _, port = self.headers.get("Host", "").partition(":")
        return name in (HOST, "localhost") and (port or "80") == str(self.server.server_port)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Keep the terminal for the address."""


def _words(status: HTTPStatus) -> tuple[HTTPStatus, str, bytes]:
    return status, "text/plain; charset=utf-8", f"{status.phrase}\n".encode()
