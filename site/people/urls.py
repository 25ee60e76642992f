from django.urls import path

from people import views

urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("profile/", views.profile, name="profile"),
    path("mail/<str:token>/", views.mail_preferences, name="mail_preferences"),
    path("mail/<str:token>/stop/", views.mail_stop, name="mail_stop"),
]
