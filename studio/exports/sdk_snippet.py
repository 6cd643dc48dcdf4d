"""A script that creates the task by the vendor's SDK, whose LiveService has a method for it.

Source: volc-sdk-python, `volcengine/live/v20230101/live_service.py` (volcengine 1.0.229).
"""

from __future__ import annotations

from studio.exports.create_body import body
from studio.exports.text import within_code
from studio.rules.document import MixedRules

FORMAT, SUFFIX = "sdk", "sdk.py"

SCRIPT = '''\
# Creates this mix as a task, by the SDK of the vendor: pip install volcengine
# Keys are taken from VOLC_ACCESSKEY and VOLC_SECRETKEY. A task is paid for until it is stopped.
import json
import os
from urllib.parse import urlsplit

from volcengine.live.v20230101.live_service import LiveService

BODY = json.loads(r"""
%s""")

if __name__ == "__main__":
    endpoint = urlsplit(os.environ.get("VOLC_LIVE_URL", "https://live.volcengineapi.com"))
    service = LiveService()
    service.set_host(endpoint.netloc)
    service.set_scheme(endpoint.scheme)
    service.set_ak(os.environ["VOLC_ACCESSKEY"])
    service.set_sk(os.environ["VOLC_SECRETKEY"])
    print(service.create_cloud_mix_task(BODY))
'''


def write(name: str, rules: MixedRules) -> str:
    return SCRIPT % within_code(body(name, rules))
