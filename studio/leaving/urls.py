from django.urls import path

from studio.leaving import views

urlpatterns = [
    path("workspace/<int:pk>/delete/", views.workspace, name="workspace-delete"),
    path("workspace/<int:pk>/export/", views.export, name="workspace-export"),
    path("account/delete/", views.account, name="account-delete"),
]
