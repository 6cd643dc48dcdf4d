"""A real S3-compatible storage over loopback: SeaweedFS, in one process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from tests.driving.processes import free_ports, wait_for

LOOPBACK = "127.0.0.1"
KEY = "studio"
# What has to be percent-encoded in an address.
SECRET = "CANARY/of+the%storage?@:"
PARTS = ("master", "volume", "filer", "s3")


@dataclass
class Server:
    """It listens on `port`; `client` asks it past the studio."""

    port: int
    client: Any
    address: str = LOOPBACK

    def url(self, bucket: str, port: int | None = None) -> str:
        """What STORAGE_URL is for a bucket; at another port, there is none."""
        keys = f"{KEY}:{quote(SECRET, safe='')}"
        return f"s3://{keys}@{self.address}:{port or self.port}/{bucket}?tls=0"

    def create(self, bucket: str) -> str:
        """A new bucket; its STORAGE_URL."""
        self.client.create_bucket(Bucket=bucket)
        return self.url(bucket)

    def objects(self, bucket: str) -> dict[str, bytes]:
        found = self.client.list_objects_v2(Bucket=bucket).get("Contents", ())
        return {
            each["Key"]: self.client.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
            for each in found
        }


@dataclass(kw_only=True)
class Started(Server):
    """One of our own, which can be made to hang."""

    process: subprocess.Popen[bytes]

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def running(folder: Path, address: str = LOOPBACK) -> Iterator[Started]:
    """Nothing of it is asked of anybody but this computer, or the network of that address."""
    ports = {name: free_ports(2) for name in PARTS}
    who = {"accessKey": KEY, "secretKey": SECRET}
    may = {"name": KEY, "credentials": [who], "actions": ["Admin", "Read", "Write", "List"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [may]}))
    (folder / "data").mkdir()
    program = [str(Path(sys.executable).with_name("weed")), "-logtostderr=true", "server"]
    options = {
        "dir": folder / "data",
        "ip": address,
        "ip.bind": address,
        "filer": "true",
        "s3": "true",
        "s3.config": folder / "s3.json",
        "s3.iam": "false",
        # They have ports that are the same for all who run it on this computer.
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "s3.localSocket": folder / "s3.sock",
        "filer.localSocket": folder / "filer.sock",
        "master.telemetry": "false",
        # Each bucket has volumes of its own.
        "volume.max": 1000,
        "master.volumeSizeLimitMB": 64,
    }
    for name, port in ports.items():
        options |= {f"{name}.port": port, f"{name}.port.grpc": port + 1}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*program, *(f"-{name}={value}" for name, value in options.items())],
            cwd=folder,
            stderr=log,
            stdout=log,
        )
    try:
        client = client_of(ports["s3"], address)
        server = Started(ports["s3"], client, address, process=process)
        wait_for(lambda: is_up(server), "the storage answers")
        yield server
    finally:
        # To end by itself it takes half a minute.
        process.kill()
        process.wait()


def at(port: int) -> Server:
    """The one that somebody started there."""
    return Server(port, client_of(port))


def client_of(port: int, address: str = LOOPBACK) -> Any:
    return Session().create_client(
        "s3",
        region_name="us-east-1",
        endpoint_url=f"http://{address}:{port}",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
    )


def is_up(server: Server) -> bool:
    """Whether it takes a bucket of which an object can be kept."""
    name = f"is-it-up-{time.monotonic_ns()}"
    try:
        server.create(name)
        server.client.put_object(Bucket=name, Key="yes", Body=b"yes")
    except (BotoCoreError, ClientError):
        return False
    return True


def answer_of(url: str) -> bytes:
    with urlopen(url, timeout=20) as answer:
        body: bytes = answer.read()
    return body
