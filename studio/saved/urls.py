from django.urls import path

from studio.saved import revealing, views

urlpatterns = [
    path("saved/", views.saved, name="saved"),
    path("saved/new/", views.new, name="saved-new"),
    path("saved/<uuid:pk>/", views.edit, name="saved-edit"),
    path("saved/<uuid:pk>/address/", revealing.address, name="saved-address"),
    path("saved/<uuid:pk>/delete/", views.delete, name="saved-delete"),
]
