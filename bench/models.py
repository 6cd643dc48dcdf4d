"""Whether the vendors' own models know every field of the bodies that the importers read.

    python -m bench.models

Makes an environment for each SDK in a folder that it removes, installs it there from the registry,
reads each body of `tests/imports/files.py` with the model of its request, and compares what the
model writes. The cloud's own SDKs have no models of its bodies: `bench.snippets` sends those.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.snippets import with_sdk
from tests.imports import files

TENCENT = """
model = getattr(models, name)()
model.from_json_string(json.dumps(body))
print(model.to_json_string())
"""
ALIBABA = """
print(json.dumps(getattr(models, name)().from_map(body).to_map()))
"""
READS = "import importlib, json, sys\nmodule, name, body = json.load(sys.stdin)\n"
FINDS = "models = importlib.import_module(module)\n"


class Sdk(NamedTuple):
    """A published SDK, how it reads and writes, and a body for each of its requests."""

    package: str
    module: str
    passes: str
    bodies: dict[str, Any]


SDKS = (
    Sdk(
        "tencentcloud-sdk-python-live==3.1.195",
        "tencentcloud.live.v20180801.models",
        TENCENT,
        {"CreateCommonMixStreamRequest": files.TENCENT_MIX},
    ),
    Sdk(
        "tencentcloud-sdk-python-trtc==3.1.177",
        "tencentcloud.trtc.v20190722.models",
        TENCENT,
        {
            "StartPublishCdnStreamRequest": files.TRTC_RELAY,
            "CreateCloudRecordingRequest": files.TRTC_RECORDING,
        },
    ),
    Sdk(
        "alibabacloud-live20161101==3.0.2",
        "alibabacloud_live20161101.models",
        ALIBABA,
        {
            "AddCasterLayoutRequest": files.CASTER,
            "CreateMixStreamRequest": files.MIX_STREAM,
        },
    ),
)


def passed(python: Path, sdk: Sdk, name: str) -> Any:
    """The body as its model writes it."""
    ran = subprocess.run(
        [python, "-c", READS + FINDS + sdk.passes],
        input=json.dumps([sdk.module, name, sdk.bodies[name]]),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(ran.stdout)


def lost(sent: Any, back: Any, path: str = "$") -> Iterator[str]:
    """Where a value is another, or gone; a model may add fields that are empty."""
    if isinstance(sent, dict) and isinstance(back, dict):
        for key, value in sent.items():
            yield from lost(value, back.get(key), f"{path}.{key}")
    elif isinstance(sent, list) and isinstance(back, list) and len(sent) == len(back):
        for place, (one, other) in enumerate(zip(sent, back, strict=True)):
            yield from lost(one, other, f"{path}[{place}]")
    elif sent != back:
        yield path


def main() -> int:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number, sdk in enumerate(SDKS):
            python = with_sdk(Path(folder) / str(number), sdk.package)
            for name, body in sdk.bodies.items():
                strange = list(lost(body, passed(python, sdk, name)))
                found += strange
                print(f"{sdk.package}: {name}: {', '.join(strange) or 'the same'}", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
