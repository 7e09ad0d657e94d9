"""Asks every device to run its code, which leaves a mark."""  # noqa: INP001

import time
from pathlib import Path

from flwr.app import Context, Message, RecordDict
from flwr.clientapp import ClientApp
from flwr.serverapp import Grid, ServerApp

app = ServerApp()
client = ClientApp()


@app.main()
def main(grid: Grid, _context: Context) -> None:
    """Sends one message to each device that is there."""
    nodes: list[int] = []
    for _ in range(60):
        nodes = list(grid.get_node_ids())
        if nodes:
            break
        time.sleep(0.5)
    messages = [Message(RecordDict(), node, "train") for node in nodes]
    grid.send_and_receive(messages, timeout=30)


@client.train()
def train(message: Message, context: Context) -> Message:
    """Leaves the mark."""
    Path(str(context.run_config["mark"])).touch()
    return Message(RecordDict(), reply_to=message)
