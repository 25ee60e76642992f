from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="search_suggest"),
    path("search/seen/", views.seen, name="search_seen"),
    path("search/report/", views.report, name="search_report"),
]
