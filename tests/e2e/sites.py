"""The installations that the browser looks at: one with the demo and our cast, and an empty one."""

import json
from pathlib import Path

from tests.integration.installation import Installation

PREPARE = """
from django.core.management import call_command
from tests.e2e.casting import make_information, make_people, make_stories
call_command("demo", verbosity=0)
make_people()
make_information()
print("addresses", make_stories())
call_command("run_due", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
"""


class Sites:
    def __init__(self, folder: Path) -> None:
        self.demo, self.empty = Installation(folder / "demo"), Installation(folder / "empty")
        self.demo.manage("migrate", "--verbosity", "0")
        self.empty.copy_database_of(self.demo)
        lines = self.demo.shell(PREPARE).splitlines()
        self.addresses: dict[str, str] = json.loads(next(line for line in lines if line.startswith("addresses"))[10:])
        self.empty.shell("from tests.e2e.casting import only_an_administrator as make; make()")
        self.empty.manage("run_due", "--verbosity", "0")
