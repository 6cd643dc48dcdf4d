"""Tasks at the cloud, the operations that create, change and end them, and whose turn it is."""

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
