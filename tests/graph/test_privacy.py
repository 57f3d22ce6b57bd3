"""Pseudonyms: keyed, stable, different by key and purpose; the key is its owner's alone."""

import hashlib
import hmac
import stat

import pytest

from graph.privacy import KeyFileError, Pseudonyms, read_or_create_key


def test_a_pseudonym_is_the_hmac_of_the_account_under_the_key_of_its_purpose():
    key = bytes(range(32))
    purpose = hmac.new(key, b"cyberimpact/graph", hashlib.sha256).digest()
    expected = hmac.new(purpose, b"x:alice", hashlib.sha256).hexdigest()[:32]
    assert Pseudonyms(key).of("x:alice") == f"u_{expected}"


def test_key_and_purpose_change_every_pseudonym():
    keys = bytes(32), bytes([1]) * 32
    found = {Pseudonyms(k, purpose).of("x:alice") for k in keys for purpose in ("graph", "export")}
    assert len(found) == 4


def test_the_short_form_begins_the_long_one():
    names = Pseudonyms(bytes(32))
    assert names.of("x:alice").startswith(names.inside_text("x:alice"))
    assert len(names.inside_text("x:alice")) == 12


def test_forgetting_changes_no_pseudonym():
    forgetful, whole = Pseudonyms(bytes(32), kept=2), Pseudonyms(bytes(32))
    accounts = [f"x:{n % 4}" for n in range(12)]
    assert [forgetful.of(a) for a in accounts] == [whole.of(a) for a in accounts]


def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "conf" / "key"
    first = read_or_create_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(first) == 32
    assert read_or_create_key(path) == first


def test_a_key_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "key"
    read_or_create_key(path)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_or_create_key(path)


def test_a_file_that_is_no_key_is_refused(tmp_path):
    path = tmp_path / "key"
    path.write_text("not a key")
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="is no key"):
        read_or_create_key(path)
