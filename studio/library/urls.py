from django.urls import path

from studio.library import views

urlpatterns = [
    path("frames/<uuid:pk>.<str:suffix>", views.frame, name="frame"),
    path("uploads/<uuid:pk>.<str:suffix>", views.upload, name="upload"),
    path("u/<str:key>/<slug:name>.<str:suffix>", views.public_upload, name="public-upload"),
]
