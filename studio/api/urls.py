from django.urls import path

from studio.api import (
    documents,
    history,
    importing,
    panels,
    preparing,
    pushing,
    reference,
    saved,
    service,
    sources,
    taking,
    tasks,
    templates,
    versions,
)

# Whose operations there are: each is made by being loaded.
ROOMS = (
    *(templates, versions, documents, importing, pushing, preparing, taking, tasks, panels),
    *(history, sources, saved),
)

urlpatterns = [
    path("", reference.reference, name="api-reference"),
    path("openapi.json", reference.openapi, name="api-openapi"),
    *service.urls(),
]
