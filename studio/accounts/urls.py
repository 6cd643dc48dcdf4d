from django.urls import path

from studio.accounts import views

urlpatterns = [
    path("start", views.start, name="start"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
