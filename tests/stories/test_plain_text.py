"""The text part of mails reads well in a terminal."""

from stories.templatetags.plain_text import indented, plain_text

LONG = (
    "Ingen i disse historier spurgte om lov, og ingen i dem så på uret, og det er slet ikke noget, der sker ved held."
)


def test_lines_fit_a_terminal_and_lose_no_word():
    text = plain_text(LONG)
    assert max(len(line) for line in text.splitlines()) <= 72
    assert text.split() == LONG.split()


def test_there_is_never_more_than_one_blank_line():
    assert plain_text("\n\n one\r\n\r\n\n \n\ntwo\n\n") == "one\n\ntwo\n"


def test_what_follows_an_indented_or_listed_beginning_hangs_below_it():
    assert all(line.startswith("   ") for line in plain_text("x\n" + indented(LONG)).splitlines()[1:])
    assert plain_text(f"- {LONG}").splitlines()[1].startswith("  ")
    assert plain_text(f"12. {LONG}").splitlines()[1].startswith("    ")


def test_an_address_is_never_broken():
    address = "https://bouquet.example/mail/1:" + "a-b-" * 30
    assert plain_text(f"x\n   {address}") == f"x\n   {address}\n"


def test_marks_stay_what_they_are():
    assert plain_text("Æ & <b> “ja” &amp;") == "Æ & <b> “ja” &amp;\n"
