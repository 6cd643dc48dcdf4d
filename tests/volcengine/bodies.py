"""Documents and connections for these tests, with canaries in every place for a secret."""

from __future__ import annotations

from typing import Any

from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.volcengine.client import Client
from studio.volcengine.credentials import Credentials
from studio.volcengine.wire import Timing

ACCESS_KEY = "AKCANARY0123456789"
SECRET_KEY = "SKCANARY/abcdefghijklmnop=="
STREAM_KEY = "STREAMCANARY42"
PUSH_URL = f"rtmp://push.example.com/live/show?volcTime=1&volcSecret={STREAM_KEY}"
CALLBACK_URL = "https://hooks.example.com/mix/CALLBACKCANARY"
SOURCE_URL = "https://tos.example.org/obj/test.mp4?token=SOURCECANARY"
CANARIES = (ACCESS_KEY, SECRET_KEY, STREAM_KEY, "CALLBACKCANARY", "SOURCECANARY")

# For answers that never come; whatever else is slow is given the product's own time.
IMPATIENT = Timing(connect=1.0, read=0.3, call=0.5)


def mixed_rules(**changes: Any) -> dict[str, Any]:
    """A body's MixedRules, in the shape of the API's sample."""
    return {
        "InputLayout": {
            "Scene": {
                "Height": 1080,
                "Width": 1920,
                "Layout": [{"X": 0, "Y": 0, "W": 960, "H": 540, "Layer": 1}],
            },
        },
        "Output": {
            "Audio": {"BitRate": 320000, "ChannelLayout": "stereo", "SampleRate": 48000},
            "Url": [PUSH_URL],
            "Video": {"BitRate": 8000000, "FrameRate": 30, "GOP": 2, "Codec": "h264"},
            "Callback": {"Url": CALLBACK_URL},
        },
        "InputSource": [{"ID": "1", "Layer": 1, "Type": "vod", "Url": SOURCE_URL}],
    } | changes


def document(value: dict[str, Json] | None = None) -> MixedRules:
    return codec.read(value or mixed_rules()).rules


def credentials(url: str, **changes: Any) -> Credentials:
    return Credentials(
        **({"access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "url": url} | changes)
    )


def client(url: str, timing: Timing | None = None) -> Client:
    return Client(credentials(url), timing)
