from django.urls import path

from studio.api import (
    documents,
    history,
    panels,
    preparing,
    pushing,
    reference,
    service,
    sources,
    taking,
    tasks,
    templates,
    versions,
)

# Whose operations there are: each is made by being loaded.
ROOMS = (
    *(templates, versions, documents, pushing, preparing, taking, tasks, panels, history),
    sources,
)

urlpatterns = [
    path("", reference.reference, name="api-reference"),
    path("openapi.json", reference.openapi, name="api-openapi"),
    *service.urls(),
]
