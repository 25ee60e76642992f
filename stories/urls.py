"""Addresses of the stories, feature by feature."""

from django.urls import include, path

urlpatterns = [
    path("", include("stories.reading.urls")),
    path("", include("stories.posting.urls")),
    path("", include("stories.moderation.urls")),
    path("", include("stories.conversation.urls")),
    path("", include("stories.digest.urls")),
]
