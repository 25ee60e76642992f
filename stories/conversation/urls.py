from django.urls import path

from stories.conversation import views

urlpatterns = [
    path("applaud/<int:pk>/", views.applaud, name="applaud"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<int:pk>/open/", views.open_notice, name="open_notice"),
]
