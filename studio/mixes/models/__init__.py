"""Tasks at the cloud, and the operations that create, change and end them."""

from studio.mixes.models.callback import Callback
from studio.mixes.models.operation import Kind, Operation, State
from studio.mixes.models.presence import Presence
from studio.mixes.models.push import Push
from studio.mixes.models.rundown import Look
from studio.mixes.models.stop import Stop
from studio.mixes.models.take import Take
from studio.mixes.models.task import MixTask, Phase

__all__ = [
    "Callback",
    "Kind",
    "Look",
    "MixTask",
    "Operation",
    "Phase",
    "Presence",
    "Push",
    "State",
    "Stop",
    "Take",
]
