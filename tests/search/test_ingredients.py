"""What a story's document is made from: the rows of the story and of all that belongs to it, as they are now."""

from __future__ import annotations

from typing import Any

import pytest

from people.models import Team, User
from search.fields import Ingredients
from search.ingredients import all_ingredients, ingredients_among, ingredients_of
from stories.models import Channel, Colleague, Gesture, GestureKind, Story
from tests.conftest import MakeStory

pytestmark = pytest.mark.django_db


def made_from(story: Story) -> Ingredients:
    [found] = ingredients_of(Story.objects.filter(pk=story.pk))
    return found


def test_it_reads_all_that_a_story_has(make_story: MakeStory, author: User, colleague: User) -> None:
    team = Team.objects.named("Returns")
    story = make_story(
        title="Støvlerne", happened="Hun *ringede*.", response="- Vi [fandt](https://example.com) dem", language="da",
        author=author, team=team, tags=("Boots", "Winter"), channel=Channel.objects.get(slug="phone"), wow=["rapport"],
        level="world-class",
    )  # fmt: skip
    Colleague.objects.create(story=story, user=colleague, name="as it was typed")
    Colleague.objects.create(story=story, name="Eva Holm")
    Gesture.objects.create(story=story, kind=GestureKind.objects.get(slug="bouquet"), number=2)
    found = made_from(story)
    assert (found.title, found.body, found.team) == ("Støvlerne", ("Hun ringede.", "Vi fandt dem"), "Returns")
    assert found.people == ("Anna Lund", "Bo Ek", "Eva Holm")
    assert found.tags == ("Boots", "Winter")
    assert set(found.facets) >= {
        ("principle", "empower-people"), ("channel", "phone"), ("gesture", "bouquet"), ("team", str(team.pk)),
        ("lang", "da"), ("level", "world-class"), ("wow", "rapport"), ("tag", "boots"), ("tag", "winter"),
    }  # fmt: skip
    assert set(found.names) >= {("by", "Anna Lund"), ("by", "Holm"), ("team", "Returns"), ("level", "verdensklasse")}
    assert ("da", "Returns") in found.labels
    assert found.readers == ("leaders", f"author:{author.pk}", "everyone")


def test_it_reads_what_little_a_story_has(make_story: MakeStory) -> None:
    Team.objects.named("Nobody's")
    found = made_from(make_story(principle=""))
    assert (found.team, found.people, found.tags, found.labels) == ("", (), (), ())
    assert {facet for facet, _ in found.facets} == {"lang", "year"}
    assert found.readers == ("leaders", "everyone")


def test_names_of_leavers_are_gone(make_story: MakeStory, author: User, leaver: User) -> None:
    story = make_story(author=author)
    Colleague.objects.create(story=story, user=leaver, name="Lars Gone")
    assert made_from(story).people == ("Anna Lund",)
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert made_from(story).people == ()
    assert not [name for facet, name in made_from(story).names if facet == "by"]


def test_people_whose_account_was_deleted(make_story: MakeStory, author: User, colleague: User) -> None:
    """Of an author nothing is left but the name that an import brought, of a colleague the name that was typed."""
    plain, imported = make_story(author=author), make_story(author=author, author_name="Anna from the store")
    Colleague.objects.create(story=plain, user=colleague, name="Bo")
    User.objects.filter(pk__in=[author.pk, colleague.pk]).delete()
    assert made_from(plain).people == ("Bo",)
    assert made_from(plain).readers == ("leaders", "everyone")
    assert made_from(imported).people == ("Anna from the store",)


def test_a_person_is_found_by_the_name_of_now(make_story: MakeStory, author: User) -> None:
    story = make_story(author=author)
    User.objects.filter(pk=author.pk).update(first_name="", last_name="")
    assert made_from(story).people == (author.email,)


def test_a_quote_goes_with_the_consent(make_story: MakeStory) -> None:
    story = make_story(customer_quote="I booked the *train*.", consent=True)
    agreed = made_from(story)
    assert agreed.quote == "I booked the train."
    Story.objects.filter(pk=story.pk).update(consent=False)
    withdrawn = made_from(story)
    assert withdrawn.quote == ""
    assert withdrawn.version != agreed.version


@pytest.mark.parametrize(
    ("change", "readers"),
    [
        ({}, ("leaders", "team:one", "team:two")),
        ({"audience": "everyone"}, ("leaders", "everyone")),
        ({"audience": "leaders"}, ("leaders",)),
        ({"state": "waiting"}, ("leaders",)),
    ],
)
def test_teams_read_only_what_is_live_and_told_for_teams(
    make_story: MakeStory, change: dict[str, Any], readers: tuple[str, ...]
) -> None:
    story = make_story(audience_teams=("Two", "One"))
    one, two = (Team.objects.get(name=name).pk for name in ("One", "Two"))
    tokens = {"team:one": f"team:{one}", "team:two": f"team:{two}"}
    Story.objects.filter(pk=story.pk).update(**change)
    assert sorted(made_from(story).readers) == sorted(tokens.get(reader, reader) for reader in readers)


def test_a_team_renamed_is_no_other_reader(make_story: MakeStory) -> None:
    story = make_story(audience_teams=("One", "Two"))
    before = made_from(story)
    Team.objects.filter(name="One").update(name="Zero and last")
    assert made_from(story) == before


def test_what_belongs_to_one_story_is_not_given_to_another(make_story: MakeStory) -> None:
    tagged, plain = make_story(tags=("boots",), audience_teams=("One",)), make_story()
    Colleague.objects.create(story=tagged, name="Eva Holm")
    of_tagged, of_plain = all_ingredients()
    assert (of_tagged.id, of_tagged.tags, of_tagged.people) == (tagged.pk, ("boots",), ("Eva Holm",))
    assert (of_plain.id, of_plain.tags, of_plain.people) == (plain.pk, (), ())


def test_all_chunks_are_read(make_story: MakeStory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.ingredients.CHUNK", 2)
    ids = [make_story().pk for _ in range(5)]
    make_story(state="draft")
    assert [one.id for one in all_ingredients()] == ids
    assert sorted(one.id for one in ingredients_among({*ids[1:], 10**6})) == ids[1:]
