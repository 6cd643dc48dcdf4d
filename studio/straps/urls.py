from django.urls import path

from studio.straps import views

urlpatterns = [
    path("straps/", views.straps, name="straps"),
    path("straps/sample/", views.sample, name="strap-sample"),
]
