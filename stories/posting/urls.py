from django.urls import path

from stories.posting import views

urlpatterns = [
    path("tell/", views.tell, name="tell"),
    path("tell/keep/", views.autosave, name="autosave"),
    path("tell/suggest/<slug:kind>/", views.suggestions, name="suggestions"),
    path("tell/<int:pk>/", views.tell, name="tell_edit"),
    path("mine/", views.mine, name="mine"),
    path("mine/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("mine/<int:pk>/delete/", views.delete, name="delete"),
]
