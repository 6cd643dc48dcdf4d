"""Every number and list the rules know, once, and what of them the page is told.

Sources: `[API]` is the CreateCloudMixTask page of Volcengine Live 2023-01-01 and its typed
schema (the same numbers in UpdateCloudMixTask); `[ours]` is a stricter reading of this
product where the page is silent.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from studio.rules.document import Json


@dataclass(frozen=True, slots=True)
class Range:
    """An inclusive range of integers, and the unit they are counted in."""

    min: int
    max: int
    unit: str = ""

    def holds(self, value: int) -> bool:
        return self.min <= value <= self.max

    def clamp(self, value: int) -> int:
        """The nearest value inside."""
        return max(self.min, min(self.max, value))


# [API] Scene and boxes. A box's X and Y go from 0 to the scene's own side, inclusive.
SCENE_SIDE = Range(10, 2160, "px")
BOX_SIDE = Range(10, 2160, "px")
LAYER = Range(1, 9999)

# [API] Output. The cloud clamps the first two in silence.
VIDEO_BIT_RATE = Range(1_000_000, 20_000_000, "bps")
FRAME_RATE = Range(10, 60, "fps")
GOP = Range(1, 10, "s")
AUDIO_BIT_RATE = Range(128_000, 320_000, "bps")

# [API] How many. At least one source and one push URL is inferred: the lists are required.
MIN_SOURCES = 1
MAX_SOURCES = 8
MAX_LOGOS = 4
MIN_PUSH_URLS = 1
MAX_PUSH_URLS = 8

# [API] Words.
SOURCE_TYPES = ("live", "vod", "pic")
CODECS = ("h264", "h265")
CHANNEL_LAYOUTS = ("mono", "stereo")

# [API] "Common values": the page gives no range for the sample rate.
SAMPLE_RATES = (32_000, 44_100, 48_000)
AUDIO_BIT_RATES = (128_000, 144_000, 256_000, 320_000)

# [ours] The page gives no length for either.
MAX_URL_LENGTH = 2048
MAX_NAME_LENGTH = 200

# [EBU] R 95, safe areas of 16:9 television: shares of the scene from each side, lost on no screen.
SAFE_AREAS = {"action": 0.035, "graphics": 0.05}

# [ours] What a picture is taken to measure until it is there, in pixels, by the name of its shape.
ASSUMED_SIZES = {
    "16:9": (1920, 1080),
    "9:16": (1080, 1920),
    "4:3": (1440, 1080),
    "1:1": (1080, 1080),
}
USUAL_SHAPE = "16:9"

# [ours] As far into a video file as its picture can be chosen, in seconds.
LAST_SECOND = 24 * 3600

# [ours] As many boxes as are compared with one another. A body with more layouts than sources can
# be has errors enough; comparing each of thousands with every other would take minutes.
MAX_COMPARED = 10 * MAX_SOURCES

# [ours] As many pictures as may be asked for at once. Twice what a document may show: one that is
# still being cleared up gets its pictures too.
MAX_PICTURES = 2 * (MAX_SOURCES + MAX_LOGOS)

# [ours] What an uploaded picture may be.
MAX_UPLOAD_MEBIBYTES = 20

# [ours] What a text may be before it is read as JSON at all.
MAX_BODY_BYTES = 1024 * 1024
# What is saved of a template: five times the largest show, and little enough that a list of many
# is read at once.
MAX_SAVED_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_INTEGER_DIGITS = 18


def as_dict() -> dict[str, Json]:
    """The limits as JSON for the browser, which clamps and hints by them."""
    ranges = {
        "sceneSide": SCENE_SIDE,
        "boxSide": BOX_SIDE,
        "layer": LAYER,
        "videoBitRate": VIDEO_BIT_RATE,
        "frameRate": FRAME_RATE,
        "gop": GOP,
        "audioBitRate": AUDIO_BIT_RATE,
    }
    return {
        **{key: asdict(value) for key, value in ranges.items()},
        "pictureSecond": {"min": 0, "max": LAST_SECOND, "unit": "s"},
        "safeAreas": dict(SAFE_AREAS),
        "assumedSizes": {
            shape: {"width": width, "height": height}
            for shape, (width, height) in ASSUMED_SIZES.items()
        },
        "usualShape": USUAL_SHAPE,
        "maxSources": MAX_SOURCES,
        "maxLogos": MAX_LOGOS,
        "maxPushUrls": MAX_PUSH_URLS,
        "maxUrlLength": MAX_URL_LENGTH,
        "maxNameLength": MAX_NAME_LENGTH,
        "maxCompared": MAX_COMPARED,
        "maxPictures": MAX_PICTURES,
        "maxUploadMebibytes": MAX_UPLOAD_MEBIBYTES,
        "sourceTypes": list(SOURCE_TYPES),
        "codecs": list(CODECS),
        "channelLayouts": list(CHANNEL_LAYOUTS),
        "sampleRates": list(SAMPLE_RATES),
        "audioBitRates": list(AUDIO_BIT_RATES),
    }
