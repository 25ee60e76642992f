from django.urls import path, register_converter

from stories.digest import views


class WeekConverter:
    regex = r"\d{4}-w\d{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(WeekConverter, "week")

urlpatterns = [
    path("digest/", views.archive, name="digests"),
    path("digest/add/<int:pk>/", views.add, name="digest_add"),
    path("digest/<week:slug>/", views.digest, name="digest"),
    path("digest/<week:slug>/desk/", views.desk, name="digest_desk"),
    path("digest/<week:slug>/recipients/", views.recipients, name="digest_recipients"),
    path("digest/<week:slug>/send/", views.send_now, name="digest_send"),
    path("digest/<week:slug>/preview/page/", views.preview, {"surface": "page"}, name="digest_preview_page"),
    path("digest/<week:slug>/preview/mail/", views.preview, {"surface": "mail"}, name="digest_preview_mail"),
    path("digest/<week:slug>/preview/text/", views.preview, {"surface": "text"}, name="digest_preview_text"),
]
