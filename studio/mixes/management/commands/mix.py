"""`manage.py mix …`: documents and tasks from the command line.

Exit codes: 0 done, 1 bad input, 3 refused by the cloud, 4 unknown outcome, 5 unreachable,
6 otherwise than asked (documents that differ), 7 the studio's database cannot be used and nothing
was sent. With --json, standard output holds one JSON value and nothing else; `watch` writes one a
line.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.exports import EXPORTERS
from studio.imports.measures import Measures
from studio.mixes.cli import (
    air,
    comparing,
    importing,
    rendering,
    showing,
    templates,
    validating,
    watching,
)
from studio.mixes.cli.answers import Exit, Printer
from studio.printing import SpokenCommand


class Command(SpokenCommand):
    purpose = gettext_lazy(
        "Checks, draws and compares MixedRules documents; imports other tools' files; lists, takes "
        "out and puts in templates; pushes, lists, shows, watches, takes and stops tasks. "
        "Exit codes: 0 done, 1 bad input, 3 refused by the cloud, 4 unknown outcome, "
        "5 unreachable, 6 otherwise than asked, 7 the studio's database cannot be used and "
        "nothing was sent."
    )
    # validate, render, import and diff of two files must work without database and data folder.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        add_validate(acts)
        add_render(acts)
        add_diff(acts)
        add_import(acts)
        add_templates(acts)
        add_air(acts)

    def handle(self, **options: Any) -> None:
        printer = Printer(self.stdout, self.stderr, as_json=bool(options.get("json")))
        code: int = ACTS[options["act"]](printer, options)
        if code:
            sys.exit(code)


def add_validate(acts: Any) -> None:
    parser = acts.add_parser("validate", help=_("say what is wrong with documents"))
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")


def add_render(acts: Any) -> None:
    parser = acts.add_parser("render", help=_("draw documents as pictures"))
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="PATH")
    parser.add_argument("--scale", type=float, default=1.0, metavar="F")
    parser.add_argument("--picture", action="append", default=[], metavar="SOURCE_ID=FILE")
    parser.add_argument("--logo", action="append", default=[], metavar="INDEX=FILE")
    parser.add_argument("--offline", action="store_true", help=_("fetch nothing"))


def add_diff(acts: Any) -> None:
    says = _("say what one document changes of another or of a task")
    parser = acts.add_parser("diff", help=says)
    parser.add_argument("before", metavar="FILE|TASKID")
    parser.add_argument("after", type=Path, metavar="FILE")
    add_cloud(parser)


def add_import(acts: Any) -> None:
    parser = acts.add_parser("import", help=_("make documents of other tools' files"))
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("- reads standard input"))
    parser.add_argument("--scene", metavar="NAME", help=_("this scene alone"))
    parser.add_argument(
        "--size",
        type=importing.size,
        metavar="WxH",
        help=_("where the file has no size"),
    )
    parser.add_argument(
        "--measure",
        type=importing.measure,
        action="append",
        default=[],
        metavar="NAME=WxH",
        help=_("of an item whose size is not in the file"),
    )
    parser.add_argument("--json", action="store_true")


def add_templates(acts: Any) -> None:
    parser = acts.add_parser("templates", help=_("list, get, put, export and compare templates"))
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    made = {name: deeds.add_parser(name, help=str(said)) for name, said in DEEDS.items()}
    for name in ("get", "export"):
        made[name].add_argument("names", nargs="+", metavar="NAME", help=_("or id"))
        made[name].add_argument("--whole", action="store_true", help=_("with what is secret"))
    made["put"].add_argument("names", nargs=1, metavar="NAME", help=_("or id"))
    made["put"].add_argument("file", nargs="?", default="-", metavar="FILE")
    made["export"].add_argument("--format", choices=list(EXPORTERS), default="mixedrules")
    made["export"].add_argument("--out", type=Path, metavar="FOLDER")
    made["diff"].add_argument("before", metavar="NAME", help=_("or id"))
    made["diff"].add_argument("after", metavar="NAME|FILE|-")
    for each in made.values():
        each.add_argument("--workspace", metavar="NAME", help=_("the first one unless told"))
        each.add_argument("--json", action="store_true")


DEEDS = {
    "list": gettext_lazy("list them"),
    "get": gettext_lazy("write them as bodies of CreateCloudMixTask"),
    "put": gettext_lazy("save a document as one, from a file or standard input"),
    "export": gettext_lazy("write them in another format"),
    "diff": gettext_lazy("say what a template or a document changes of one"),
}


def add_air(acts: Any) -> None:
    push = acts.add_parser("push", help=_("create a task from a document (CreateCloudMixTask)"))
    push.add_argument("file", type=Path, metavar="FILE")
    tasks = acts.add_parser("tasks", help=_("list the cloud's tasks (ListCloudMixTask)"))
    show = acts.add_parser("show", help=_("show one task (GetCloudMixTaskDetail)"))
    show.add_argument("task_id", metavar="TASKID")
    take = acts.add_parser("take", help=_("put a document on air on a task (UpdateCloudMixTask)"))
    take.add_argument("task_id", metavar="TASKID")
    take.add_argument("file", type=Path, metavar="FILE")
    stop = acts.add_parser("stop", help=_("end a task (DeleteCloudMixTask)"))
    stop.add_argument("task_id", metavar="TASKID")
    watch = acts.add_parser("watch", help=_("say each change of a task until it has ended"))
    watch.add_argument("task_id", metavar="TASKID")
    watch.add_argument("--until", choices=watching.UNTIL, help=_("end as soon as it is so"))
    watch.add_argument("--timeout", type=float, metavar="S", help=_("seconds; then exit code 4"))
    for parser in (push, tasks, show, take, stop, watch):
        add_cloud(parser)


def add_cloud(parser: ArgumentParser) -> None:
    parser.add_argument("--cloud", metavar="NAME", help=_("the connection, by its name"))
    parser.add_argument("--json", action="store_true")


ACTS: dict[str, Callable[[Printer, dict[str, Any]], Exit]] = {
    "validate": lambda printer, options: validating.validate(printer, options["files"]),
    "render": rendering.render_files,
    "diff": lambda printer, options: comparing.diff(
        printer, options["before"], options["after"], options["cloud"]
    ),
    "import": lambda printer, options: importing.import_files(
        printer,
        options["files"],
        scene=options["scene"],
        size=options["size"],
        measures=Measures(given=dict(options["measure"])),
    ),
    "templates": templates.templates,
    "push": lambda printer, options: air.push(printer, options["file"], options["cloud"]),
    "tasks": lambda printer, options: air.tasks(printer, options["cloud"]),
    "show": lambda printer, options: showing.show(printer, options["task_id"], options["cloud"]),
    "take": lambda printer, options: air.take(
        printer, options["task_id"], options["file"], options["cloud"]
    ),
    "stop": lambda printer, options: air.stop(printer, options["task_id"], options["cloud"]),
    "watch": lambda printer, options: watching.watch(
        printer, options["task_id"], options["until"], options["timeout"], options["cloud"]
    ),
}
