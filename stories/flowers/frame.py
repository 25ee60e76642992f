"""The svg element around a drawing."""

import re

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Title = str | Promise | None
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def framed(marks: str, *, width: float, height: float, view_box: str, title: Title) -> SafeString:
    """A drawing as markup. Without a title it is decoration: people who listen do not hear it."""
    voice, label = 'aria-hidden="true"', ""
    if title is not None:
        # A title is somebody's words; a control character in it would make the whole file unreadable.
        voice, label = 'role="img"', f"<title>{escape(_NOT_IN_XML.sub('', str(title)))}</title>"
    frame = f'width="{width:g}" height="{height:g}" viewBox="{view_box}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {frame} {voice}>{label}{marks}</svg>'
    return mark_safe(svg)  # noqa: S308 - the marks are our own numbers, the title is escaped
