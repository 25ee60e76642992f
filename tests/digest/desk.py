"""A leader at the desk: reads the form as a browser does, types, presses a button, and sends all of it."""

from typing import Any

from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client

from stories.digest.models import Digest, Pick

Answer = Any


class Desk:
    def __init__(self, client: Client, digest: Digest) -> None:
        self.client = client
        self.digest = digest
        self.path = f"/digest/{digest.slug}/desk/"
        self.fields = QueryDict(mutable=True)
        self.look()

    def look(self) -> Answer:
        """Reload the page; what was typed and not sent is gone."""
        answer = self.client.get(self.path)
        assert answer.status_code == 200
        self.read(answer)
        return answer

    def read(self, answer: Answer) -> None:
        """Take over the fields of the page as it came back."""
        self.page = BeautifulSoup(answer.content, "html.parser")
        form = self.page.find("form", attrs={"data-desk": True})
        self.fields = QueryDict(mutable=True)
        for field in form.find_all(["input", "textarea"]) if form else []:
            text = field.get("value", "") if field.name == "input" else field.text.removeprefix("\n")
            self.fields.appendlist(field["name"], text)

    def type(self, **texts: str) -> None:
        for name, text in texts.items():
            assert name in self.fields
            self.fields[name] = text

    def say_why(self, pick: Pick, text: str) -> None:
        self.fields[f"insight-{pick.pk}"] = text

    def press(self, action: str, **options: Any) -> Answer:
        """Press a button that is there; the fields are then those of the page that comes back."""
        assert self.buttons(action), f"no button {action}"
        return self.send(action, **options)

    def send(self, action: str, **options: Any) -> Answer:
        fields = self.fields.copy()
        fields["action"] = action
        answer = self.client.post(self.path, fields.urlencode(), "application/x-www-form-urlencoded", **options)
        if answer.status_code == 302:
            target = self.client.get(answer["Location"])
            if answer["Location"] == self.path:
                self.read(target)
        elif answer["Content-Type"].startswith("text/html"):
            self.read(answer)
        return answer

    def buttons(self, action: str) -> list[Any]:
        return self.page.find_all("button", attrs={"name": "action", "value": action})

    @property
    def words(self) -> str:
        """The visible text of the page, messages included."""
        return " ".join(self.page.get_text(" ").split())
