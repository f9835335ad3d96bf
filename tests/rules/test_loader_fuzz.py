# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hostile rule files: nothing in them is executed, each is refused or read within a second, and always the same way."""

import shutil
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from houvast.rules.content import READ
from houvast.rules.errors import CODES, Problem, RulesError
from houvast.rules.loader import load
from houvast.rules.rule_file import MAX_BYTES

BASE = Path(__file__).parent / "bad" / "base"
PLACES = (
    "duties/police.toml",
    "signals/all.toml",
    "sources/all.toml",
    "regions/duinstreek/rules.toml",
    "regions/duinstreek/card.toml",
)
MOST_SECONDS = 1.0
FORBIDDEN = (
    "exec",
    "compile",
    "import",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "subprocess.",
    "socket.",
    "ctypes.",
)
WRITING = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "shutil.")

watching: list[str] | None = None


def watch(event: str, details: tuple[object, ...]) -> None:
    """Note what a rule file must never bring about; an audit hook cannot be taken away, so it is switched."""
    if watching is None:
        return
    written = event == "open" and isinstance(details[1], str) and set(details[1]) & set("wax+")
    if written or event.startswith((*FORBIDDEN, *WRITING)):
        watching.append(f"{event} {details!r:.100}")


sys.addaudithook(watch)


def outcome(data: Path) -> tuple[Problem, ...]:
    global watching
    watching, began = [], time.process_time()
    try:
        load(data)
    except RulesError as error:
        told = error.problems
    else:
        told = ()
    finally:
        seen, watching = watching, None
    assert time.process_time() - began < MOST_SECONDS
    assert seen == []
    return told


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    load(BASE)  # once before anybody watches, so that the program's own imports are done
    return Path(shutil.copytree(BASE, tmp_path_factory.mktemp("fuzz") / "data"))


PIECES = st.sampled_from(
    [
        "[[duty]]", "[[", "]]", "[", "]", "{", "}", "=", ",", ".", "\n", "\r\n", '"', "'", '"""', "'''", "#", "\\", " ",
        "id", "duty", "overlay = true", "agreed = { within = '1 hour', by = 'x' }", "on = 'report.made'", "met_by",
        "when = ['__import__(\"os\").system(\"true\")']", "text = '{since.__class__.__mro__}'", "inf", "nan", "1e999",
        "0x" + "f" * 99, "9" * 400, "2026-11-22", "9999-99-99", "23:59:60", "true", "\ufeff", "\x7f", "é", "💥", "\u202e",
        "!!python/object/apply:os.system ['true']", "${PATH}", "{{7*7}}", "../../../../etc/passwd", "a" * 300,
    ]
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=60).map(lambda pieces: "".join(pieces).encode())
BYTES = st.binary(max_size=400)


@st.composite
def spoiled(draw: st.DrawFn, place: str) -> bytes:
    """Return the sound file with some of its characters replaced: almost right is the hardest to tell."""
    text = bytearray((BASE / place).read_bytes())
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text) - 1))
        text[at : at + draw(st.integers(0, 9))] = draw(PIECES).encode()
    return bytes(text)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES).flatmap(lambda place: st.tuples(st.just(place), SOUP | BYTES | spoiled(place))))
def test_any_file_is_read_or_refused_and_nothing_else_happens(data, found):
    place, content = found
    (data / place).write_bytes(content)
    try:
        told = outcome(data)
        assert told == outcome(data)
        for problem in told:
            assert problem.code in CODES
            assert problem.line >= 1
            assert problem.line <= max((data / problem.file).read_bytes().count(b"\n"), 0) + 1
            assert 20 < len(problem.message) < 2_000
            assert problem.message.isprintable()
    finally:
        shutil.copy(BASE / place, data / place)


def _full(piece: str, before: str = "", after: str = "") -> bytes:
    room = MAX_BYTES - len(before.encode()) - len(after.encode())
    return (before + piece * (room // len(piece.encode())) + after).encode()


DUTY = '[[duty]]\nid="x{n}"\nversion=1\nvalid_from=2020-01-01\ntitle="t"\non="report.made"\nbearer="police.chief"\nmet_by={{kind="plan.adopted"}}\nlaw="x"\nsource=["rapport"]\nconfidence="seed"\ncompared=2026-11-22\nwithin="{n} months"\nagreed={{within="{m} working days",by="x"}}\n'  # fmt: skip
LARGEST = {
    "brackets": _full("["),
    "lists": _full("[", "x = "),
    "closed lists": b"x = " + b"[" * 100_000 + b"]" * 100_000,
    "inline tables": _full("{a=", "x = "),
    "empty tables in a list": _full("{},", "x = [", "]"),
    "numbers in a list": _full("1,", "x = [", "]"),
    "words in a list": _full('"stalking",', "[[duty]]\nwhen = [", "]"),
    "different words": b"[[duty]]\nwhen = [" + b",".join(b'"w%d"' % n for n in range(25_000)) + b"]",
    "dotted key": _full("a.", "", "a = 1"),
    "dotted header": _full("a.", "[", "a]"),
    "dots": _full("."),
    "headers": _full("[[duty]]\n"),
    "sources": b"".join(b'[[source]]\nid = "s%d"\ntitle = "t"\nkind = "press"\n' % n for n in range(1_999)),
    "keys": b"[[duty]]\n" + b"".join(b"k%d=1\n" % n for n in range(25_000)),
    "quotes": _full('"'),
    "three quotes": _full('"""'),
    "escapes": _full('"\\'),
    "open text": _full("\\n", 'x = "'),
    "open long text": _full('\\"', 'x = """'),
    "comments": _full("#\n"),
    "lines": _full("\n"),
    "spaces": _full(" "),
    "long number": _full("9", "x = "),
    "long hexadecimal": _full("f", "x = 0x"),
    "long fraction": _full("9", "x = 0."),
    "long word": _full("a", "", " = 1"),
    "placeholders": _full("{}", '[[signal]]\ntext = "', '"'),
    "open placeholders": _full("{", '[[signal]]\ntext = "', '"'),
    "nested placeholders": _full("{a:", '[[signal]]\ntext = "', '"'),
    "long id": _full("a", '[[duty]]\nid = "', '"'),
    "long term": _full("9", '[[term]]\nlasts = "', ' days"'),
    "mixed terms": "".join(DUTY.format(n=n + 1, m=9_000 - n) for n in range(1, 800)).encode()[:MAX_BYTES],
}  # fmt: skip


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_files_take_no_more_than_a_second(name, data):
    place = "duties/police.toml"
    content = LARGEST[name]
    assert len(content) <= MAX_BYTES
    (data / place).write_bytes(content)
    try:
        outcome(data)
    finally:
        shutil.copy(BASE / place, data / place)


def test_the_watch_sees_what_it_must(data, monkeypatch):
    """A loader that did execute something would be seen: the test can fail."""
    monkeypatch.setitem(READ, "duty", lambda *_: eval("None"))  # noqa: S307
    with pytest.raises(AssertionError):
        outcome(data)
