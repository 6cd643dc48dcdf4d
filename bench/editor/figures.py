"""What gestures cost, in medians and as a table."""

from __future__ import annotations

import statistics
from typing import Any

from bench.editor.gestures import Cost

Runs = dict[int, dict[str, list[Cost]]]
"""What each gesture took, by throttle and row."""


def summed(runs: Runs) -> dict[str, Any]:
    return {
        str(throttle): {name: medians(costs, found["empty loop"]) for name, costs in found.items()}
        for throttle, found in runs.items()
    }


def compared(found: dict[str, Runs]) -> dict[str, dict[str, float]]:
    """For each row the median of what the new revision took by what the old one took beside it."""

    def ratio(new: list[Cost], old: list[Cost]) -> float:
        pairs = zip(new, old, strict=True)
        return round(statistics.median(one.main_ms / other.main_ms for one, other in pairs), 2)

    return {
        str(throttle): {
            name: ratio(costs, found["old"][throttle][name]) for name, costs in new.items()
        }
        for throttle, new in found["new"].items()
    }


def medians(runs: list[Cost], empty: list[Cost]) -> dict[str, Any]:
    def middle(costs: list[Cost], name: str) -> float:
        return float(statistics.median(getattr(cost, name) for cost in costs))

    main, frame = middle(runs, "main_ms"), middle(runs, "frame_ms")
    return {
        "main_ms_per_s": main,
        "main_ratio": round(main / middle(empty, "main_ms"), 2),
        "frame_p95_ms": frame,
        "frame_ratio": round(frame / middle(empty, "frame_ms"), 2),
        "long_tasks": sum(cost.long_tasks for cost in runs),
        "runs": [vars(cost) for cost in runs],
    }


def table(results: dict[str, dict[str, Any]]) -> str:
    lines = [
        "| throttle | row | main thread ms per s | ÷ empty | frame p95 ms | ÷ empty | long tasks |",
        "|--:|---|--:|--:|--:|--:|--:|",
    ]
    for throttle, found in results.items():
        for name, row in found.items():
            cells = [
                f"{throttle} ×",
                name,
                f"{row['main_ms_per_s']:.0f}",
                f"{row['main_ratio']:.2f}",
                f"{row['frame_p95_ms']:.1f}",
                f"{row['frame_ratio']:.2f}",
                str(row["long_tasks"]),
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
