from django.urls import path

from studio.processes import views

urlpatterns = [path("healthz", views.healthz, name="healthz")]
