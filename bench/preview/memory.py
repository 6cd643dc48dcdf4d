"""How much memory a row of the preview benchmark takes for one picture.

    python -m bench.preview.memory ROW JOB FOLDER

Linux only: it is read from /proc.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from bench.preview.material import jobs
from bench.preview.rows import ROWS

STATUS = Path("/proc/self/status")


def peak(row: str, job: str, folder: Path) -> float:
    """MB at most, in a process of its own that draws the job once; without what imports take."""
    command = [sys.executable, "-m", "bench.preview.memory", row, job, str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(row: str, job: str, folder: str) -> None:
    chosen = jobs(Path(folder))[job]
    Path("/proc/self/clear_refs").write_text("5")  # The highest mark begins anew.
    before = _kilobytes("VmRSS")
    ROWS[row](chosen)
    own = _kilobytes("VmHWM") - before
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(round((own + children) / 1000, 1))


def _kilobytes(field: str) -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field + ":"))
    return int(line.split()[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
