"""Names the ServerApp of the installed coordinator: no code travels in this app.

Flower asks for a client too. Bojagi's devices run their own and never fetch this.
"""  # noqa: INP001

from flwr.clientapp import ClientApp

from coordinator import server

app = server.app
client = ClientApp()
