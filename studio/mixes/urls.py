from django.urls import path

from studio.mixes import (
    callback_views,
    control_views,
    deciding_views,
    history_views,
    rehearsal_views,
    views,
)

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
    path("tasks/<uuid:pk>/push/", views.push_again, name="task-push"),
    path("tasks/<uuid:pk>/preview.jpg", control_views.preview, name="task-preview"),
    path("tasks/<uuid:pk>/prepare/", control_views.prepare, name="task-prepare"),
    path("tasks/<uuid:pk>/take/", control_views.take, name="task-take"),
    path("tasks/<uuid:pk>/looks/", control_views.looks, name="task-looks"),
    path("looks/<int:pk>/", control_views.look, name="look"),
    path("looks/<int:pk>/picture.jpg", control_views.look_picture, name="look-picture"),
    path("tasks/<uuid:pk>/adopt/", deciding_views.adopt, name="task-adopt"),
    path("operations/<uuid:pk>/again/", deciding_views.send_again, name="operation-again"),
    path("operations/<uuid:pk>/give-up/", deciding_views.give_up, name="operation-give-up"),
    path("operations/<uuid:pk>/claim/", deciding_views.claim, name="operation-claim"),
    path("sandbox/", rehearsal_views.rehearsal, name="rehearsal"),
    path("sandbox/lift/", rehearsal_views.lift, name="rehearsal-lift"),
    path("sandbox/behave/", rehearsal_views.behave, name="rehearsal-behave"),
    path("sandbox/tasks/<slug:task_id>/", rehearsal_views.befall, name="rehearsal-task"),
    path("hooks/mix/<str:token>/", callback_views.callback, name="callback"),
]
