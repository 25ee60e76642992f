"""The demo's Digests: four that have gone out, and this week's on the desk. No mail is sent for them."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from people.models import User
from stories.digest import weeks
from stories.digest.models import Digest
from stories.digest.questions import next_question
from stories.digest.schedule import draft
from stories.digest.shortlist import best_mix, shortlist
from stories.models import Organisation

FILE = Path(__file__).parent / "digests.json"
PICKS = 4


def load(now: datetime, domain: str) -> None:
    organisation, this_week = Organisation.load(), weeks.monday_of(now)
    told = json.loads(FILE.read_text(encoding="utf-8"))
    for ago, row in zip(range(len(told), 0, -1), told, strict=True):
        week_start = this_week - timedelta(weeks=ago)
        digest = Digest.objects.of_week(week_start)
        cutoff, sent = weeks.cutoff(week_start, organisation), weeks.send_time(week_start, organisation)
        for story in best_mix(shortlist(digest, cutoff).candidates, PICKS):
            digest.add(story)
        leader = User.objects.filter(email=row["by"] + domain).first()
        Digest.objects.filter(pk=digest.pk).update(
            title=row["title"],
            note=row["note"],
            question=next_question(),
            drafted_at=cutoff,
            approved_at=sent - timedelta(hours=2),
            approved_by=leader,
            released_at=sent,
        )
    draft(Digest.objects.of_week(this_week), now)
