"""Stories in Wagtail's admin: nobody meets another person's draft there, and the admin's buttons are the story's verbs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import TaskState, WorkflowState

from stories.models import Notice, Story, StoryChange, StoryImage, StoryPhoto
from stories.posting.photos import normalise, store

pytestmark = pytest.mark.django_db
ADMIN, CHOOSER = "wagtailsnippets_stories_story", "wagtailsnippetchoosers_stories_story"
EDITOR = {
    f"{child}-{name}": value
    for child in ("photos", "colleagues", "gestures")
    for name, value in {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}.items()
} | {"title": "From the admin", "happened": "She rang.", "language": "en", "audience": "everyone", "tags": ""}


def admin(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(f"{ADMIN}:{name}", args=args, kwargs=kwargs)


def addresses_of(story: Story) -> list[str]:
    """Every address of the admin's viewset that names that story."""
    resolver = _namespaces(get_resolver())[ADMIN]
    task_state = TaskState.objects.filter(workflow_state__object_id=str(story.pk)).last()
    workflow_state = WorkflowState.objects.filter(object_id=str(story.pk)).last()
    known = {
        "pk": story.pk,
        "revision_id": story.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": task_state.pk if task_state else 1,
        "workflow_state_id": workflow_state.pk if workflow_state else 1,
        "task_id": task_state.task_id if task_state else 1,
    }
    found = []
    for name, options in resolver.reverse_dict.lists():
        parameters = options[0][0][0][1]
        if isinstance(name, str) and "pk" in parameters:
            found.append(admin(name, **{key: known[key] for key in parameters}))
    return sorted(found)


def _namespaces(resolver: Any) -> dict[str, Any]:
    return {name: inner for name, (_, inner) in resolver.namespace_dict.items()}


@pytest.fixture
def drafts(make_story: Callable[..., Story], outsider: Any) -> dict[str, Story]:
    """A draft that was never sent, and one that was taken back from the queue."""
    taken_back = make_story(author=outsider, state="waiting", title="Secret taken back")
    taken_back.withdraw(by=outsider)
    return {"new": make_story(author=outsider, state="draft", title="Secret new"), "taken back": taken_back}


@pytest.mark.parametrize("which", ["new", "taken back"])
@pytest.mark.parametrize("who", ["leader", "administrator", "superuser"])
def test_another_persons_draft_has_no_address(request, drafts, as_user, which, who):
    browser, draft = as_user(request.getfixturevalue(who)), drafts[which]
    addresses = addresses_of(draft)
    assert len(addresses) >= 16
    for address in addresses:
        for method in (browser.get, browser.post):
            assert method(address).status_code == 404, address
    draft.refresh_from_db()
    assert (draft.state, draft.locked) == ("draft", False)


def test_lists_choosers_home_and_reports_keep_quiet_about_drafts(drafts, make_story, author, leader, as_user):
    make_story(author=author, title="Open to all")
    browser = as_user(leader)
    for address in (admin("list"), admin("list_results"), reverse("wagtailadmin_home")):
        page = browser.get(address)
        assert page.status_code == 200
        assert "Secret" not in page.content.decode()
    for name in ("choose", "choose_results"):
        page = browser.get(reverse(f"{CHOOSER}:{name}")).content.decode()
        assert "Open to all" in page
        assert "Secret" not in page
    for report in ("site_history", "workflow", "workflow_tasks", "locked_pages"):
        page = browser.get(reverse(f"wagtailadmin_reports:{report}"))
        assert "Secret" not in page.content.decode()


def test_a_draft_cannot_be_chosen_by_its_number(drafts, make_story, author, leader, as_user):
    browser, draft, live = as_user(leader), drafts["new"], make_story(author=author)
    assert browser.get(reverse(f"{CHOOSER}:chosen", args=[draft.pk])).status_code == 404
    assert browser.get(reverse(f"{CHOOSER}:chosen", args=["x"])).status_code == 404
    assert browser.get(reverse(f"{CHOOSER}:chosen", args=[live.pk])).status_code == 200
    both = browser.get(reverse(f"{CHOOSER}:chosen_multiple"), {"id": [draft.pk, live.pk]}).content.decode()
    assert "The boots" in both
    assert "Secret" not in both


def test_a_draft_is_not_deleted_in_bulk(drafts, make_story, leader, as_user):
    draft, live = drafts["new"], make_story()
    address = reverse("wagtail_bulk_action", args=["stories", "story", "delete"])
    for query in (f"?id={draft.pk}", "?id=x", f"?id={draft.pk}&id={live.pk}", "?id=all"):
        asked = as_user(leader).get(address + query)
        assert asked.status_code in (200, 404)
        assert "Secret" not in asked.content.decode()
        assert as_user(leader).post(address + query).status_code in (302, 404)
    assert list(Story.objects.order_by("pk")) == sorted(drafts.values(), key=lambda story: story.pk)


