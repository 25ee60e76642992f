"""Photos are normalised on arrival: what is in them counts, not what they are called."""

import io
import random
import struct
import zlib
from typing import Any

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from stories.models import Story, StoryImage, StoryPhoto
from stories.posting.photos import LONGEST_SIDE, normalise, store

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def picture_of(file: Any) -> Image.Image:
    file.seek(0)
    picture = Image.open(io.BytesIO(file.read()))
    picture.load()
    return picture


def with_exif(orientation: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "A phone"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (55.0, 40.0, 34.0)
    return exif


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF"])
def test_every_kind_of_photo_becomes_a_bare_jpeg(photo, kind):
    """The name is .jpg whatever is inside: the content decides."""
    picture = picture_of(normalise(photo(kind)))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (60, 40))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_place_and_camera_are_removed_and_the_photo_stands_upright(photo, kind):
    normal = normalise(photo(kind, exif=with_exif().tobytes()))
    picture = picture_of(normal)
    assert not picture.getexif()
    assert b"A phone" not in normal.read()
    assert picture.size == (40, 60)


def test_a_turned_photo_shows_the_right_side_up(photo):
    """Red on the left, and the phone says that the left is the top (8: turn by 90° against the clock)."""
    sheet = Image.new("RGB", (80, 40), "blue")
    sheet.paste("red", (0, 0, 40, 40))
    out = io.BytesIO()
    sheet.save(out, "JPEG", exif=with_exif(6).tobytes())
    picture = picture_of(normalise(upload(out.getvalue())))
    assert picture.size == (40, 80)
    red, blue = picture.getpixel((20, 10)), picture.getpixel((20, 70))
    assert red[0] > 200 > 100 > red[2]
    assert blue[2] > 200 > 100 > blue[0]


def test_comments_and_colour_profiles_and_other_frames_do_not_come_along(photo):
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"made by Anna")
    normal = normalise(upload(out.getvalue(), "moving.gif"))
    assert getattr(picture_of(normal), "n_frames", 1) == 1
    normal.seek(0)
    assert b"made by Anna" not in normal.read()


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_every_colour_mode_is_understood(mode):
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert picture_of(normalise(upload(out.getvalue()))).mode == "RGB"


def test_what_is_see_through_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert picture_of(normalise(upload(out.getvalue()))).getpixel((5, 5)) == (255, 255, 255)


def test_large_photos_are_made_smaller_and_small_ones_stay(photo):
    assert max(picture_of(normalise(photo(size=(5200, 400)))).size) == LONGEST_SIDE
    assert picture_of(normalise(photo(size=(1, 1)))).size == (1, 1)


def test_the_name_is_random_and_tells_nothing(photo):
    first, second = normalise(photo(name="anna-at-home.jpg")), normalise(photo(name="../../etc/passwd"))
    assert first.name != second.name
    assert all(len(one.name) == 36 and one.name.endswith(".jpg") for one in (first, second))


def broken(kind: str = "JPEG", end: int = 700) -> bytes:
    noise = Image.frombytes("RGB", (64, 64), random.Random(1).randbytes(64 * 64 * 3))
    out = io.BytesIO()
    noise.save(out, kind)
    return out.getvalue()[:end]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "nothing": b"",
    "text named .jpg": b"Dear customer, here are your boots.",
    "SVG": SVG,
    "HTML": b"<html><script>alert(1)</script>",
    "PDF": b"%PDF-1.7\n1 0 obj\n",
    "a truncated JPEG": broken(),
    "a truncated PNG": broken("PNG", 2000),
    "only the head of a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "only the head of a HEIC": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "a TIFF": b"II*\x00" + bytes(40),
    "a Windows bitmap": b"BM" + bytes(60),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_photo_is_refused_in_words(what):
    with pytest.raises(ValidationError) as refusal:
        normalise(upload(REFUSED[what], "<b>boots</b>.jpg"))
    assert "not a photo we can read" in refusal.value.messages[0]


def claiming(width: int, height: int) -> bytes:
    """A small PNG whose head says that it is a large one."""
    content = broken("PNG", 20_000)
    head = content[12:16] + struct.pack(">II", width, height) + content[24:29]
    return content[:12] + head + struct.pack(">I", zlib.crc32(head)) + content[33:]


@pytest.mark.parametrize("size", [(7200, 7100), (9000, 9000), (14_000, 14_000), (1_000_000, 1_000_000)])
def test_more_than_fifty_megapixels_are_refused_by_their_head(size):
    with pytest.raises(ValidationError) as refusal:
        normalise(upload(claiming(*size), "huge.png"))
    assert any(words in refusal.value.messages[0] for words in ("more than 50 megapixels", "not a photo we can read"))


def test_more_than_fifteen_megabytes_are_refused_unread():
    with pytest.raises(ValidationError) as refusal:
        normalise(upload(bytes(16 * 1024 * 1024), "long.jpg"))
    assert refusal.value.messages == ["“long.jpg” is larger than 15 MB."]


def test_heic_from_a_phone_comes_in(photo):
    """A file as phones name and type it."""
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "teal")).save(out)
    assert picture_of(normalise(upload(out.getvalue(), "IMG_0001.HEIC"))).size == (64, 48)


