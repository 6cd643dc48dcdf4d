"""Tasks at the cloud, the operations that create, change and end them, and whose turn it is.

A kind of operation is a file (`push.py`, `take.py`, `stop.py`) above what they share
(`operation.py`, `record.py`); which rows are asked about next is in `rounds.py`, how far a task is
in `phases.py`, how long in `run.py`, and what lists say of it in `summaries.py`. A typical change:
another state gets its line in `states.py` and its sentence in `words/operations.py`.
"""

from studio.mixes.clouds.connections import Connection
from studio.mixes.clouds.turns import Account, Rank
from studio.mixes.models.callback import Callback
from studio.mixes.models.operation import Operation
from studio.mixes.models.phases import Phase
from studio.mixes.models.presence import Presence
from studio.mixes.models.push import Push
from studio.mixes.models.rundown import Look
from studio.mixes.models.states import Kind, State
from studio.mixes.models.stop import Stop
from studio.mixes.models.take import Take
from studio.mixes.models.tallylink import TallyLink
from studio.mixes.models.task import MixTask

__all__ = [
    "Account",
    "Callback",
    "Connection",
    "Kind",
    "Look",
    "MixTask",
    "Operation",
    "Phase",
    "Presence",
    "Push",
    "Rank",
    "State",
    "Stop",
    "Take",
    "TallyLink",
]