def test_nobody_hears_who_edits_a_draft(drafts, leader, as_user):
    draft = drafts["new"]
    address = reverse("wagtailadmin_editing_sessions:ping", args=["stories", "story", draft.pk, 1])
    assert as_user(leader).post(address).status_code == 404


def test_an_employee_has_no_way_in(make_story, author, as_user):
    story = make_story(author=author)
    browser = as_user(author)
    for address in [*addresses_of(story), admin("list"), admin("add"), reverse(f"{CHOOSER}:choose")]:
        answer = browser.get(address)
        assert answer.status_code in (302, 403), address
        if answer.status_code == 302:
            assert browser.get(address, follow=True).status_code == 403


@pytest.mark.parametrize("state", ["waiting", "returned", "live", "unpublished"])
def test_a_leader_opens_every_page_of_a_story_that_is_no_draft(make_story, author, leader, as_user, state):
    story = make_story(author=author, state=state)
    browser = as_user(leader)
    for address in addresses_of(story):
        status = browser.get(address).status_code
        works = any(part in address for part in ("/edit/", "/history/", "/inspect/", "/usage/", "/delete/"))
        assert status == 200 if works else status < 500, (address, status)


def test_a_text_that_its_author_has_not_sent_is_not_met_there(make_story, author, leader, as_user, story_form):
    story = make_story(author=author)
    secret = story_form | {"title": "Secret so far", "key": str(story.uuid)}
    as_user(author).post(f"/tell/{story.pk}/", secret | {"save": ""})
    story.refresh_from_db()
    assert (story.state, story.edit_state) == ("live", "draft")
    browser = as_user(leader)
    for address in [*addresses_of(story), admin("list"), "/admin/", reverse(f"{CHOOSER}:choose")]:
        assert "Secret so far" not in browser.get(address, follow=True).content.decode(), address
    answer = browser.get(admin("edit", story.pk), follow=True)
    assert "is writing a new text" in answer.content.decode()
    as_user(author).post(f"/tell/{story.pk}/", secret)
    assert "Secret so far" in browser.get(admin("edit", story.pk)).content.decode()


# --- saving, publishing, checking, deleting -------------------------------------------------------------------------


def test_a_leader_writes_a_story_there_and_finds_it_again(leader, outsider, as_user):
    browser = as_user(leader)
    assert browser.get(admin("add")).status_code == 200
    answer = browser.post(admin("add"), EDITOR | {"tags": "Boots, boots, NORWAY "}, follow=True)
    story = Story.objects.get()
    assert answer.status_code == 200
    assert (story.author, story.state, story.title) == (leader, "draft", "From the admin")
    assert sorted(tag.name for tag in story.tags.all()) == ["boots", "norway"]
    browser.post(admin("edit", story.pk), EDITOR | {"action-publish": "1"})
    story = Story.objects.get()
    assert (story.state, story.live, story.transitions.get().by) == ("live", True, leader)


def test_what_is_saved_there_is_not_live_until_it_is_published(make_story, author, leader, as_user):
    story = make_story(author=author, title="Old title")
    browser = as_user(leader)
    browser.post(admin("edit", story.pk), EDITOR)
    story = Story.objects.get()
    assert (story.title, story.working_copy.title) == ("Old title", "From the admin")
    StoryChange.objects.all().delete()
    browser.post(admin("edit", story.pk), EDITOR | {"action-publish": "1"})
    assert Story.objects.get().title == "From the admin"
    assert StoryChange.objects.filter(story_id=story.pk).exists()


def test_publishing_what_waits_tells_the_author_as_approving_does(make_story, author, leader, as_user):
    story = make_story(author=author, state="waiting")
    as_user(leader).post(admin("edit", story.pk), EDITOR | {"action-publish": "1"})
    story = Story.objects.get()
    assert (story.state, story.current_workflow_state) == ("live", None)
    assert Notice.objects.get(person=author).kind == "approved"


def test_search_hears_of_a_waiting_story_edited_there(make_story, author, leader, as_user):
    story = make_story(author=author, state="waiting")
    StoryChange.objects.all().delete()
    as_user(leader).post(admin("edit", story.pk), EDITOR)
    assert Story.objects.get().title == "From the admin"
    assert StoryChange.objects.filter(story_id=story.pk).exists()


@pytest.mark.parametrize(("action", "after"), [("approve", "live"), ("reject", "returned")])
def test_the_workflow_buttons_are_the_storys_verbs(make_story, author, leader, as_user, action, after):
    story = make_story(author=author, state="waiting")
    task_state = story.current_workflow_task_state.pk
    address = admin("workflow_action", pk=story.pk, action_name=action, task_state_id=task_state)
    as_user(leader).post(address, {"comment": "Which shop?"})
    story = Story.objects.get()
    assert story.state == after
    assert (story.transitions.last().by, story.transitions.last().why) == (leader, "Which shop?")
    assert Notice.objects.get(person=author).text == "Which shop?"


