"""JSON to document and back: the only place that maps the API's names to ours.

`read` takes a value that `strict_loads` gave: a body of CreateCloudMixTask (`Name`), of
UpdateCloudMixTask (`TaskID`), one wrapped with neither, or a bare MixedRules. What the API's
page does not name is kept in `extra` and written again.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from studio.rules import document
from studio.rules.document import Extra, Json, MixedRules
from studio.rules.geometry import Box
from studio.rules.problems import InvalidDocument, Problem
from studio.rules.reader import Faults, Node, kind_of
from studio.rules.strict_json import WHOLE_TEXT, strict_loads

__all__ = [
    "Body",
    "Reading",
    "read",
    "read_output",
    "read_rules",
    "strict_loads",
    "survey",
    "write",
    "write_output",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A document with what it was wrapped in. A bare one has neither name nor task id."""

    rules: MixedRules
    name: str | None = None
    task_id: str | None = None
    wrapped: bool = False
    extra: Extra = field(default_factory=document.no_extra, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What could be read, the shape faults met, and the paths that stayed unread.

    Where something could not be read the body holds a blank (0, "", no items), so that the
    rest can still be checked. `body` is None when the value is no object at all.
    """

    body: Body | None
    faults: tuple[Problem, ...]
    unread: frozenset[str]


def read(value: Json) -> Body:
    """The document in a JSON value. Raises InvalidDocument with every shape fault."""
    reading = survey(value)
    if reading.faults or reading.body is None:
        raise InvalidDocument(reading.faults)
    return reading.body


def read_rules(value: Json) -> MixedRules:
    """The document in a MixedRules object, as `write` gives it. Raises InvalidDocument.

    Unlike `read` it never takes the object for a wrapping, whatever keys are kept in it.
    """
    return read({"MixedRules": value}).rules


def read_output(value: Json) -> document.Output:
    """The Output alone, as `write_output` gives it. Raises InvalidDocument."""
    faults = Faults()
    output = _output(Node({"Output": value}, "MixedRules", faults).node("Output"))
    if faults.problems:
        raise InvalidDocument(faults.problems)
    return output


def survey(value: Json) -> Reading:
    """Reads what can be read, faults or not."""
    faults = Faults()
    if isinstance(value, dict):
        body = _bare_body(value, faults) if _is_bare(value) else _wrapped_body(value, faults)
    else:
        body = None
        faults.add(WHOLE_TEXT, "wrong_type", expected="object", found=kind_of(value))
    return Reading(body=body, faults=faults.problems, unread=faults.unread)


def _is_bare(value: dict[str, Json]) -> bool:
    keys = {key.lower() for key in value}
    return keys.isdisjoint({"mixedrules", "name", "taskid"}) and not keys.isdisjoint(
        {"inputlayout", "inputsource", "output"}
    )


def _bare_body(value: dict[str, Json], faults: Faults) -> Body:
    return Body(rules=_rules(Node(value, "MixedRules", faults)))


def _wrapped_body(value: dict[str, Json], faults: Faults) -> Body:
    node = Node(value, "", faults)
    return Body(
        name=node.optional_text("Name"),
        task_id=node.optional_text("TaskID"),
        rules=_rules(node.node("MixedRules")),
        wrapped=True,
        extra=node.rest(),
    )


def _rules(node: Node) -> MixedRules:
    layout = node.node("InputLayout")
    logos = layout.optional_nodes("Logo")
    return MixedRules(
        scene=_scene(layout.node("Scene")),
        logos=None if logos is None else tuple(_logo(logo) for logo in logos),
        input_layout_extra=layout.rest(),
        output=_output(node.node("Output")),
        sources=tuple(_source(source) for source in node.nodes("InputSource")),
        extra=node.rest(),
    )


def _scene(node: Node) -> document.Scene:
    return document.Scene(
        height=node.integer("Height"),
        width=node.integer("Width"),
        layouts=tuple(_layout(layout) for layout in node.nodes("Layout")),
        extra=node.rest(),
    )


def _layout(node: Node) -> document.Layout:
    return document.Layout(box=_box(node), layer=node.integer("Layer"), extra=node.rest())


def _logo(node: Node) -> document.Logo:
    place = node.node("Layout")
    return document.Logo(
        box=_box(place), box_extra=place.rest(), url=node.text("Url"), extra=node.rest()
    )


def _box(node: Node) -> Box:
    return Box(node.integer("X"), node.integer("Y"), node.integer("W"), node.integer("H"))


def _source(node: Node) -> document.Source:
    return document.Source(
        id=node.text("ID"),
        layer=node.integer("Layer"),
        type=node.text("Type"),
        url=node.text("Url"),
        extra=node.rest(),
    )


def _output(node: Node) -> document.Output:
    callback = node.optional_node("Callback")
    return document.Output(
        audio=_audio(node.node("Audio")),
        urls=node.texts("Url"),
        video=_video(node.node("Video")),
        callback=None if callback is None else _callback(callback),
        extra=node.rest(),
    )


def _audio(node: Node) -> document.Audio:
    return document.Audio(
        bit_rate=node.integer("BitRate"),
        channel_layout=node.text("ChannelLayout"),
        sample_rate=node.integer("SampleRate"),
        extra=node.rest(),
    )


def _video(node: Node) -> document.Video:
    return document.Video(
        bit_rate=node.integer("BitRate"),
        frame_rate=node.integer("FrameRate"),
        gop=node.integer("GOP"),
        codec=node.text("Codec"),
        extra=node.rest(),
    )


def _callback(node: Node) -> document.Callback:
    return document.Callback(url=node.text("Url"), extra=node.rest())


def write(rules: MixedRules) -> dict[str, Json]:
    """The MixedRules object as JSON, keys in the order of the API's sample, extras last."""
    return {
        "InputLayout": _write_input_layout(rules),
        "Output": write_output(rules.output),
        "InputSource": [_write_source(source) for source in rules.sources],
        **_write_extra(rules.extra),
    }


def _write_extra(extra: Extra) -> dict[str, Json]:
    # Most hold nothing more, and to copy nothing takes longer than all else of them.
    return copy.deepcopy(dict(extra)) if extra else {}


def _write_input_layout(rules: MixedRules) -> dict[str, Json]:
    value: dict[str, Json] = {"Scene": _write_scene(rules.scene)}
    if rules.logos is not None:
        value["Logo"] = [_write_logo(logo) for logo in rules.logos]
    return value | _write_extra(rules.input_layout_extra)


def _write_scene(scene: document.Scene) -> dict[str, Json]:
    return {
        "Height": scene.height,
        "Width": scene.width,
        "Layout": [
            {**_write_box(layout.box), "Layer": layout.layer, **_write_extra(layout.extra)}
            for layout in scene.layouts
        ],
        **_write_extra(scene.extra),
    }


def _write_box(box: Box) -> dict[str, Json]:
    return {"X": box.x, "Y": box.y, "W": box.w, "H": box.h}


def _write_logo(logo: document.Logo) -> dict[str, Json]:
    return {
        "Layout": {**_write_box(logo.box), **_write_extra(logo.box_extra)},
        "Url": logo.url,
        **_write_extra(logo.extra),
    }


def write_output(output: document.Output) -> dict[str, Json]:
    """The Output object as JSON, as `write` has it."""
    value: dict[str, Json] = {
        "Audio": _write_audio(output.audio),
        "Url": list(output.urls),
        "Video": _write_video(output.video),
    }
    if output.callback is not None:
        callback = output.callback
        value["Callback"] = {"Url": callback.url, **_write_extra(callback.extra)}
    return value | _write_extra(output.extra)


def _write_audio(audio: document.Audio) -> dict[str, Json]:
    return {
        "BitRate": audio.bit_rate,
        "ChannelLayout": audio.channel_layout,
        "SampleRate": audio.sample_rate,
        **_write_extra(audio.extra),
    }


def _write_video(video: document.Video) -> dict[str, Json]:
    return {
        "BitRate": video.bit_rate,
        "FrameRate": video.frame_rate,
        "GOP": video.gop,
        "Codec": video.codec,
        **_write_extra(video.extra),
    }


def _write_source(source: document.Source) -> dict[str, Json]:
    return {
        "ID": source.id,
        "Layer": source.layer,
        "Type": source.type,
        "Url": source.url,
        **_write_extra(source.extra),
    }
