"""How the output is coded: video and audio."""

from __future__ import annotations

from dataclasses import replace

from studio.rules import paths
from studio.rules.checks.finding import Findings, error, not_listed, outside, warning
from studio.rules.document import MixedRules
from studio.rules.limits import (
    AUDIO_BIT_RATE,
    CHANNEL_LAYOUTS,
    CODECS,
    FRAME_RATE,
    GOP,
    SAMPLE_RATES,
    VIDEO_BIT_RATE,
    Range,
)


def clamped(rules: MixedRules) -> MixedRules:
    """The document as the cloud will run it: bit rate and frame rate inside their ranges.

    Update must send the Output the cloud has, so what is sent is clamped before.
    """
    video = rules.output.video
    inside = replace(
        video,
        bit_rate=VIDEO_BIT_RATE.clamp(video.bit_rate),
        frame_rate=FRAME_RATE.clamp(video.frame_rate),
    )
    return replace(rules, output=replace(rules.output, video=inside))


def clamped_rates(rules: MixedRules) -> Findings:
    video = rules.output.video
    yield from _clamped(f"{paths.VIDEO}.BitRate", video.bit_rate, VIDEO_BIT_RATE)
    yield from _clamped(f"{paths.VIDEO}.FrameRate", video.frame_rate, FRAME_RATE)


def _clamped(path: str, value: int, limits: Range) -> Findings:
    if not limits.holds(value):
        becomes = limits.clamp(value)
        yield warning(path, "clamped", value=value, becomes=becomes, unit=limits.unit)


def video_coding(rules: MixedRules) -> Findings:
    yield from outside(f"{paths.VIDEO}.GOP", rules.output.video.gop, GOP)
    yield from not_listed(f"{paths.VIDEO}.Codec", rules.output.video.codec, CODECS)


def audio_coding(rules: MixedRules) -> Findings:
    audio = rules.output.audio
    yield from outside(f"{paths.AUDIO}.BitRate", audio.bit_rate, AUDIO_BIT_RATE)
    yield from not_listed(f"{paths.AUDIO}.ChannelLayout", audio.channel_layout, CHANNEL_LAYOUTS)


def sample_rate(rules: MixedRules) -> Findings:
    """The page names common values and no range."""
    path, value = f"{paths.AUDIO}.SampleRate", rules.output.audio.sample_rate
    if value <= 0:
        yield error(path, "not_positive", value=value)
    elif value not in SAMPLE_RATES:
        common = ", ".join(str(rate) for rate in SAMPLE_RATES)
        yield warning(path, "unusual_sample_rate", value=value, common=common)
