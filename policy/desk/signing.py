"""`bojagi-policy keygen`, `sign` and `verify`: who vouches for a folder of rules."""

from __future__ import annotations

from pathlib import Path

import click

from policy.bundles import load_folder, sign_bundle
from policy.bundles.files import as_text, read_bounded
from policy.bundles.manifest import MAX_VERSION
from policy.bundles.signing import SigningKey, parse_trusted
from policy.console import DONE
from policy.desk.sources import FILE
from policy.desk.voice import Voice, help_text, speaking


@click.command("keygen", help=help_text("help_keygen"))
@click.option("--out", type=FILE, metavar="FILE", required=True, help=help_text("help_out"))
@speaking
def keygen(voice: Voice, *, out: Path) -> int:
    """Makes a signing key."""
    key = SigningKey.create()
    key.write(out)
    line = key.public_line
    voice.tell(
        [voice.say("commands.key_made", name=out), line], {"key_file": str(out), "public": line}
    )
    return DONE


@click.command("sign", help=help_text("help_sign"))
@click.argument("folder", type=FILE)
@click.option(
    "--key-file", type=FILE, metavar="FILE", required=True, help=help_text("help_key_file")
)
@click.option(
    "--set-version", type=click.IntRange(1, MAX_VERSION), help=help_text("help_set_version")
)
@speaking
def sign(voice: Voice, *, folder: Path, key_file: Path, set_version: int | None) -> int:
    """Signs a folder."""
    key = SigningKey.read(key_file)
    versions = sign_bundle(folder, key, version=set_version)
    lines = [
        voice.say("commands.signed", name=name, version=version, line=key.public_line)
        for name, version in versions.items()
    ]
    voice.tell(lines, {"versions": dict(versions), "public": key.public_line})
    return DONE


@click.command("verify", help=help_text("help_verify"))
@click.argument("folder", type=FILE)
@click.option("--trusted", type=FILE, metavar="FILE", help=help_text("help_trusted"))
@speaking
def verify(voice: Voice, *, folder: Path, trusted: Path | None) -> int:
    """Says whether a folder may decide."""
    keys = None
    if trusted is not None:
        keys = parse_trusted(as_text(read_bounded(trusted), str(trusted)))
    loaded = load_folder(folder, trusted=keys)
    versions = dict(loaded.versions)
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    count, digest = len(loaded.bundle.rules), loaded.bundle.digest
    voice.tell(
        [voice.say("commands.verified", versions=told, count=count, digest=digest[:16])],
        {"versions": versions, "rules": sorted(loaded.bundle.rules), "bundle": digest},
    )
    return DONE
