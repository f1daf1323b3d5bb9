"""A live page at a local address, which is built again whenever a file of its game changes."""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from neuro.errors import NeuroError
from neuro.page_template import with_policy
from neuro.paths import asset
from neuro.texts import shown

__all__ = ["PageServer"]

_HOST = "127.0.0.1"
_GLANCE = 0.3  # seconds between two looks at the files
_OWN = "connect-src 'self'; frame-src 'self'"


class PageServer:
    """Serves the newest page of a game to browsers on this machine.

    Args:
        folder: The folder whose Python files are watched.
        build: Makes the page's text; what it raises as a ``NeuroError`` is shown instead, until it succeeds again.
        port: The port, or 0 for a free one.

    Attributes:
        address: The page's address.

    Raises:
        NeuroError: If the port cannot be had.
    """

    def __init__(self, folder: Path, build: Callable[[], str], port: int = 0) -> None:
        self._folder, self._build = folder, build
        self._page, self._error, self._version, self._building = "", "", 0, True
        shell = with_policy(asset("live/served.html").read_text(encoding="utf-8"))
        self._shell = shell.replace("default-src 'none'", f"default-src 'none'; {_OWN}", 1)
        try:
            self._server = ThreadingHTTPServer((_HOST, port), self._handler())
        except OSError as error:
            told = {errno.EADDRINUSE: "it is taken by another program", errno.EACCES: "it is the system's own"}
            why = told.get(error.errno or 0, error.strerror)
            raise NeuroError(f"port {port} cannot be had here: {why}; leave --port out for a free one") from None
        self._server.daemon_threads = True
        self.address = f"http://{_HOST}:{self._server.server_port}/"

    def run(self, tell: Callable[[str], None]) -> None:
        """Serve, and build the page whenever a file changes, until Ctrl-C.

        Args:
            tell: Called with a sentence for each page that was built, and for each that could not be.
        """
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        seen: dict[Path, tuple[int, int]] | None = None
        try:
            while True:
                now = self._stamps()
                if now != seen:
                    seen = now
                    tell(self._built())
                time.sleep(_GLANCE)
        finally:
            self._server.shutdown()
            self._server.server_close()

    def _built(self) -> str:
        """Build the page; the sentence of what came of it."""
        self._building, begun = True, time.perf_counter()
        try:
            self._page, self._error = self._build(), ""
            self._version += 1
            return f"page {self._version} is there ({time.perf_counter() - begun:.1f} s)"
        except NeuroError as error:
            self._error = shown(str(error))
            return self._error
        finally:
            self._building = False

    def _stamps(self) -> dict[Path, tuple[int, int]]:
        """When each of the files was changed, and its size; of one that is just being replaced, nothing."""
        found = {}
        for path in sorted(self._folder.rglob("*.py")):
            try:
                stat = path.stat()
            except OSError:
                continue
            found[path] = stat.st_mtime_ns, stat.st_size
        return found

    def _answer(self, path: str) -> tuple[str, str]:
        """The kind and the text of what is at a path; an empty text for what is not there."""
        if path == "/":
            return "text/html", self._shell
        if path == "/page":
            return "text/html", self._page
        if path == "/state":
            state = {"version": self._version, "error": self._error, "building": self._building}
            return "application/json", json.dumps(state)
        return "text/plain", ""

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                port = server._server.server_port
                if self.headers.get("Host") not in (f"{_HOST}:{port}", f"localhost:{port}"):
                    self._send(403, "text/plain", "this page is for browsers on its own machine")
                    return
                kind, text = server._answer(self.path.partition("?")[0])
                self._send(200 if text else 404, kind, text or "there is nothing here")

            def _send(self, status: int, kind: str, text: str) -> None:
                data = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *_: Any) -> None:
                pass

        return Handler
