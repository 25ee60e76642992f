"""Leaders and Administrators have exactly the permissions they need; employees meet a friendly no."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from people.models import User
from stories.models import InfoPage, Organisation

pytestmark = pytest.mark.django_db
STORY = {
    "stories.add_story",
    "stories.change_story",
    "stories.delete_story",
    "stories.view_story",
    "stories.publish_story",
}
LEADER = STORY | {"wagtailadmin.access_admin"}


def all_of(app: str, *models: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in ("add", "change", "delete", "view")}


ADMINISTRATOR = (
    LEADER
    | all_of("people", "user", "team")
    | all_of("stories", "principle", "channel", "gesturekind", "tag")
    | {"stories.change_organisation"}
)


@pytest.mark.parametrize(("name", "needed"), [("Leaders", LEADER), ("Administrators", ADMINISTRATOR)])
def test_a_group_has_what_it_needs_and_no_more(name, needed):
    group = Group.objects.get(name=name)
    rows = group.permissions.select_related("content_type")
    has = {f"{row.content_type.app_label}.{row.codename}" for row in rows}
    own = {name for name in has if name.split(".")[0] not in ("digest", "search")}  # those have tests of their own
    assert own == needed


def test_there_are_no_other_groups():
    assert sorted(Group.objects.values_list("name", flat=True)) == ["Administrators", "Leaders"]


def test_photos_and_pages_are_given_out_in_one_place_each():
    photos = GroupCollectionPermission.objects.values_list("group__name", "collection__name", "permission__codename")
    assert sorted(photos) == [
        ("Administrators", "Stories", "add_image"), ("Administrators", "Stories", "change_image"),
        ("Administrators", "Stories", "choose_image"), ("Leaders", "Stories", "add_image"),
        ("Leaders", "Stories", "choose_image"),
    ]  # fmt: skip
    pages = GroupPagePermission.objects.values_list("group__name", "page__slug", "permission__codename")
    assert {(group, page) for group, page, _ in pages} == {("Administrators", "home")}


# --- who opens what -------------------------------------------------------------------------------------------------

FOR_LEADERS = ["wagtailadmin_home", "wagtailsnippets_stories_story:list", "wagtailsnippets_stories_story:add"]
FOR_ADMINISTRATORS = [
    "wagtailusers_users:index", "wagtailusers_users:add", "wagtailsnippets_people_team:list",
    "wagtailsnippets_people_team:add", "wagtailsnippets_stories_principle:list", "wagtailsnippets_stories_principle:add",
    "wagtailsnippets_stories_channel:list", "wagtailsnippets_stories_gesturekind:list",
    "wagtailsnippets_stories_tag:list", "wagtailimages:index",
]  # fmt: skip
SETTINGS = ["wagtailsettings:edit", "wagtailadmin_explore_root"]
FOR_SUPERUSERS = [
    "wagtailusers_groups:index", "wagtailusers_groups:add", "wagtailsites:index", "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:task_index", "wagtailadmin_collections:index",
]  # fmt: skip


def opens(browser: Client, address: str) -> bool:
    answer = browser.get(address)
    assert answer.status_code in (200, 302, 403), (address, answer.status_code)
    return answer.status_code == 200


@pytest.mark.parametrize("who", ["leader", "administrator", "superuser"])
def test_who_opens_what(request, as_user, who):
    browser = as_user(request.getfixturevalue(who))
    opened = {name for name in FOR_LEADERS + FOR_ADMINISTRATORS + FOR_SUPERUSERS if opens(browser, reverse(name))}
    for name, kwargs in (("wagtailsettings:edit", ["stories", "organisation"]), ("wagtailadmin_explore_root", [])):
        answer = browser.get(reverse(name, args=kwargs), follow=True)
        opened |= {name} if answer.request["PATH_INFO"] != "/admin/" else set()
    expected = {
        "leader": {*FOR_LEADERS, "wagtailimages:index"},
        "administrator": {*FOR_LEADERS, *FOR_ADMINISTRATORS, *SETTINGS},
        "superuser": {*FOR_LEADERS, *FOR_ADMINISTRATORS, *SETTINGS, *FOR_SUPERUSERS},
    }
    assert opened == expected[who]


def test_the_settings_page_is_one_form(administrator, as_user):
    browser = as_user(administrator)
    page = browser.get(reverse("wagtailsettings:edit", args=["stories", "organisation"]), follow=True)
    form = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    sent = {name: "" if value is None else str(value) for name, value in form.items()} | {"name": "Fjord & Sons"}
    saved = browser.post(page.request["PATH_INFO"], sent)
    assert saved.status_code == 302
    assert Organisation.load().name == "Fjord & Sons"


def test_an_administrator_writes_a_page_of_the_house(administrator, author, as_user):
    home = Page.objects.get(slug="home")
    browser = as_user(administrator)
    address = reverse("wagtailadmin_pages:add", args=["stories", "infopage", home.pk])
    assert browser.get(address).status_code == 200
    form = {
        "title": "Our promise",
        "slug": "promise",
        "language": "en",
        "intro": "",
        "body": "We **answer**.",
        "action-publish": "1",
    }
    assert browser.post(address, form).status_code == 302
    assert InfoPage.objects.get(slug="promise").live
    page = as_user(author).get("/promise/")
    assert page.status_code == 200
    assert "<strong>answer</strong>" in page.content.decode()
    assert Client().get("/promise/").status_code == 302


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/login/", "/admin/users/", "/admin/pages/", "/admin/login/?next=/admin/users/"]
)
def test_an_employee_meets_a_friendly_no_and_no_loop(author, as_user, address):
    answer = as_user(author).get(address, follow=True)
    assert answer.status_code == 403
    assert "The administration is for leaders and administrators" in answer.content.decode()
    assert len(answer.redirect_chain) <= 1


def test_the_admins_door_leads_leaders_on_and_strangers_to_sign_in(leader, as_user):
    assert as_user(leader).get("/admin/login/")["Location"] == "/admin/"
    assert as_user(leader).get("/admin/login/?next=https://evil.example/")["Location"] == "/admin/"
    assert as_user(leader).get("/admin/login/?next=/admin/images/")["Location"] == "/admin/images/"
    assert Client().get("/admin/")["Location"].startswith("/accounts/login/?next=/admin/")


# --- people in the admin --------------------------------------------------------------------------------------------


def person(user: User, **fields: Any) -> dict[str, Any]:
    known = {"email": user.email, "first_name": "New", "last_name": "Name", "is_active": "on", "language": ""}
    return known | {"groups": [group.pk for group in user.groups.all()]} | fields


def test_an_administrator_changes_people(administrator, author, as_user):
    leaders = Group.objects.get(name="Leaders")
    address = reverse("wagtailusers_users:edit", args=[author.pk])
    assert as_user(administrator).get(address).status_code == 200
    as_user(administrator).post(
        address, person(author, groups=[leaders.pk], is_trusted="on", email="Anna.NEW@example.com")
    )
    user = User.objects.get(pk=author.pk)
    assert (user.name, user.is_leader, user.is_trusted, user.email) == ("New Name", True, True, "anna.new@example.com")


def test_an_administrator_changes_herself_and_stays_in(administrator, as_user):
    address = reverse("wagtailusers_users:edit", args=[administrator.pk])
    browser = as_user(administrator)
    assert browser.get(address).status_code == 200
    form = person(administrator)
    form.pop("is_active")
    assert browser.post(address, form).status_code == 302
    user = User.objects.get(pk=administrator.pk)
    assert (user.name, user.is_active) == ("New Name", True)


def test_an_administrator_makes_no_superuser(administrator, author, as_user):
    browser = as_user(administrator)
    for user in (author, administrator):
        browser.post(reverse("wagtailusers_users:edit", args=[user.pk]), person(user, is_superuser="on", is_staff="on"))
    browser.post(
        reverse("wagtailusers_users:add"),
        {"email": "new@example.com", "first_name": "A", "last_name": "B", "language": "", "is_superuser": "on"},
    )
    assert User.objects.filter(email="new@example.com").exists()
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_an_administrator_does_not_touch_a_superuser(administrator, superuser, as_user, action):
    """A changed mail address would be a way to become one."""
    address = reverse(f"wagtailusers_users:{action}", args=[superuser.pk])
    browser = as_user(administrator)
    for method in (browser.get, browser.post):
        assert method(address, person(superuser, email="mine@example.com")).status_code in (302, 403)
    assert User.objects.get(pk=superuser.pk).email == superuser.email


@pytest.mark.parametrize("action", ["delete", "set_active_state", "assign_role"])
def test_nor_in_bulk(administrator, superuser, author, as_user, action):
    address = reverse("wagtail_bulk_action", args=["people", "user", action]) + f"?id={superuser.pk}&id={author.pk}"
    as_user(administrator).post(address, {"mark_as_active": "False", "role": Group.objects.get(name="Leaders").pk})
    assert User.objects.filter(pk=superuser.pk, is_active=True, groups=None).exists()


def test_a_leader_does_not_touch_people(leader, author, as_user):
    browser = as_user(leader)
    for address in (reverse("wagtailusers_users:edit", args=[author.pk]), reverse("wagtailusers_users:add")):
        assert browser.post(address, person(author)).status_code in (302, 403)
    bulk = reverse("wagtail_bulk_action", args=["people", "user", "assign_role"]) + f"?id={leader.pk}"
    browser.post(bulk, {"role": Group.objects.get(name="Administrators").pk})
    assert User.objects.get(pk=author.pk).name == "Anna Lund"
    assert [group.name for group in leader.groups.all()] == ["Leaders"]


def test_a_persons_own_admin_account_page_opens(leader, as_user):
    page = as_user(leader).get(reverse("wagtailadmin_account"))
    assert page.status_code == 200
    assert 'value="Lea"' in page.content.decode()
