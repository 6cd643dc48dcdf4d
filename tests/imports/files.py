"""A file of every format but OBS's, on the structure its vendor tells."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from tests.imports.obs_files import camera, collection, group, item, relative, scene

VECTORS = Path(__file__).parents[1] / "vectors"
BODY: dict[str, Any] = json.loads((VECTORS / "mixedrules-create.json").read_text())

OBS = collection(
    scene("show", relative(item("camera"), 1920, 1080), item("pair", bounds_type=0)),
    scene("outer", item("show"), item("host", bounds_type=3, bounds_crop=True, rot=30.0)),
    group("pair", (400, 220), item("host", bounds_type=6, crop_left=20)),
    camera(),
    camera("host"),
)

VDO_LAYOUTS: list[Any] = [
    [{"x": 0, "y": 0, "w": 100, "h": 100}],
    [
        {"x": 50, "y": 25, "w": 50, "h": 50, "z": 1, "c": True, "slot": 0},
        {"x": 0, "y": 0, "w": 100, "h": 100, "slot": 1},
        None,
    ],
    [{"xp": 10, "yp": 20, "wp": 300, "hp": 200, "x": 0, "rounded": 5}],
]
VDO = json.dumps({"layouts": VDO_LAYOUTS, "title": "show"}).encode()

VMIX_STATE = b"""<vmix><version>27.0.0.81</version><inputs>
<input key="a" number="1" type="Colour" title="back">
 <overlay index="1" key="c"><position panX="0.5" panY="0.5" zoomX="0.5" zoomY="0.5"/></overlay>
 <overlay index="0" key="b"><position panX="9" zoomX="9" zoomY="9" x="10" y="20" width="320"
  height="180"/><crop X1="0.1" Y1="0" X2="1" Y2="1"/></overlay>