@pytest.mark.parametrize("action", ["submit", "cancel-workflow", "restart-workflow"])
@pytest.mark.parametrize("state", ["waiting", "returned"])
def test_the_workflow_is_not_moved_behind_the_storys_back(make_story, author, leader, as_user, state, action):
    story = make_story(author=author, state=state)
    as_user(leader).post(admin("edit", story.pk), EDITOR | {f"action-{action}": "1"})
    assert Story.objects.get().state == state
    story = Story.objects.get()
    if state == "returned":
        story.submit(by=author)
    Story.objects.get().approve(by=leader)
    assert Story.objects.get().state == "live"


def test_unpublishing_there_takes_the_story_down(make_story, author, leader, as_user):
    story = make_story(author=author)
    StoryChange.objects.all().delete()
    as_user(leader).post(admin("unpublish", story.pk))
    story = Story.objects.get()
    assert (story.state, story.live, story.transitions.last().by) == ("unpublished", False, leader)
    assert StoryChange.objects.filter(story_id=story.pk).exists()


def test_unpublishing_what_is_not_live_changes_nothing(make_story, author, leader, as_user):
    story = make_story(author=author, state="waiting")
    as_user(leader).post(admin("unpublish", story.pk))
    assert Story.objects.get().state == "waiting"


@pytest.mark.parametrize("in_bulk", [False, True])
def test_deleting_there_takes_the_photos_along(make_story, author, leader, as_user, photo, in_bulk):
    story = make_story(author=author)
    StoryPhoto.objects.create(story=story, image=store(normalise(photo()), by=author))
    StoryChange.objects.all().delete()
    bulk = reverse("wagtail_bulk_action", args=["stories", "story", "delete"]) + f"?id={story.pk}"
    assert as_user(leader).post(bulk if in_bulk else admin("delete", story.pk)).status_code == 302
    assert not Story.objects.exists()
    assert not StoryImage.objects.exists()
    assert StoryChange.objects.filter(story_id=story.pk).exists()


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("what", ["publish", "unpublish", "delete"])
def test_a_failure_leaves_neither_change_nor_outbox_row(monkeypatch, make_story, author, leader, what):
    """The admin's views are one transaction each: what fails at the end has not happened."""
    story = make_story(author=author, title="Old title")
    StoryChange.objects.all().delete()
    browser = Client(raise_request_exception=False)
    browser.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr("wagtail.admin.messages.success", _fail)
    address, data = {
        "publish": (admin("edit", story.pk), EDITOR | {"action-publish": "1"}),
        "unpublish": (admin("unpublish", story.pk), {}),
        "delete": (admin("delete", story.pk), {}),
    }[what]
    with transaction.atomic():
        assert browser.post(address, data).status_code == 500
    story = Story.objects.get(pk=story.pk)
    assert (story.title, story.state) == ("Old title", "live")
    assert not StoryChange.objects.exists()


def _fail(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("out of luck")


def test_bad_input_there_is_said(make_story, author, leader, as_user):
    story = make_story(author=author)
    page = as_user(leader).post(admin("edit", story.pk), EDITOR | {"title": "x" * 201, "language": "xx"})
    assert page.status_code == 200
    assert "could not be saved" in page.content.decode()
    assert Story.objects.get().latest_revision_id == story.latest_revision_id


def test_a_story_cannot_be_copied_there():
    with pytest.raises(NoReverseMatch):
        admin("copy", 1)


def test_a_preview_shows_what_is_not_saved_yet(make_story, author, leader, as_user):
    story = make_story(author=author)
    browser, address = as_user(leader), admin("preview_on_edit", story.pk)
    assert browser.post(address, EDITOR).json()["is_valid"]
    assert "From the admin" in browser.get(address).content.decode()
    assert Story.objects.get().working_copy.title == "The boots we did not have"


def test_the_admin_suggests_no_tag_of_anothers_draft(make_story, author, leader, as_user):
    make_story(author=author, tags=("boots",))
    make_story(author=author, state="draft", tags=("bonus",))

    def suggested(address: str) -> Any:
        return as_user(leader).get(f"/admin/{address}/?term=Bo").json()

    assert suggested("tag-autocomplete") == suggested("tag-autocomplete/stories/tag") == ["boots"]
    assert as_user(leader).get("/admin/snippets/choose/stories/tag/").status_code == 404


def test_no_made_up_number_brings_anothers_photo_into_a_story(make_story, author, leader, as_user, photo):
    """What a leader may not see is not shown in the form, and is not kept in a story that the leader may see."""
    image = store(normalise(photo()), by=author, description="Muddy boots")
    StoryPhoto.objects.create(story=make_story(author=author, state="draft"), image=image)
    row = {"photos-TOTAL_FORMS": "1", "photos-0-image": str(image.pk), "photos-0-ORDER": "1"}
    answer = as_user(leader).post(admin("add"), EDITOR | row)
    assert answer.context["form"].formsets["photos"].forms[0].errors["image"]
    assert "Muddy boots" not in answer.content.decode()
    assert not Story.objects.filter(title="From the admin").exists()
    assert as_user(author).get(image.file.url).status_code == 200
    assert as_user(leader).get(image.file.url).status_code == 404
