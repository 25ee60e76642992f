"""A real Elasticsearch of one or more nodes, started and stopped by the script of `shared/elasticsearch/`."""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from tests.integration.absent import absent

SCRIPT: Path = settings.BASE_DIR.parent / "shared" / "elasticsearch" / "server"
HEAP = "300m"


class Server:
    def __init__(self, folder: Path, *, nodes: int = 1) -> None:
        self.folder = folder
        self.nodes = nodes
        self.port = _free_ports(nodes)

    @property
    def hosts(self) -> list[str]:
        return [f"127.0.0.1:{self.port + node}" for node in range(self.nodes)]

    def location(self, prefix: str) -> str:
        return f"http://{','.join(self.hosts)}/{prefix}"

    @contextmanager
    def running(self) -> Iterator[Server]:
        """From here to the end of the block; nothing of it is left, whatever happens."""
        try:
            self.start()
            yield self
        finally:
            self.kill()
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, node: int | None = None) -> None:
        """The whole cluster, or a node that was stopped; returns when it answers."""
        which = ["--node", str(node)] if node else ["--nodes", str(self.nodes), "--port", str(self.port)]
        self._run("start", *which, "--heap", HEAP)

    def stop(self, node: int | None = None) -> None:
        self._run("stop", *(["--node", str(node)] if node else []))

    def kill(self, node: int | None = None) -> None:
        """As if the power went."""
        self._run("stop", "--kill", *(["--node", str(node)] if node else []))

    def _run(self, verb: str, *options: str) -> None:
        command = [str(SCRIPT), verb, str(self.folder), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}{done.stderr}"


def what_a_server_lacks() -> str:
    """Why none can be started here; nothing if one can."""
    if not SCRIPT.exists():
        return f"There is no {SCRIPT}."
    return "" if shutil.which("java") else "Elasticsearch needs Java 17 or newer."


def need_server() -> None:
    """Skip without what a server needs; where everything should be there, fail."""
    if lacking := what_a_server_lacks():
        absent(lacking)


def _free_ports(nodes: int) -> int:
    """The first of so many ports in a row that are free, with those 100 above for the nodes to talk.

    By chance, since others may be looking for some at the same moment; below those that the system hands out.
    """
    for port in random.sample(range(20_000, 32_000, 200), 60):
        wanted = [port + node + above for node in range(nodes) for above in (0, 100)]
        with suppress(OSError):
            for each in wanted:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", each))
            return port
    raise AssertionError("There are no free ports.")
