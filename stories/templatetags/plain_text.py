"""The text part of a mail: lines that fit a terminal, never two blank lines in a row, no entities."""

import re
from textwrap import fill, indent

from django import template

register = template.Library()
WIDTH = 72
_BEGINNING = re.compile(r"\s*(?:[-*] |\d+\. )?")


@register.filter
def plain_text(text: str) -> str:
    """For `{% filter plain_text %}` round a whole text; what follows an indented or listed beginning hangs below it."""
    lines = [hanging(line.rstrip()) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


@register.filter
def indented(text: str) -> str:
    return indent(str(text).strip(), "   ")


def hanging(line: str) -> str:
    if len(line.split()) < 2:
        return line  # an address stays as long as it is, where it is
    beginning = _BEGINNING.match(line)
    below = " " * len(beginning[0]) if beginning else ""
    return fill(line, WIDTH, subsequent_indent=below, break_long_words=False, break_on_hyphens=False, expand_tabs=False)
