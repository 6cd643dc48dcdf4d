"""Two hosts with one database and one storage, each with a data folder of its own; then a backup of
theirs, made into a studio elsewhere.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from studio.keyfiles import fernet_key
from tests.driving.processes import RunningStudio, running_studio, wait_for
from tests.driving.several.storage import Server, answer_of
from tests.driving.visitor import Visitor

UPLOAD = """
import json, sys
from studio.accounts.models import Workspace
from studio.library.models import Upload
from tests import builders
workspace = Workspace.objects.embedded()
upload = Upload.objects.take(workspace, workspace.owner(), builders.png(640, 360))
print(json.dumps([upload.public_path(), upload.picture]))
"""


@pytest.mark.sqlite
def test_what_one_host_is_given_the_other_shows_and_a_backup_brings_elsewhere(
    server: Server, prepared: Path, tmp_path: Path
) -> None:
    shared = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'one' / 'studio.sqlite3'}",
        "STORAGE_URL": server.create("of-two-hosts"),
        "STUDIO_SECRET_KEY": "k" * 50,
        "STUDIO_SEALING_KEYS": fernet_key(),
    }
    (tmp_path / "one").mkdir()
    with running_studio(tmp_path / "one", prepared=prepared, **shared) as one:
        path, name = json.loads(one.manage("shell", "--no-imports", "-c", UPLOAD))
        with running_studio(tmp_path / "two", prepared=prepared, **shared) as two:
            two.start("web")
            picture = answer_of(two.url + path)
            assert picture == server.objects("of-two-hosts")[f"uploads/{name}"]
            visitor = Visitor(two.sign_in_link())
            wait_for(lambda: storage_is_well(visitor), "where nobody works, who answers asks it")
            file = Path(two.manage("backup").strip())
        assert not [*tmp_path.rglob(Path(name).name)]
        copy = RunningStudio(tmp_path / "three", one.port, shared | elsewhere(server, tmp_path))
        said = copy.manage("restore", str(file))
        assert re.search(r"\d+ files of pictures were copied, and 0 were there", said)
        assert server.objects("of-another")[f"uploads/{name}"] == picture


def storage_is_well(visitor: Visitor) -> bool:
    checks = json.loads(visitor.get("/readyz"))["checks"]
    return any(each["well"] for each in checks if each["name"] == "storage")


def elsewhere(server: Server, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'three.sqlite3'}",
        "STORAGE_URL": server.create("of-another"),
    }
