"""The SuperLink program: Flower's own, behind a door that asks for the operator's token.

`python -m coordinator.superlink_program FOLDER PORT` serves on 127.0.0.1 until it is ended.

Flower lets whoever reaches its port submit an app, whose code then runs as the operator, and
register devices. Here both need the token from the operator's folder. Devices need none: they sign
with the key that the operator admitted. And whoever takes the tasks of a run shows a second secret.

No request is larger than `MAX_REQUEST_BYTES`: what says that it is, or does not say how large it
is, is answered before it is read.

The configuration is that of `flower-superlink --host 127.0.0.1 --ssl-… --enable-supernode-auth
--isolation process --superexec-auth-secret-file … --disable-runtime-dependency-installation`.
"""

from __future__ import annotations

import hmac
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import uvicorn
from flwr.common.constant import ACCESS_TOKEN_KEY
from flwr.supercore.auth.typing import AccountInfo
from flwr.superlink.auth_plugin import NoOpControlAuthnPlugin
from flwr.superlink.cli.flower_superlink import SuperLinkLifespan
from flwr.superlink.config_loader import SuperLinkLifespanConfig
from flwr.superlink.main import create_app
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from coordinator.folder import Folder

MAX_REQUEST_BYTES: Final = 1 << 18  # a model, an update or an app is a few kB


class SizeLimit:
    """Stands before the SuperLink and turns away requests by their size."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 413 or 411, or hands the request on."""
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            length = headers.get(b"content-length", b"0")
            refused = 411 if b"transfer-encoding" in headers else 0
            if not length.isdigit() or int(length) > MAX_REQUEST_BYTES:
                refused = 413
            if refused:
                await PlainTextResponse("", refused)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class OperatorOnly(NoOpControlAuthnPlugin):
    """Lets in who shows the operator's token, and nobody else."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token.encode("ascii")

    def validate_tokens_in_metadata(
        self, metadata: Sequence[tuple[str, str | bytes]]
    ) -> tuple[bool, AccountInfo | None]:
        """Gives whether the token was shown, and Flower's only account if so."""
        shown = [value for key, value in metadata if key == ACCESS_TOKEN_KEY]
        if len(shown) != 1:
            return False, None
        value = shown[0] if isinstance(shown[0], bytes) else shown[0].encode()
        if not hmac.compare_digest(value, self._token):
            return False, None
        return super().validate_tokens_in_metadata(metadata)


def serve(folder: Folder, port: int) -> None:
    """Serves until it is ended by a signal."""
    authority = folder.flower / "ca.pem"
    server = folder.flower / "server.pem"
    config = SuperLinkLifespanConfig(
        control_address="127.0.0.1:0",  # for gRPC, which stays off
        health_server_address=None,
        host="127.0.0.1",
        port=port,
        insecure=False,
        certificates=(authority.read_bytes(), server.read_bytes(), server.read_bytes()),
        superexec_auth_secret=folder.executor_secret.read_bytes(),
        authn_plugin=OperatorOnly(folder.operator_token.read_text(encoding="ascii")),
        event_log_plugin=None,
        fleet_event_log_plugin=None,
        enable_event_log=False,
        artifact_provider=None,
        enable_supernode_auth=True,
        fleet_api_type="grpc-rere",
        fleet_api_address=None,
        simulation=False,
        ssl_ca_certfile=str(authority),
        ssl_certfile=str(server),
        ssl_keyfile=str(server),
        database=str(folder.database),
        isolation="process",
        runtime_dependency_install=False,
    )
    uvicorn.run(
        SizeLimit(create_app(config, SuperLinkLifespan)),
        host="127.0.0.1",
        port=port,
        access_log=False,
        log_level=logging.WARNING,
        ssl_keyfile=str(server),
        ssl_certfile=str(server),
        timeout_graceful_shutdown=2,
        workers=1,
    )


if __name__ == "__main__":
    serve(Folder(Path(sys.argv[1])), int(sys.argv[2]))
