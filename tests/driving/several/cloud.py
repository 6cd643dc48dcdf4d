"""A cloud on a network of hosts: the sandbox, at another address than this computer's own.

python -m tests.driving.several.cloud FOLDER ADDRESS PORT
"""

from __future__ import annotations

import sys
from pathlib import Path

from studio.volcengine.sandbox.server import SandboxServer


class Cloud(SandboxServer):
    address = ""

    def server_bind(self) -> None:
        self.server_address = (self.address, self.server_address[1])
        super().server_bind()


def main() -> None:
    folder, Cloud.address, port = sys.argv[1:]
    Cloud(Path(folder), int(port)).serve_forever()


if __name__ == "__main__":
    main()
