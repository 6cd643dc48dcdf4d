"""A script that creates the task by `volcenginesdk-core`, the runtime of the newer SDK.

Source: volcengine-python-sdk, `volcenginesdkcore/universal.py` (5.0.54).
"""

from __future__ import annotations

from studio.exports.create_body import body
from studio.exports.text import within_code
from studio.rules.document import MixedRules

FORMAT, SUFFIX = "core", "core.py"

SCRIPT = '''\
# Creates this mix as a task: pip install volcenginesdk-core
# Keys are taken from VOLC_ACCESSKEY and VOLC_SECRETKEY. A task is paid for until it is stopped.
import json
import os
from urllib.parse import urlsplit

import volcenginesdkcore

BODY = json.loads(r"""
%s""")

if __name__ == "__main__":
    endpoint = urlsplit(os.environ.get("VOLC_LIVE_URL", "https://live.volcengineapi.com"))
    configuration = volcenginesdkcore.Configuration()
    configuration.ak = os.environ["VOLC_ACCESSKEY"]
    configuration.sk = os.environ["VOLC_SECRETKEY"]
    configuration.region = os.environ.get("VOLC_REGION", "cn-north-1")
    configuration.host = endpoint.netloc
    configuration.scheme = endpoint.scheme
    # Sent once: a Create whose answer was lost may have begun a task.
    configuration.auto_retry = False
    api = volcenginesdkcore.UniversalApi(volcenginesdkcore.ApiClient(configuration))
    action = volcenginesdkcore.UniversalInfo(
        method="POST",
        service="live",
        version="2023-01-01",
        action="CreateCloudMixTask",
        content_type="application/json",
    )
    print(json.dumps(api.do_call(action, BODY)))
'''


def write(name: str, rules: MixedRules) -> str:
    return SCRIPT % within_code(body(name, rules))
