"""A drawing outside the page: as a file of its own, with literal colours, as a PNG.

A page's custom properties reach an inlined drawing only. A file in `<img>` follows the reader's
colour scheme by itself; mails, cards and renderers without CSS get the colours as values.
"""

import re

import resvg_py
from django.utils.safestring import SafeString, mark_safe

from stories.flowers.palette import PALETTE

# Attributes as `paint` writes them. A title cannot hold one: its quotes are escaped.
_PAINTED = re.compile(r'(fill|stroke)="var\(--(\w+),#[0-9A-Fa-f]{6}\)"')


def literal(svg: str, *, dark: bool = False) -> str:
    """The drawing with the colours themselves in place of custom properties; safe to inline if it was."""

    def value(match: re.Match[str]) -> str:
        colour = PALETTE[match[2]]
        return f'{match[1]}="{colour.dark if dark else colour.light}"'

    painted = _PAINTED.sub(value, svg)
    return mark_safe(painted) if isinstance(svg, SafeString) else painted  # noqa: S308 - as safe as it came


def as_file(svg: str, *, dark: bool | None = None) -> str:
    """The drawing as an SVG document for `<img>`.

    With dark None the one file serves both schemes; True or False is for ground that is always
    dark or always light. Served with a Content-Security-Policy, it needs `style-src 'unsafe-inline'`.
    """
    if dark is not None:
        return literal(svg, dark=dark)
    # The light colours stand in the attributes, for viewers without CSS; a rule outranks an attribute.
    rules = sorted(
        f'[{attribute}="{PALETTE[name].light}"]{{{attribute}:{PALETTE[name].dark}}}'
        for attribute, name in set(_PAINTED.findall(svg))
        if PALETTE[name].on_dark
    )
    style = f"<style>@media(prefers-color-scheme:dark){{{''.join(rules)}}}</style>" if rules else ""
    return literal(svg).replace("</svg>", f"{style}</svg>")


def png(svg: str, width: int, *, dark: bool = False) -> bytes:
    """The drawing as a PNG on transparent ground, as high as its proportions ask."""
    return bytes(resvg_py.svg_to_bytes(svg_string=literal(svg, dark=dark), width=width, skip_system_fonts=True))
