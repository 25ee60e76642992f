"""Who looks at the pages: known passwords, and which group and teams they are in."""

import io

from PIL import Image, ImageDraw

PASSWORD = "clover-by-the-fjord-17"
PEOPLE = {
    "teller": ("mette.holm@example.com", "", ["Reception"]),
    "reader": ("ivan.berg@example.com", "", []),
    "newcomer": ("nina.ny@example.com", "", []),
    "leader": ("lea.lind@example.com", "Leaders", []),
    "administrator": ("ada.min@example.com", "Administrators", []),
}


def photo_file(size: tuple[int, int] = (900, 600)) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, "#8aa7b5")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, size[1] * 0.7, *size), fill="#c9b79c")
    draw.rectangle((size[0] * 0.4, size[1] * 0.25, size[0] * 0.58, size[1] * 0.7), fill="#a63a2b")
    image.save(out, "JPEG")
    return out.getvalue()
