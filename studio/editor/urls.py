from django.urls import path

from studio.editor.views import (
    documents,
    downloads,
    frames,
    gallery,
    pages,
    preview,
    revealing,
    uploads,
    versions,
)

urlpatterns = [
    path("", gallery.templates, name="templates"),
    path("new/", pages.new, name="template-new"),
    path("as-usual/<int:pk>/", gallery.begin_as_usual, name="templates-begin-as-usual"),
    path("copy/", documents.copy, name="template-copy"),
    path("<uuid:pk>/", pages.edit, name="template-edit"),
    path("<uuid:pk>/opening/", pages.opening, name="template-opening"),
    path("<uuid:pk>/rename/", pages.rename, name="template-rename"),
    path("<uuid:pk>/tags/", gallery.tag, name="template-tags"),
    path("<uuid:pk>/favourite/", gallery.favour, name="template-favourite"),
    path("<uuid:pk>/archive/", gallery.archive, name="template-archive"),
    path("<uuid:pk>/unarchive/", gallery.unarchive, name="template-unarchive"),
    path("<uuid:pk>/begin-like/", gallery.begin_like, name="template-begin-like"),
    path("<uuid:pk>/duplicate/", pages.duplicate, name="template-duplicate"),
    path("<uuid:pk>/delete/", pages.delete, name="template-delete"),
    path("<uuid:pk>/restore/", pages.restore, name="template-restore"),
    path("<uuid:pk>/document/", documents.save, name="template-document"),
    path("<uuid:pk>/check/", documents.check, name="template-check"),
    path("<uuid:pk>/frames/", frames.frames, name="template-frames"),
    path("<uuid:pk>/uploads/", uploads.upload, name="template-upload"),
    path("<uuid:pk>/preview/", preview.preview, name="template-preview"),
    path("<uuid:pk>/picture.<str:suffix>", downloads.picture, name="template-picture"),
    path("<uuid:pk>/thumbnail.jpg", downloads.thumbnail, name="template-thumbnail"),
    path("<uuid:pk>/versions/", versions.listed, name="template-versions"),
    path("<uuid:pk>/versions/keep/", versions.keep, name="template-version-keep"),
    path("<uuid:pk>/versions/<int:key>/", versions.version, name="template-version"),
    path("<uuid:pk>/versions/<int:key>/name/", versions.name, name="template-version-name"),
    path(
        "<uuid:pk>/versions/<int:key>/restore/", versions.restore, name="template-version-restore"
    ),
    path("<uuid:pk>/versions/<int:key>.jpg", versions.picture, name="template-version-picture"),
    path("<uuid:pk>/addresses/", revealing.addresses, name="template-addresses"),
    path(
        "<uuid:pk>/mixedrules-whole.json",
        revealing.mixedrules_whole,
        name="template-mixedrules-whole",
    ),
    path("<uuid:pk>/mixedrules.json", downloads.mixedrules, name="template-mixedrules"),
]
