"""The stories, by concept. `Story` is a table of contents; each ability stands in its own module."""

from stories.models.applause import Applause
from stories.models.change import StoryChange
from stories.models.check import StoryCheck
from stories.models.colleague import Colleague
from stories.models.finding import StoryQuerySet
from stories.models.gesture import Gesture
from stories.models.info import InfoPage
from stories.models.kept import KeptWords
from stories.models.notice import Notice
from stories.models.organisation import Organisation
from stories.models.photo import StoryImage, StoryPhoto, StoryRendition
from stories.models.story import Story
from stories.models.taxonomy import Channel, GestureKind, Principle, StoryTag, Tag
from stories.models.transition import Transition

__all__ = [
    "Applause",
    "Channel",
    "Colleague",
    "Gesture",
    "GestureKind",
    "InfoPage",
    "KeptWords",
    "Notice",
    "Organisation",
    "Principle",
    "Story",
    "StoryChange",
    "StoryCheck",
    "StoryImage",
    "StoryPhoto",
    "StoryQuerySet",
    "StoryRendition",
    "StoryTag",
    "Tag",
    "Transition",
]
