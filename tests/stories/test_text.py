"""The small Markdown subset: what it renders, and that nothing else ever comes out of it."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stories.text import render

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
ATTRIBUTES = {"a": {"href", "rel", "title"}, "ol": {"start"}}
SCHEMES = ("http://", "https://", "mailto:", "tel:")


class Inspector(HTMLParser):
    """Fails on whatever is not in the subset."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, set()), (tag, name)
            if name == "href":
                address = (value or "").lower()
                assert address.startswith(SCHEMES) or not re.match(r"[\s\x00-\x20]*[a-z][a-z0-9+.-]*\s*:", address), (
                    value
                )

    def handle_endtag(self, tag: str) -> None:
        assert tag in TAGS, tag

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def inspect(text: str) -> None:
    inspector = Inspector()
    inspector.feed(render(text))
    inspector.close()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Plain words.", "<p>Plain words.</p>"),
        ("**Bold** and *soft*", "<p><strong>Bold</strong> and <em>soft</em></p>"),
        ("One\nTwo", "<p>One<br>\nTwo</p>"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("2 * 3 * 4 & 5 < 6", "<p>2 * 3 * 4 &amp; 5 &lt; 6</p>"),
        ("# No heading", "<p># No heading</p>"),
        ("`no code`", "<p>`no code`</p>"),
        ("\\*as it is\\*", "<p>*as it is*</p>"),
        ("Blåbærgrød 🫐", "<p>Blåbærgrød 🫐</p>"),
    ],
)
def test_the_subset(text, html):
    assert render(text).strip() == html


def test_links_lead_out_without_a_referrer():
    html = render("[our promise](https://example.com/promise)")
    assert 'href="https://example.com/promise"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))", "[x](data:text/html,<script>)", "[x](vbscript:x)", "![x](https://example.com/a.png)",
    "<a href='https://x' onclick='y'>z</a>", "[x](<javascript:alert(1)>)", "[x]( javascript:alert(1))",
    "[x](&#106;avascript:alert(1))", "[x](//example.com/)", "<!-- a -->", "<svg/onload=alert(1)>", "<style>*{}</style>",
    "[x][y]\n\n[y]: javascript:alert(1)", "<https://example.com>", "[x](https://a \"t\\\"onmouseover=alert(1)\")",
    "[a](file:///etc/passwd)", "***" * 200, "[" * 500, "- " * 300, "\0\ufffe\ud7ff",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    inspect(text)
    assert "<script" not in render(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from([*"*_[]()<>!#`~-+.\\\"'&;: \n\tax1", "](", "javascript:", "<script", "href=", "&#x6a;"])
    ).map("".join)
)
@example("[x](javascript\t:alert(1))")
def test_no_text_leaves_the_subset(text):
    inspect(text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text())
def test_nor_does_any_text_at_all(text):
    inspect(text)
