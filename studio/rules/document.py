"""The MixedRules document as immutable values, in the vocabulary of the product.

`extra` keeps what the API's page does not name, so that nothing is lost on a round trip.
Any value of the right type is allowed here; `checks` says what the cloud would refuse. What may
hold a secret is not printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from studio.rules.geometry import Box

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Extra = Mapping[str, Json]


def no_extra() -> Extra:
    return {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One input. `type` is `live`, `vod` or `pic`; `layer` joins it to its layout."""

    id: str
    layer: int
    type: str
    url: str = field(repr=False)
    extra: Extra = field(default_factory=no_extra, hash=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """One rectangle of the scene, joined to a source by layer."""

    box: Box
    layer: int
    extra: Extra = field(default_factory=no_extra, hash=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Logo:
    """A picture above the scene; its place in the list is its stacking.

    `box_extra` belongs to its `Layout` object, in which a `Layer` has no effect.
    """

    url: str = field(repr=False)
    box: Box
    extra: Extra = field(default_factory=no_extra, hash=False, repr=False)
    box_extra: Extra = field(default_factory=no_extra, hash=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """The canvas, in pixels, with its layouts."""

    width: int
    height: int
    layouts: tuple[Layout, ...] = ()
    extra: Extra = field(default_factory=no_extra, hash=False, repr=False)

    @property
    def box(self) -> Box:
        return Box(0, 0, self.width, self.height)


@dataclass(frozen=True, kw_only=True, slots=True)
class Video:
    """Bits and frames per second; `gop` in seconds; codec `h264` or `h265`."""

    bit_rate: int
    frame_rate: int
    gop: int
    codec: str
    extra: Extra = field(default_factory=no_extra, hash=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Audio:
    """Bits per second, Hz; channel layout `mono` or `stereo`."""

    bit_rate: int
    channel_layout: str
    sample_rate: int
    extra: Extra = field(default_factory=no_extra, hash=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Callback:
    url: str = field(repr=False)
    extra: Extra = field(default_factory=no_extra, hash=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """Where the mix goes and how it is coded. Fixed for a task's life."""

    urls: tuple[str, ...] = field(repr=False)
    video: Video
    audio: Audio
    callback: Callback | None = None
    extra: Extra = field(default_factory=no_extra, hash=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class MixedRules:
    """The whole document. `logos` is None when the key is absent, as opposed to empty."""

    scene: Scene
    sources: tuple[Source, ...]
    output: Output
    logos: tuple[Logo, ...] | None = None
    extra: Extra = field(default_factory=no_extra, hash=False, repr=False)
    input_layout_extra: Extra = field(default_factory=no_extra, hash=False, repr=False)

    def source_on(self, layer: int) -> Source | None:
        """The source a layout of this layer shows (the first, where layers repeat)."""
        return next((source for source in self.sources if source.layer == layer), None)

    def with_output(self, output: Output) -> MixedRules:
        """The same look on a task of this Output."""
        return replace(self, output=output)

    def looks_like(self, other: MixedRules | None) -> bool:
        """Whether the two differ at most in the Output, which no take changes; None is no look."""
        return other is not None and self == other.with_output(self.output)

    def without_callback(self) -> MixedRules:
        """Without the address of its callbacks, which is a secret and which no take may hold."""
        return replace(self, output=replace(self.output, callback=None))
