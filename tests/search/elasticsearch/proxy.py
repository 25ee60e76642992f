"""A server in front of Elasticsearch that can be slow, broken, choosy or secret."""

from __future__ import annotations

import http.client
import json
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Answer = tuple[int, list[tuple[str, str]], bytes]
Way = Callable[["Handler", bytes], None]


class Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, upstream: str, *, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = upstream
        self.way: Way = passing
        """How it answers; can be changed at any time."""
        self.asked: list[str] = []
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def host(self) -> str:
        return f"localhost:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away when they have waited enough; that is what is tested."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(f"{self.command} {self.path}")
        self.server.way(self, body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

    def ask(self, body: bytes) -> Answer:
        """What Elasticsearch says."""
        connection = http.client.HTTPConnection(self.server.upstream, timeout=30)
        passed_on = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
        connection.request(self.command, self.path, body or None, passed_on)
        answer = connection.getresponse()
        headers = [("X-Elastic-Product", "Elasticsearch"), ("Content-Type", answer.headers["Content-Type"] or "")]
        return answer.status, headers, answer.read()

    def say(self, answer: Answer) -> None:
        status, headers, body = answer
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


def passing(handler: Handler, body: bytes) -> None:
    handler.say(handler.ask(body))


def slow(seconds: float) -> Way:
    def way(handler: Handler, body: bytes) -> None:
        time.sleep(seconds)
        passing(handler, body)

    return way


def half_closed(handler: Handler, body: bytes) -> None:
    """The connection ends in the middle of the answer."""
    status, headers, answer = handler.ask(body)
    handler.send_response(status)
    for name, value in [*headers, ("Content-Length", str(len(answer)))]:
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(answer[: len(answer) // 2])
    handler.close_connection = True


def garbage(handler: Handler, body: bytes) -> None:
    status, headers, _ = handler.ask(body)
    handler.say((status, headers, b'{"took": 3, "hits": {"tot'))


def another_server(handler: Handler, body: bytes) -> None:
    handler.say((200, [("Content-Type", "text/html")], b"<h1>Welcome to the proxy</h1>"))


def saying(status: int) -> Way:
    headers = [("X-Elastic-Product", "Elasticsearch"), ("Content-Type", "application/json")]
    return lambda handler, body: handler.say((status, headers, b'{"error": "not now"}'))


def hanging_up(handler: Handler, body: bytes) -> None:
    handler.close_connection = True


def only_with(authorization: str) -> Way:
    def way(handler: Handler, body: bytes) -> None:
        known = handler.headers["Authorization"] == authorization
        (passing if known else saying(401))(handler, body)

    return way


def turning_away(every: int, *, times: int) -> Way:
    """So many times, one of so many actions of a bulk is not done, as when the server has too much to do."""
    left = times

    def way(handler: Handler, body: bytes) -> None:
        nonlocal left
        if "_bulk" not in handler.path or not left:
            return passing(handler, body)
        left -= 1
        actions = _actions(body)
        done = [action for place, action in enumerate(actions) if place % every]
        status, headers, answer = handler.ask(b"".join(done))
        items = json.loads(answer)["items"]
        for place in range(0, len(actions), every):
            [(verb, meta)] = json.loads(actions[place].split(b"\n")[0]).items()
            error = {"type": "es_rejected_execution_exception", "reason": "too much to do"}
            items.insert(place, {verb: {"_id": meta["_id"], "status": 429, "error": error}})
        return handler.say((status, headers, json.dumps({"errors": True, "items": items}).encode()))

    return way


def looking_up_nothing(handler: Handler, body: bytes) -> None:
    """As when the part of the index that has the documents is just starting: an error in the place of each answer."""
    if "_mget" not in handler.path:
        return passing(handler, body)
    status, headers, _ = handler.ask(body)
    rows = [{"_index": "x", "_id": row} for row in json.loads(body)["ids"]]
    return handler.say((status, headers, json.dumps({"docs": rows}).encode()))


def _actions(body: bytes) -> list[bytes]:
    """The lines of a bulk, those of one action together."""
    lines = iter(body.splitlines(keepends=True))
    return [line if line.startswith(b'{"delete"') else line + next(lines) for line in lines]


def self_signed(folder: Path) -> Path:
    """A certificate for localhost with its key, in one file that clients can also trust."""
    file, key = folder / "certificate.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-keyout",
            key,
            "-out",
            file,
            *subject,
        ],
        check=True,
        capture_output=True,
    )
    file.write_bytes(file.read_bytes() + key.read_bytes())
    return file
