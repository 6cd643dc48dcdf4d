from django.urls import path

from studio.mixes import hooks
from studio.mixes.connections import views as connections
from studio.mixes.control import decisions, keeping, revealing, rundown, takes
from studio.mixes.control import views as control
from studio.mixes.history import views as history
from studio.mixes.push import views as push
from studio.mixes.rehearsal import views as rehearsal
from studio.mixes.tally import links as tally_links
from studio.mixes.tally import views as tally
from studio.mixes.tally import wall
from studio.mixes.tasklist import views as tasklist

urlpatterns = [
    path("templates/<uuid:template>/push/", push.push, name="push"),
    path("tasks/", tasklist.tasks, name="tasks"),
    path("tasks/history/", history.history, name="history"),
    path("tasks/history.csv", history.history_csv, name="history-csv"),
    path("tasks/history.json", history.history_json, name="history-json"),
    path(
        "operations/<uuid:pk>/picture.jpg",
        history.operation_picture,
        name="operation-picture",
    ),
    path("tasks/<uuid:pk>/", control.task, name="task"),
    path("tasks/<uuid:pk>/status/", control.status, name="task-status"),
    path("tasks/<uuid:pk>/program.jpg", control.program, name="task-program"),
    path("tasks/<uuid:pk>/stop/", control.stop, name="task-stop"),
    path("tasks/<uuid:pk>/inquire/", control.inquire, name="task-inquire"),
    path("tasks/<uuid:pk>/addresses/", revealing.addresses, name="task-addresses"),
    path("tasks/<uuid:pk>/push/", push.push_again, name="task-push"),
    path("tasks/<uuid:pk>/preview.jpg", takes.preview, name="task-preview"),
    path("tasks/<uuid:pk>/prepare/", takes.prepare, name="task-prepare"),
    path("tasks/<uuid:pk>/take/", takes.take, name="task-take"),
    path("tasks/<uuid:pk>/tally/", tally.tally, name="task-tally"),
    path("tasks/<uuid:pk>/tally/events", tally.tally_events, name="task-tally-events"),
    path("tasks/<uuid:pk>/wall/", wall.wall, name="task-wall"),
    path("tasks/<uuid:pk>/wall/events", wall.wall_events, name="task-wall-events"),
    path("tasks/<uuid:pk>/tally/links/", tally_links.links, name="task-tally-links"),
    path("tally-links/<int:pk>/revoke/", tally_links.revoke, name="tally-link-revoke"),
    path("tasks/<uuid:pk>/tally/shared/<str:token>/", tally_links.shared, name="tally-shared"),
    path(
        "tasks/<uuid:pk>/tally/shared/<str:token>/events",
        tally_links.shared_events,
        name="tally-shared-events",
    ),
    path("tasks/<uuid:pk>/looks/", rundown.looks, name="task-looks"),
    path("looks/<int:pk>/", rundown.look, name="look"),
    path("looks/<int:pk>/picture.jpg", rundown.look_picture, name="look-picture"),
    path("tasks/<uuid:pk>/adopt/", decisions.adopt, name="task-adopt"),
    path("tasks/<uuid:pk>/template/", keeping.keep, name="task-keep"),
    path("operations/<uuid:pk>/again/", decisions.send_again, name="operation-again"),
    path("operations/<uuid:pk>/give-up/", decisions.give_up, name="operation-give-up"),
    path("operations/<uuid:pk>/claim/", decisions.claim, name="operation-claim"),
    path("workspace/clouds/", connections.connections, name="connections"),
    path("workspace/clouds/new/", connections.new, name="connection-new"),
    path("workspace/clouds/<uuid:pk>/", connections.edit, name="connection"),
    path("workspace/clouds/<uuid:pk>/keys/", connections.keys, name="connection-keys"),
    path("workspace/clouds/<uuid:pk>/test/", connections.test, name="connection-test"),
    path("workspace/clouds/<uuid:pk>/delete/", connections.delete, name="connection-delete"),
    path("sandbox/", rehearsal.rehearsal, name="rehearsal"),
    path("sandbox/lift/", rehearsal.lift, name="rehearsal-lift"),
    path("sandbox/behave/", rehearsal.behave, name="rehearsal-behave"),
    path("sandbox/tasks/<slug:task_id>/", rehearsal.act_on_task, name="rehearsal-task"),
    path("hooks/mix/<str:token>/", hooks.callback, name="callback"),
]
