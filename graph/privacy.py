"""Pseudonyms at the door: keyed, one key per purpose, the key kept outside the data.

A pseudonym is HMAC-SHA256 (RFC 2104) of an account under a key derived for one purpose. It remains
personal data: whoever holds the key can recompute it. Change the key and all pseudonyms change.
"""

from __future__ import annotations

import hmac
import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = "u_"
KEY_BYTES = 32


class KeyFileError(Exception):
    """The key cannot be read, or others can read it."""


class Pseudonyms:
    """account → pseudonym; `kept` of them are remembered, then they are computed again: memory stays flat."""

    def __init__(self, key: bytes, purpose: str = "graph", kept: int = 200_000) -> None:
        self._kept = kept
        self._key = hmac.digest(key, f"cyberimpact/{purpose}".encode(), "sha256")
        self._known: dict[str, str] = {}

    def of(self, account: str) -> str:
        """The pseudonym of an account: `u_` and 32 hexadecimal digits (128 bits of the HMAC)."""
        found = self._known.get(account)
        if found is None:
            if len(self._known) >= self._kept:
                self._known.clear()
            digest = hmac.digest(self._key, account.encode(), "sha256")
            found = self._known[account] = PREFIX + digest[:16].hex()
        return found

    def inside_text(self, account: str) -> str:
        """The short form that stands for a mention in a text (the first ten digits)."""
        return self.of(account)[: len(PREFIX) + 10]


def read_or_create_key(path: Path) -> bytes:
    """The key at `path`, made on first use, readable by its owner alone (0600).

    Raises KeyFileError when the file is not a key, or when the group or others may read it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return _create_key(path)
    with os.fdopen(descriptor) as file:
        if os.fstat(file.fileno()).st_mode & 0o077:
            raise KeyFileError(f"others can read the key {path}\n  Run: chmod 600 {path}")
        text = file.read().strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"{path} is no key: expected {2 * KEY_BYTES} hexadecimal digits")
    return key


def _create_key(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(KEY_BYTES)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return read_or_create_key(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key