@pytest.mark.django_db
def test_a_stored_photo_has_three_sizes_and_its_words(photo, author, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = store(normalise(photo(size=(1400, 900))), by=author, description="Boots in the snow")
    assert sorted(rendition.filter_spec for rendition in image.renditions.all()) == [
        "fill-160x160", "fill-640x368", "max-1280x1280",
    ]  # fmt: skip
    assert (image.description, image.default_alt_text, image.collection.name) == ("Boots in the snow",) * 2 + (
        "Stories",
    )
    assert not picture_of(image.renditions.first().file).getexif()


# --- in the form ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_up_to_six_photos(author, as_user, story_form, photo):
    browser = as_user(author)
    refused = browser.post("/tell/", story_form | {"photos": [photo() for _ in range(7)]})
    assert refused.status_code == 422
    assert "At most 6 photos" in refused.content.decode()
    assert Story.objects.get().photos.count() == 0
    story = Story.objects.get()
    browser.post(f"/tell/{story.pk}/", story_form | {"photos": [photo() for _ in range(6)]})
    assert story.photos.count() == 6
    refused = browser.post(f"/tell/{story.pk}/", story_form | {"photos": photo(), "was": "waiting"})
    assert refused.status_code == 422
    assert story.photos.count() == 6


@pytest.mark.django_db
def test_a_photo_is_taken_away_and_another_put_in_its_place(author, as_user, story_form, photo):
    browser = as_user(author)
    browser.post("/tell/", story_form | {"photos": [photo(), photo()], "save": "1"})
    story = Story.objects.get()
    first, second = story.photos.all()
    browser.post(f"/tell/{story.pk}/", story_form | {"photos_away": first.image_id, "photos": photo(), "save": "1"})
    assert first.image_id not in {one.image_id for one in story.photos.all()}
    assert second.image_id in {one.image_id for one in story.photos.all()}
    assert story.photos.count() == 2


@pytest.mark.django_db
def test_photos_of_a_waiting_new_text_are_shown_and_can_be_taken_away(author, as_user, make_story, story_form, photo):
    story = make_story(author=author)
    browser = as_user(author)
    browser.post(f"/tell/{story.pk}/", story_form | {"photos": photo(), "save": "1", "was": "live"})
    page = browser.get(f"/tell/{story.pk}/").content.decode()
    image = StoryImage.objects.get()
    assert f'name="photos_away" value="{image.pk}"' in page
    browser.post(f"/tell/{story.pk}/", story_form | {"photos_away": image.pk, "save": "1", "was": "live"})
    assert f'name="photos_away" value="{image.pk}"' not in browser.get(f"/tell/{story.pk}/").content.decode()


@pytest.mark.django_db
def test_nobody_takes_away_anothers_photo(author, outsider, as_user, make_story, story_form, photo):
    theirs = make_story(author=outsider)
    image = store(normalise(photo()), by=outsider)
    StoryPhoto.objects.create(story=theirs, image=image)
    answer = as_user(author).post("/tell/", story_form | {"photos_away": image.pk})
    assert answer.status_code == 422
    assert StoryPhoto.objects.filter(image=image).exists()


@pytest.mark.django_db
def test_one_bad_photo_does_not_lose_the_words(author, as_user, story_form, photo):
    answer = as_user(author).post("/tell/", story_form | {"photos": [photo(), upload(SVG, "x.svg")]})
    assert answer.status_code == 422
    assert Story.objects.get().happened == "She rang about boots."


@pytest.mark.django_db
def test_a_story_whose_photo_is_lost_is_read_without_it(author, as_user, make_story, photo, caplog):
    image = store(normalise(photo()), by=author, description="Two boots")
    story = make_story(author=author)
    StoryPhoto.objects.create(story=story, image=image)
    image.file.storage.delete(image.file.name)
    image.renditions.all().delete()
    browser = as_user(author)
    for address in ("/", story.get_absolute_url(), f"/tell/{story.pk}/"):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert "/media/" not in answer.content.decode()
    assert "Two boots" in browser.get(story.get_absolute_url()).content.decode()
    assert f"photo {image.pk} cannot be read" in caplog.text


def test_a_leaders_photo_in_the_admin_takes_the_same_road(leader, as_user, photo):
    """Turned, bare and named at random there too."""
    file = photo("PNG", exif=with_exif().tobytes(), name="anna.png")
    address = reverse("wagtailimages_chooser:create")
    answer = as_user(leader).post(address, {"image-chooser-upload-title": "Boots", "image-chooser-upload-file": file})
    assert answer.status_code == 200
    image = StoryImage.objects.get()
    assert image.file.name.endswith(".jpg")
    assert "anna" not in image.file.name
    assert (image.width, image.height) == (40, 60)
    assert not picture_of(image.file).getexif()


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.django_db
def test_the_admin_refuses_what_is_no_photo_too(leader, as_user, what):
    address = reverse("wagtailimages_chooser:create")
    answer = as_user(leader).post(
        address,
        {"image-chooser-upload-title": "Boots", "image-chooser-upload-file": upload(REFUSED[what], "boots.jpg")},
    )
    assert answer.status_code == 200
    assert not StoryImage.objects.exists()
