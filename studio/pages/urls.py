from django.urls import path

from studio.pages import views
from studio.pages.design.views import design

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("design/", design, name="design"),
]
