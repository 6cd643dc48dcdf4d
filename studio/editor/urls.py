from django.urls import path

from studio.editor import documents, downloads, frames, uploads, views

urlpatterns = [
    path("", views.templates, name="templates"),
    path("new/", views.new, name="template-new"),
    path("<uuid:pk>/", views.edit, name="template-edit"),
    path("<uuid:pk>/rename/", views.rename, name="template-rename"),
    path("<uuid:pk>/duplicate/", views.duplicate, name="template-duplicate"),
    path("<uuid:pk>/delete/", views.delete, name="template-delete"),
    path("<uuid:pk>/restore/", views.restore, name="template-restore"),
    path("<uuid:pk>/document/", documents.save, name="template-document"),
    path("<uuid:pk>/copy/", documents.copy, name="template-copy"),
    path("<uuid:pk>/check/", documents.check, name="template-check"),
    path("<uuid:pk>/frames/", frames.frames, name="template-frames"),
    path("<uuid:pk>/uploads/", uploads.upload, name="template-upload"),
    path("<uuid:pk>/preview/", documents.preview, name="template-preview"),
    path("<uuid:pk>/picture.<str:suffix>", downloads.picture, name="template-picture"),
    path("<uuid:pk>/thumbnail.jpg", downloads.thumbnail, name="template-thumbnail"),
    path("<uuid:pk>/mixedrules.json", downloads.mixedrules, name="template-mixedrules"),
]
