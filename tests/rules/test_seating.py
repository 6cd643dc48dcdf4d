"""A look on a running task keeps the task's sources and Output."""

from __future__ import annotations

from dataclasses import replace

from studio.rules.document import Source
from studio.rules.geometry import Box
from studio.rules.seating import seat
from tests.builders import document, output

RUNNING = document(Box(0, 0, 960, 540), Box(960, 0, 960, 540), urls=("https://a.example/1.jpg",))
LOOK = document(Box(0, 0, 1920, 1080), urls=("https://old.example/1.jpg",))


def named(name: str, layer: int = 1) -> Source:
    return Source(id=name, layer=layer, type="live", url=f"rtmp://pull.example.com/live/{name}")


def test_a_source_with_the_same_id_has_the_task_s_address_in_the_look_s_place() -> None:
    seating = seat(LOOK, RUNNING)
    assert seating.document.sources[0].url == "https://a.example/1.jpg"
    assert seating.document.scene == LOOK.scene
    assert seating.reseated == ("source-1",)


def test_its_layer_is_the_look_s() -> None:
    look = replace(LOOK, sources=(replace(LOOK.sources[0], layer=7),))
    assert seat(look, RUNNING).document.sources[0].layer == 7


def test_its_type_is_the_task_s() -> None:
    running = replace(RUNNING, sources=(named("source-1"),))
    assert seat(LOOK, running).document.sources[0].type == "live"


def test_what_the_task_does_not_have_comes_as_the_look_has_it() -> None:
    look = replace(LOOK, sources=(named("guest"),))
    seating = seat(look, RUNNING)
    assert seating.document.sources == (named("guest"),)
    assert (seating.joining, seating.reseated) == (("guest",), ())


def test_what_the_look_does_not_show_is_said_to_leave() -> None:
    assert seat(LOOK, RUNNING).leaving == ("source-2",)


def test_the_output_is_the_task_s_to_the_letter() -> None:
    kept = output("rtmp://push.example.com/live/another")
    assert seat(LOOK, RUNNING, kept).document.output == kept
    assert seat(LOOK, RUNNING).document.output == RUNNING.output


def test_a_look_that_runs_already_is_the_same_document() -> None:
    seating = seat(RUNNING, RUNNING)
    assert seating.document == RUNNING
    assert (seating.reseated, seating.joining, seating.leaving) == ((), (), ())
