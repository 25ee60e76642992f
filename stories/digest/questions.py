"""The bank of questions of the week. They are stored in English and read in the reader's language."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from stories.digest.models import Digest

BANK = [
    _("Which of our rules would you break for a customer, and who would you tell?"),
    _("What frustrates our customers most often, and how could we better it?"),
    _("Which of our own faults could we handle so well that the customer is glad it happened?"),
    _("What do you need to give world-class service: rules to the letter, or freedom to think?"),
    _("On which level was your last difficult case: poor, put right or world class?"),
    _("When did you last try twice to make a personal connection, and what came of it?"),
    _("What did a customer need this week without saying so?"),
    _("What would we hear if we listened in on an hour of our own calls?"),
    _("Who in the house, far from any customer, made a customer's day this week?"),
    _("If there were an empty chair for the customer at our next meeting, what would it say?"),
    _("When did you say sorry rather than regret, and how did it go?"),
    _("Which large gesture would a small repair beforehand have saved us?"),
    _("How does a customer find our telephone number, and how long does it take?"),
    _("When should we part with a customer, and who decides?"),
    _("What would you do within three metres if you were managing director there?"),
]


def next_question() -> str:
    """The question of the bank that has not been asked for the longest time."""
    asked = list(Digest.objects.order_by("week_start").values_list("question", flat=True))
    last = {question: number for number, question in enumerate(asked)}
    return min(BANK, key=lambda question: (last.get(question, -1), BANK.index(question)))


def translated_bank() -> list[str]:
    return [gettext(question) for question in BANK]


def stored(text: str) -> str:
    """A question as it is stored: one of the bank in English, any other as it was typed."""
    return next((question for question in BANK if gettext(question) == text), text)
