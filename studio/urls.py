"""Every address, app by app."""

from django.urls import include, path

# The editor's come first: a page that drags asks them many times a second.
urlpatterns = [
    path("templates/", include("studio.editor.urls")),
    path("api/v1/", include("studio.api.urls")),
    path("", include("studio.pages.urls")),
    path("", include("studio.accounts.urls")),
    path("", include("studio.leaving.urls")),
    path("", include("studio.straps.urls")),
    path("", include("studio.library.urls")),
    path("", include("studio.mixes.urls")),
    path("", include("studio.saved.urls")),
    path("", include("studio.help.urls")),
    path("", include("studio.processes.urls")),
]
handler403 = "studio.accounts.team.workspaces.refused"
handler500 = "studio.pages.failures.server_error"
