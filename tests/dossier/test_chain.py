# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bytes of the chain."""

import hashlib
from collections.abc import Iterable

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from houvast.dossier.chain import GENESIS, Stored, envelope, link
from houvast.dossier.merkle import merkle_root

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.builds(
    Stored,
    *[TEXT] * 2,
    st.integers(1, 2**53 - 1),
    *[TEXT] * 8,
    st.none() | TEXT,
    *[TEXT] * 3,
    st.binary(min_size=12, max_size=12),
    st.binary(max_size=30),
    *[TEXT] * 2,
)


@given(ROWS)
def test_the_envelope_is_canonical_json_of_all_that_is_open(row):
    open_fields = {name: value for name, value in row._asdict().items() if name not in {"nonce", "ciphertext", "hash"}}
    occurred = {
        "start": open_fields.pop("occurred_start"),
        "end": open_fields.pop("occurred_end"),
        "precision": open_fields.pop("precision"),
    }
    assert envelope(row) == rfc8785.dumps({**open_fields, "occurred": occurred})


@given(ROWS, st.data())
def test_every_field_counts(row, data):
    name = data.draw(st.sampled_from([name for name in Stored._fields if name != "hash"]))
    strategy = {"seq": st.integers(1, 99), "nonce": st.binary(min_size=12, max_size=12), "ciphertext": st.binary()}.get(
        name, TEXT
    )
    other = row._replace(**{name: data.draw(strategy)})
    same = other == row
    assert (hash_of(other) == hash_of(row)) is same


def hash_of(row):
    return link(envelope(row), row.nonce, row.ciphertext)


def test_the_hash_is_what_the_document_says():
    row = Stored(
        "i",
        "case/1",
        1,
        "k",
        "s",
        "e",
        "day",
        "en",
        "re",
        "b",
        "o",
        None,
        "c",
        "live",
        "key",
        b"n" * 12,
        b"cipher",
        GENESIS,
        "",
    )
    envelope_as_text = (
        '{"about":null,"by":"b","category":"c","entered":"en","id":"i","key_id":"key","kind":"k",'
        '"occurred":{"end":"e","precision":"day","start":"s"},"org":"o","origin":"live",'
        f'"prev":"{"0" * 64}","recorded":"re","seq":1,"stream":"case/1"}}'
    )
    content = envelope_as_text.encode() + b"n" * 12 + hashlib.sha256(b"cipher").digest()
    assert hash_of(row) == hashlib.sha256(content).hexdigest()


def simple_root(leaves: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, as it is written there."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\1" + simple_root(leaves[:half]) + simple_root(leaves[half:])).digest()


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_the_merkle_root_is_that_of_the_standard(leaves):
    given_once: Iterable[bytes] = iter(leaves)
    assert merkle_root(given_once) == simple_root(leaves).hex()
