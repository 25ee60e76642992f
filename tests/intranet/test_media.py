"""Files: who may see the story may see its photo; nothing else is handed out, by whatever name."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.documents.models import Document

from stories.models import Organisation, Story, StoryImage, StoryPhoto
from stories.posting.photos import normalise, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(make_story: Any, author: Any, photo: Any) -> StoryImage:
    found = store(normalise(photo()), by=author)
    StoryPhoto.objects.create(story=make_story(author=author), image=found)
    return found


def test_a_photo_comes_with_tight_headers(image, outsider, as_user):
    answer = as_user(outsider).get(image.file.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    headers = {
        "Content-Type": "image/jpeg",
        "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=86400",
    }
    assert {name: answer[name] for name in headers} == headers


def test_a_stranger_is_asked_to_sign_in(image):
    assert Client().get(image.file.url)["Location"].startswith("/accounts/login/")


def test_a_web_server_may_hand_it_over(image, outsider, as_user, settings):
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    answer = as_user(outsider).get(image.file.url)
    assert (answer.content, answer["X-Accel-Redirect"]) == (b"", f"/protected/{image.file.name}")
    assert answer["Content-Type"] == "image/jpeg"
    assert as_user(outsider).get("/media/original_images/other.jpg").status_code == 404


ODD = [
    "../db.sqlite3", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/secret-key", "original_images/../../x",
    "./original_images/x.jpg", "original_images//x.jpg", "/etc/passwd", "//etc/passwd", "original_images/",
    "original_images", "", ".", "..", "%5c..%5cx", "C:%5cx", "a%0ab.jpg", "x" * 300 + ".jpg", "\u202egpj.x", "con.jpg",
    "original_images/x.jpg%20", "original_images/x.jpg/", "%F0%9F%8C%B7.jpg",
]  # fmt: skip


@pytest.mark.parametrize("who", ["outsider", "leader", "superuser"])
def test_odd_names_are_not_found(request, image, as_user, tmp_path, who):
    (tmp_path / "secret-key").write_text("secret")
    browser = as_user(request.getfixturevalue(who))
    for path in ODD:
        answer = browser.get(f"/media/{path}")
        assert answer.status_code in (400, 404), path


def test_a_file_that_is_gone_is_not_found(image, author, as_user):
    default_storage.delete(image.file.name)
    assert as_user(author).get(image.file.url).status_code == 404


def test_a_photo_that_no_story_shows_is_for_who_uploaded_it(author, colleague, leader, administrator, as_user, photo):
    """Leaders share theirs; what an author took out again stays the author's."""

    def seen(by: Any) -> list[int]:
        image = store(normalise(photo()), by=by)
        return [as_user(one).get(image.file.url).status_code for one in (author, colleague, leader, administrator)]

    assert seen(author) == [200, 404, 404, 404]
    assert seen(leader) == [404, 404, 200, 200]


def test_a_new_texts_photo_is_for_leaders_once_the_text_is_sent(make_story, author, colleague, leader, as_user, photo):
    story = make_story(author=author)
    image = store(normalise(photo()), by=author, description="Muddy boots")
    text = story.working_copy
    text.photos.set([StoryPhoto(image=image)])
    text.keep(by=author)

    def seen() -> list[Any]:
        listed = image.title in as_user(leader).get("/admin/images/chooser/").content.decode()
        return [as_user(one).get(image.file.url).status_code for one in (author, colleague, leader)] + [listed]

    assert seen() == [200, 404, 404, False]
    text.submit(by=author)
    assert seen() == [200, 404, 200, True]
    Story.objects.get(pk=story.pk).withdraw(by=author)
    assert seen() == [200, 404, 404, False]


def test_the_logo_is_everybodys(outsider, administrator, as_user, photo):
    image = store(normalise(photo()), by=administrator)
    assert as_user(outsider).get(image.file.url).status_code == 404
    Organisation.objects.create(logo=image)
    assert as_user(outsider).get(image.file.url).status_code == 200


def test_other_files_are_for_the_admin_and_never_shown_as_pages(outsider, administrator, as_user):
    """Whatever lies there by mistake is at most downloaded."""
    name = default_storage.save("odd/page.html", ContentFile(b"<script>alert(1)</script>"))
    assert as_user(outsider).get(f"/media/{name}").status_code == 404
    answer = as_user(administrator).get(f"/media/{name}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_rendition_of_a_hidden_story_is_hidden(image, author, outsider, as_user):
    rendition = image.get_rendition("fill-160x160")
    assert as_user(outsider).get(rendition.url).status_code == 200
    image.story_photos.get().story.unpublish()
    assert as_user(outsider).get(rendition.url).status_code == 404
    assert as_user(author).get(rendition.url).status_code == 200


def test_documents_need_sign_in_and_are_handed_over_privately(author, administrator, as_user):
    document = Document.objects.create(title="Plan", file=ContentFile(b"%PDF-1.7", name="plan.pdf"))
    assert Client().get(document.url)["Location"].startswith("/accounts/login/")
    answer = as_user(author).get(document.url)
    assert answer.status_code == 200
    assert "public" not in answer.get("Cache-Control", "")
    assert as_user(author).get(f"/media/{document.file.name}").status_code == 404


def test_a_photo_is_asked_for_and_not_posted(image, author, as_user):
    assert as_user(author).post(image.file.url).status_code == 405
    assert as_user(author).head(image.file.url).status_code == 200


def test_nothing_serves_the_folder_itself(image, settings):
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    assert (folder / image.file.name).exists()
    assert Client().get(f"/static/../media/{image.file.name}").status_code in (302, 404)
