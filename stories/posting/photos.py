"""Photos are normalised on arrival: type by content, turned, resized, metadata gone, a random name, no original kept."""

import io
import uuid
import warnings
from typing import Any

import pillow_heif
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.models import Collection

from stories.models.photo import CARD, PAGE, THUMB, StoryImage

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF")
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
UNREADABLE = _("“%(name)s” is not a photo we can read. Use JPEG, PNG, WebP or HEIC.")
MOST_PHOTOS = 6


def normalise(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    """The photo as JPEG of at most 2560 px, upright and without metadata; ValidationError says what is wrong."""
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(_("“%(name)s” is larger than 15 MB."), code="too_large", params={"name": upload.name})
    try:
        flat = upright(upload)
    except ValidationError:
        raise
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
    ) as error:
        raise ValidationError(UNREADABLE, code="unreadable", params={"name": upload.name}) from error
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=82, exif=b"", optimize=True)
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4().hex}.jpg")


def upright(upload: UploadedFile[Any]) -> Image.Image:
    """Turned as its camera was held, and no larger than needed; read only if its head says that it can be."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        upload.seek(0)
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(
                    _("“%(name)s” has more than 50 megapixels."), code="too_many_pixels", params={"name": upload.name}
                )
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            turned = ImageOps.exif_transpose(image)
            turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return flattened(turned)


def flattened(image: Image.Image) -> Image.Image:
    """RGB pixels only; what is see-through becomes white."""
    if image.mode in ("RGBA", "LA", "P", "PA"):
        layered = image.convert("RGBA")
        sheet = Image.new("RGB", layered.size, "white")
        sheet.paste(layered, mask=layered.getchannel("A"))
        return sheet
    return image.convert("RGB")


def store(file: ContentFile[bytes], *, by: Any, description: str = "") -> StoryImage:
    """A photo in the collection Stories; its renditions are made when the transaction is through."""
    collection = Collection.objects.filter(name="Stories").first() or Collection.get_first_root_node()
    image: StoryImage = StoryImage.objects.create(
        title=description[:200] or "photo",
        description=description[:255],
        file=file,
        uploaded_by_user=by,
        collection=collection,
    )
    transaction.on_commit(lambda: make_renditions(image.pk), robust=True)
    return image


def make_renditions(image_id: int) -> None:
    image = StoryImage.objects.filter(pk=image_id).first()
    if image:
        image.get_renditions(CARD, PAGE, THUMB)


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of photos up to six; each arrives normalised."""

    widget = PhotosInput(
        attrs={"multiple": True, "accept": "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"}
    )

    def clean(self, data: Any, initial: Any = None) -> list[ContentFile[bytes]]:
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(uploads) > MOST_PHOTOS:
            raise ValidationError(
                _("At most %(number)s photos, please."), code="too_many", params={"number": MOST_PHOTOS}
            )
        return [normalise(super(PhotosField, self).clean(upload)) for upload in uploads]


class AdminPhotoField(WagtailImageField):  # type: ignore[misc]
    def to_python(self, data: Any) -> Any:
        """Wagtail opens the file to count its pixels, and trips over half a photo."""
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, Image.DecompressionBombError) as error:
            raise ValidationError(UNREADABLE, code="unreadable", params={"name": data.name}) from error


class AdminImageForm(BaseImageForm):  # type: ignore[misc]
    """Wagtail's own image form takes the same road."""

    file = AdminPhotoField(label=capfirst(StoryImage._meta.get_field("file").verbose_name))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return normalise(file) if isinstance(file, UploadedFile) else file
