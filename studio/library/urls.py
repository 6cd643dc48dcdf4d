from django.urls import path

from studio.library import views

urlpatterns = [
    path("<uuid:pk>.<str:suffix>", views.stage, name="frame"),
]