</input>
<input key="b" number="2" type="Capture" title="camera"/>
<input key="c" number="3" type="Video" title="film"/></inputs></vmix>"""


def matrix(**values: object) -> str:
    inner = "".join(f"<{tag}>{value}</{tag}>" for tag, value in values.items())
    return f"<MatrixPosition>{inner}</MatrixPosition>"


POSITIONS = "<ArrayOfMatrixPosition>{}</ArrayOfMatrixPosition>".format(
    matrix(ZoomX=1, ZoomY=1)
    + matrix(PanX=-0.5, PanY=-0.5, ZoomX=0.5, ZoomY=0.25, PostZoomX=1, PostZoomY=2)
    + matrix(ZoomX=0.5, ZoomY=0.25, Hidden="false")
    + matrix(Hidden="true")
)
VMIX_PRESET = (
    '<XML><Version>27</Version><OutputFormat Size="1280x720"/>'
    f'<Input Type="Video" Key="a" Title="wide" Overlay0="b" Overlay1="b" Overlay2="b"'
    f' Positions="{escape(POSITIONS)}"/><Input Key="b" Title="host"/></XML>'
).encode()
VMIX_LAYOUT = POSITIONS.encode()


def region(x: int, width: int, z: int) -> dict[str, int]:
    return {"xPos": x, "yPos": 0, "width": width, "height": 720, "zIndex": z}


AGORA: dict[str, Any] = {
    "converter": {
        "name": "show",
        "transcodeOptions": {
            "videoOptions": {
                "canvas": {"width": 1280, "height": 720, "color": 0},
                "layout": [
                    {
                        "rtcStreamUid": 201,
                        "region": {
                            "xPos": 640,
                            "yPos": 0,
                            "width": 640,
                            "height": 720,
                            "zIndex": 2,
                        },
                        "fillMode": "fit",
                    },
                    {
                        "imageUrl": "https://x.example.com/back.png",
                        "region": region(0, 1280, 1),
                        "fillMode": "fill",
                    },
                ],
            }
        },
    }
}

ZEGO: dict[str, Any] = {
    "TaskId": "mix",
    "Sequence": 1,
    "MixInput": [
        {"StreamId": "host", "RectInfo": {"Top": 0, "Left": 0, "Bottom": 720, "Right": 640}},
        {"StreamId": "guest", "RectInfo": {"Top": 20, "Left": 700, "Bottom": 200, "Right": 1020}},
    ],
    "MixOutput": [{"StreamId": "out", "Width": 1280, "Height": 720}],
}

TWILIO: dict[str, Any] = {
    "Resolution": "1280x720",
    "VideoLayout": {
        "pip": {
            "z_pos": 1,
            "x_pos": 960,
            "y_pos": 540,
            "width": 320,
            "height": 180,
            "video_sources": ["host"],
        },
        "main": {"video_sources": ["a", "b"], "max_rows": 1, "max_columns": 2},
        "rest": {"video_sources": ["*"]},
    },
}


def tencent_input(name: str, layer: int, **more: object) -> dict[str, Any]:
    return {"InputStreamName": name, "LayoutParams": {"ImageLayer": layer, **more}}


TENCENT_MIX: dict[str, Any] = {
    "MixStreamSessionId": "session",
    "InputStreamList": [
        tencent_input("guest", 2, LocationX=0.5, LocationY=0.25, ImageWidth=0.25, ImageHeight=0.5),
        tencent_input("canvas", 1, InputType=3, ImageWidth=1280, ImageHeight=720),
        tencent_input("host", 3, LocationX=10, LocationY=20, ImageWidth=320, ImageHeight=180),
        tencent_input("music", 4, InputType=4),
    ],
}


def relay_pane(name: str, mode: int, z: int) -> dict[str, Any]:
    return {
        "UserMediaStream": {"UserInfo": {"UserId": name}},
        "LocationX": 10,
        "LocationY": 20,
        "ImageWidth": 640,
        "ImageHeight": 360,
        "ZOrder": z,
        "RenderMode": mode,
    }


TRTC_RELAY: dict[str, Any] = {
    "VideoParams": {
        "VideoEncode": {"Width": 1280, "Height": 720},
        "LayoutParams": {"MixLayoutList": [relay_pane("b", 1, 2), relay_pane("a", 0, 1)]},
    }
}
TRTC_RECORDING: dict[str, Any] = {
    "MixTranscodeParams": {"VideoParams": {"Width": 1280, "Height": 720}},
    "MixLayoutParams": {
        "MixLayoutList": [
            {"UserId": name, "Left": 10, "Top": 20, "Width": 640, "Height": 360, "RenderMode": mode}
            for name, mode in (("stretched", 0), ("cut", 1), ("whole", 2))
        ]
    },
}

CASTER: dict[str, Any] = {
    "BlendList": ["RV01", "RV02"],
    "VideoLayer": [
        {"FillMode": "fit", "WidthNormalized": 1, "HeightNormalized": 1},
        {
            "FillMode": "fit",
            "WidthNormalized": 0.25,
            "HeightNormalized": 0.25,
            "PositionNormalized": [0.1, 0.1],
            "PositionRefer": "bottomRight",
        },
    ],
}
MIX_STREAM: dict[str, Any] = {
    "LayoutId": "USERDEFINED",
    "InputStreamList": json.dumps(
        [
            {
                "LayoutChildId": "2",
                "ResourceType": "url",
                "ResourceValue": "rtmp://live.example.com/a/b",
                "LayoutConfig": {
                    "fillMode": "fit",
                    "PositionRefer": "topLeft",
                    "FillPositionNormalized": [0.5, 0.5],
                    "FillSizeNormalized": [0.5, 0.5],
                },
            },
            {
                "LayoutChildId": "1",
                "ResourceType": "live",
                "ResourceValue": "host",
                "LayoutConfig": {"FillMode": "none", "FillSizeNormalized": [1, 1]},
            },
        ]
    ),
}


def rescaler(name: str, **more: object) -> dict[str, Any]:
    return {"type": "rescaler", "child": {"type": "input_stream", "input_id": name}, **more}


SMELTER: dict[str, Any] = {
    "video": {
        "resolution": {"width": 1280, "height": 720},
        "initial": {
            "root": {
                "type": "view",
                "direction": "row",
                "children": [
                    rescaler("left", width=480),
                    rescaler("rest", mode="fill"),
                    rescaler("pip", right=20, bottom=10, width=320, height=180),
                    rescaler("top", top=0, left=0, width=400, height=400, vertical_align="top"),
                    {
                        "type": "view",
                        "top": 100,
                        "left": 100,
                        "width": 200,
                        "height": 100,
                        "children": [rescaler("out", top=50, left=0, width=200, height=100)],
                    },
                    {"type": "text", "text": "words"},
                ],
            }
        },
    }
}

TEXT = json.dumps(BODY, indent=1)
PYTHON = f"""# coding:utf-8
import os
if __name__ == "__main__":
    # It's a body: {{ "InputLayout" }}
    service.set_ak(os.environ["AK"])
    body = {TEXT.replace('"Name"', "'Name'").replace("]", ",  # the last" + chr(10) + "]")}
    print(service.create_cloud_mix_task(body))
""".encode()
GO = f"package main\nfunc main() {{\n\tbody := `{TEXT}`\n\tdo(body)\n}}\n".encode()
JOINED = " +\n".join(json.dumps(row + "\n") for row in TEXT.splitlines())
JAVA = f"class A {{ void a() {{ String body = {JOINED}; }} }}".encode()
CURL = f"curl 'https://x.example.com/?Action=CreateCloudMixTask' -d '{TEXT}'\n".encode()
SAMPLES = {"python": PYTHON, "go": GO, "java": JAVA, "curl": CURL}

FILES: dict[str, list[bytes]] = {
    "mixedrules": [TEXT.encode()],
    "obs": [OBS],
    "vdo-ninja": [VDO, json.dumps(VDO_LAYOUTS[1]).encode()],
    "vmix": [VMIX_STATE, VMIX_PRESET, VMIX_LAYOUT],
    "smelter": [json.dumps(SMELTER).encode()],
    "agora": [json.dumps(AGORA).encode()],
    "zego": [json.dumps(ZEGO).encode()],
    "twilio": [json.dumps(TWILIO).encode()],
    "tencent": [json.dumps(row).encode() for row in (TENCENT_MIX, TRTC_RELAY, TRTC_RECORDING)],
    "alibaba": [json.dumps(row).encode() for row in (CASTER, MIX_STREAM)],
    "sample": list(SAMPLES.values()),
}
