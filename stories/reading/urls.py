from django.urls import path

from stories.reading import views

urlpatterns = [
    path("", views.wall, name="wall"),
    path("s/<int:pk>/", views.story, name="story_short"),
    path("s/<int:pk>/<slug:slug>/", views.story, name="story"),
    path("principle/<slug:slug>/", views.principle, name="principle"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("flower/bouquet/<str:plants>.svg", views.bouquet_file, name="bouquet"),
    path("flower/field/<str:plants>.svg", views.field_file, name="field"),
    path("flower/<slug:species>/<int:seed>-<int:fullness>-<int:level>.svg", views.flower_file, name="flower"),
]
