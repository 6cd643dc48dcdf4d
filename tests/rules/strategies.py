"""Hypothesis strategies for documents: any value of the right shape, sensible or not."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st

from studio.rules.document import (
    Audio,
    Callback,
    Extra,
    Json,
    Layout,
    Logo,
    MixedRules,
    Output,
    Scene,
    Source,
    Video,
)
from studio.rules.geometry import Box

integers = st.integers(-(10**18) + 1, 10**18 - 1)
places = st.integers(-50, 2300)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
words = st.sampled_from(["live", "vod", "pic", "1", "rtmp://push.example.com/live/a", ""]) | texts

values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | integers | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=3,
)


def extras(*known: str) -> st.SearchStrategy[Extra]:
    """Keys the API does not name at that place, in no case of theirs."""
    taken = {key.lower() for key in known}
    keys = st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=6)
    return st.dictionaries(keys.filter(lambda key: key.lower() not in taken), values, max_size=1)


boxes = st.builds(Box, places, places, places, places)
layers = st.integers(0, 4) | integers

layouts = st.builds(Layout, box=boxes, layer=layers, extra=extras("X", "Y", "W", "H", "Layer"))
logos = st.builds(
    Logo,
    url=words,
    box=boxes,
    extra=extras("Layout", "Url"),
    box_extra=extras("X", "Y", "W", "H"),
)
sources = st.builds(
    Source,
    id=words,
    layer=layers,
    type=words,
    url=words,
    extra=extras("ID", "Layer", "Type", "Url"),
)
outputs = st.builds(
    Output,
    urls=st.lists(words, max_size=3).map(tuple),
    video=st.builds(
        Video,
        bit_rate=integers,
        frame_rate=integers,
        gop=integers,
        codec=words,
        extra=extras("BitRate", "FrameRate", "GOP", "Codec"),
    ),
    audio=st.builds(
        Audio,
        bit_rate=integers,
        channel_layout=words,
        sample_rate=integers,
        extra=extras("BitRate", "ChannelLayout", "SampleRate"),
    ),
    callback=st.none() | st.builds(Callback, url=words, extra=extras("Url")),
    extra=extras("Audio", "Url", "Video", "Callback"),
)
documents = st.builds(
    MixedRules,
    scene=st.builds(
        Scene,
        width=places,
        height=places,
        layouts=st.lists(layouts, max_size=3).map(tuple),
        extra=extras("Height", "Width", "Layout"),
    ),
    sources=st.lists(sources, max_size=3).map(tuple),
    output=outputs,
    logos=st.none() | st.lists(logos, max_size=2).map(tuple),
    extra=extras("InputLayout", "Output", "InputSource", "MixedRules", "Name", "TaskID"),
    input_layout_extra=extras("Scene", "Logo"),
)


def steps(value: Json) -> Collection[tuple[str | int, ...]]:
    """The way to every value inside a JSON value."""
    if isinstance(value, dict):
        entries: list[tuple[str | int, Json]] = list(value.items())
    else:
        entries = list(enumerate(value)) if isinstance(value, list) else []
    return [(key, *rest) for key, child in entries for rest in [(), *steps(child)]]
