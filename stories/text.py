"""Stories are plain text with a small Markdown subset: bold, italics, lists and links."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("zero", {"breaks": True, "html": False}).enable(
    ["emphasis", "list", "link", "newline", "escape"]
)
_ALLOWED = {"p", "br", "strong", "em", "ul", "ol", "li", "a"}


def render(text: str) -> SafeString:
    """Safe HTML of a text; whatever is not in the subset stays the text it is."""
    html = _markdown.render(text)
    clean = nh3.clean(
        html,
        tags=_ALLOWED,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)  # noqa: S308  cleaned by nh3 above
