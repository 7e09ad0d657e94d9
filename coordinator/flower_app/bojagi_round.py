"""Names the ServerApp of the installed coordinator: no code travels in this app.

Flower asks for a client too. Bojagi's devices run their own and never fetch this.
"""  # noqa: INP001

from coordinator.server import app as app
from flwr.clientapp import ClientApp

client = ClientApp()
