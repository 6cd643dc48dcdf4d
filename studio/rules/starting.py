"""The document a new template starts from."""

from __future__ import annotations

from studio.rules.document import Audio, MixedRules, Output, Scene, Video


def blank_document() -> MixedRules:
    """An empty Full HD scene with an output that any receiver takes; its push URLs are missing."""
    return MixedRules(
        scene=Scene(width=1920, height=1080),
        sources=(),
        logos=(),
        output=Output(
            urls=(),
            video=Video(bit_rate=6_000_000, frame_rate=30, gop=2, codec="h264"),
            audio=Audio(bit_rate=128_000, channel_layout="stereo", sample_rate=48_000),
        ),
    )
