"""make bench-mail: the Digest for a thousand people, against a bare smtplib loop that sends the same mails.

Both talk to the same real SMTP server in the same run, taking turns. Ours renders, claims, sends and writes down
each mail; the bare loop has them ready in memory and only sends.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # it is run by its path

from tests.integration.installation import Installation
from tests.integration.mail_server import MailServer, mail_server

DELIVERING = "from tests.integration import delivering; delivering."
Measured = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", default="", help="such as postgresql://user@host/name, empty; SQLite otherwise")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-mail-") as folder, mail_server(Path(folder) / "server") as server:
        site = Installation(Path(folder) / "site", database=options.database)
        site.environment["EMAIL_URL"] = server.url
        say(f"{options.people} people, {options.rounds} rounds; making the house and its mails")
        site.manage("migrate", "--verbosity", "0")
        site.shell(DELIVERING + f"prepare({options.people}); delivering.send_out_now()")
        rows = [take_turn(site, server, options.people) for _ in range(options.rounds)]
    show(rows, options.people)


def take_turn(site: Installation, server: MailServer, people: int) -> dict[str, Measured]:
    row = {}
    for name, code in (("bare smtplib", "send_bare"), ("Bouquet", "send_measured")):
        before = server.number_taken()
        row[name] = json.loads(site.shell(DELIVERING + f"{code}()").splitlines()[-1])
        if server.number_taken() - before != people:
            raise SystemExit(f"{name}: the server took {server.number_taken() - before} mails, not {people}")
        say(f"  {name}: {row[name]['seconds']:.2f} s")
    return row


def show(rows: list[dict[str, Measured]], people: int) -> None:
    say(f"{'':14}{'mails/s':>9}{'MB/s':>8}{'ms a mail':>11}{'peak MB':>9}{'CPU s':>8}")
    seconds = {}
    for name in rows[0]:
        middle: dict[str, Any] = {key: median(row[name][key] for row in rows) for key in rows[0][name]}
        seconds[name] = middle["seconds"]
        rate = people / middle["seconds"]
        size = middle["bytes"] / middle["seconds"] / 1e6
        say(f"{name:14}{rate:9.0f}{size:8.1f}{1000 / rate:11.2f}{middle['peak_mb']:9.0f}{middle['cpu']:8.2f}")
    say(f"Bouquet takes {seconds['Bouquet'] / seconds['bare smtplib']:.2f} times as long, on {os.cpu_count()} cores.")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
