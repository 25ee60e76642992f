from django.urls import path

from stories.moderation import views

urlpatterns = [
    path("review/", views.review, name="review"),
    path("review/<int:pk>/", views.review_story, name="review_story"),
    path("review/<int:pk>/approve/", views.approve, name="approve"),
    path("review/<int:pk>/return/", views.send_back, name="send_back"),
    path("review/<int:pk>/look-over/", views.look_over, name="look_over"),
    path("review/<int:pk>/take-down/", views.take_down, name="take_down"),
]
