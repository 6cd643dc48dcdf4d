from django.urls import path

from studio.mixes import callback_views, history_views, views

urlpatterns = [
    path("templates/<uuid:template>/push/", views.push, name="push"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/history/", history_views.history, name="history"),
    path("tasks/history.csv", history_views.history_csv, name="history-csv"),
    path("tasks/history.json", history_views.history_json, name="history-json"),
    path(
        "operations/<uuid:pk>/picture.jpg",
        history_views.operation_picture,
        name="operation-picture",
    ),
    path("tasks/<uuid:pk>/", views.task, name="task"),
    path("tasks/<uuid:pk>/status/", views.status, name="task-status"),
    path("tasks/<uuid:pk>/program.jpg", views.program, name="task-program"),
    path("tasks/<uuid:pk>/stop/", views.stop, name="task-stop"),
    path("tasks/<uuid:pk>/look/", views.look, name="task-look"),
    path("hooks/mix/<str:token>/", callback_views.callback, name="callback"),
]
