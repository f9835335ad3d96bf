# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every mistake in a rule file has its own code and its own line; `bad/*.toml` marks both where they are expected."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from houvast.rules import calendar, loader
from houvast.rules.errors import CODES, Problem, RulesError
from houvast.rules.loader import load
from houvast.rules.rule_file import MAX_BYTES, MAX_PROBLEMS

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.toml"))
WHAT_TO_DO = re.compile(
    r"\b(Add|[Pp]ut|[Aa]gree|Ask|Choose|Cite|Did you mean|Give|It belongs|Known are|Let|List|Make|Mend|Move|Put|Rename|[Tt]ake|Use|"
    r"[Ww]rite|comes version|must)\b"
)
MARK = re.compile(r"# <-- ([a-z_ ]+)$")


def mistakes(data: Path, folder: Path | None = None) -> tuple[Problem, ...]:
    with pytest.raises(RulesError) as refused:
        load(data, folder)
    assert refused.value.code == "rules_invalid"
    return refused.value.problems


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BAD / "base", tmp_path / "data"))


def test_the_base_of_these_tests_is_sound(data):
    assert load(data).regions() == ("duinstreek",)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_mistake_is_told_with_its_own_code_and_line(file, data):
    text = file.read_text(encoding="utf-8")
    place = text.splitlines()[0].removeprefix("# in: ")
    (data / place).write_text(text, encoding="utf-8")
    marked = {
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        if (found := MARK.search(line))
        for code in found[1].split()
    }
    assert marked
    told = mistakes(data)
    assert {(problem.line, problem.code) for problem in told} == marked
    assert {problem.file for problem in told} == {place}


def _binary(data: Path) -> None:
    (data / "duties" / "bad.toml").write_bytes(b'[[duty]]\nid = "\xff\xfe"\n')


def _nul(data: Path) -> None:
    (data / "duties" / "bad.toml").write_bytes(b'[[duty]]\nid = "a\0b"\n')


def _large(data: Path) -> None:
    (data / "duties" / "bad.toml").write_bytes(b"#" * (MAX_BYTES + 1))


def _pipe(data: Path) -> None:
    os.mkfifo(data / "duties" / "bad.toml")


def _endless(data: Path) -> None:
    (data / "duties" / "bad.toml").symlink_to("/dev/zero")


def _sparse(data: Path) -> None:
    """A file that takes no room on the disk and more than there is in memory."""
    (data / "duties" / "bad.toml").touch()
    os.truncate(data / "duties" / "bad.toml", 2**36)


def _deep(data: Path) -> None:
    (data / "duties" / "bad.toml").write_text("\nx = " + "[" * 100_000, encoding="utf-8")


def _dotted(data: Path) -> None:
    (data / "duties" / "bad.toml").write_text("\n" + "a." * 100_000 + "a = 1", encoding="utf-8")


def _tables(data: Path) -> None:
    (data / "duties" / "bad.toml").write_text("[[duty]]\n" * 2001, encoding="utf-8")


def _many(data: Path) -> None:
    for number in range(250):
        (data / "duties" / f"n{number:03}.toml").touch()


HOSTILE = {
    _binary: ("duties/bad.toml", 2),
    _nul: ("duties/bad.toml", 2),
    _large: ("duties/bad.toml", 1),
    _pipe: ("duties/bad.toml", 1),
    _endless: ("duties/bad.toml", 1),
    _sparse: ("duties/bad.toml", 1),
    _deep: ("duties/bad.toml", 2),
    _dotted: ("duties/bad.toml", 2),
    _tables: ("duties/bad.toml", 2001),
    _many: ("duties/n199.toml", 1),
}


@pytest.mark.parametrize("spoil", HOSTILE, ids=lambda spoil: spoil.__name__)
def test_a_hostile_file_is_refused(spoil: Callable[[Path], None], data):
    spoil(data)
    told = mistakes(data)
    assert {problem.code for problem in told} == {"hostile_file"}
    assert (told[0].file, told[0].line) == HOSTILE[spoil]


def test_a_number_of_too_many_digits_is_no_toml(data):
    (data / "duties" / "bad.toml").write_text("x = " + "9" * 10_000, encoding="utf-8")
    assert [problem.code for problem in mistakes(data)] == ["not_toml"]


def test_a_file_that_nobody_would_read_is_told(data):
    (data / "duties" / "police.toml~").touch()
    (data / "dutys").mkdir()
    (data / "duties" / "README.md").touch()
    (data / "duties" / ".hidden").touch()
    assert [(problem.file, problem.code) for problem in mistakes(data)] == [
        ("duties/police.toml~", "unknown_file"),
        ("dutys", "unknown_file"),
    ]


def test_a_table_of_holidays_that_cannot_be_read_is_told(data, monkeypatch):
    monkeypatch.setattr(calendar, "_TABLE", "data/calendar/none.csv")
    calendar.load_calendar.cache_clear()
    try:
        assert [problem.code for problem in mistakes(data)] == ["unreadable_calendar"]
    finally:
        calendar.load_calendar.cache_clear()


def test_an_empty_card_is_incomplete(data):
    (data / "regions" / "duinstreek" / "card.toml").write_text("", encoding="utf-8")
    assert [problem.code for problem in mistakes(data)] == ["incomplete_card"]


def test_every_code_is_seen_in_these_tests():
    lines = [line for file in FILES for line in file.read_text(encoding="utf-8").splitlines()]
    marked = {code for line in lines if (found := MARK.search(line)) for code in found[1].split()}
    assert marked | {"hostile_file", "unknown_file", "unreadable_calendar"} == set(CODES)


def test_all_files_are_read_before_any_mistake_is_told(data):
    for folder in ("duties", "signals", "terms"):
        (data / folder / "bad.toml").write_text("x = 1\ny = 2\n", encoding="utf-8")
    told = mistakes(data)
    assert [(problem.file, problem.line) for problem in told] == [
        ("duties/bad.toml", 1),
        ("duties/bad.toml", 2),
        ("signals/bad.toml", 1),
        ("signals/bad.toml", 2),
        ("terms/bad.toml", 1),
        ("terms/bad.toml", 2),
    ]


def test_a_file_full_of_mistakes_is_not_looked_at_for_ever(data):
    keys = "".join(f"k{number} = 1\n" for number in range(15_000))
    (data / "duties" / "bad.toml").write_text(f"[[duty]]\n{keys}", encoding="utf-8")
    assert len(mistakes(data)) == MAX_PROBLEMS


def test_one_mistake_draws_no_others_after_it(data):
    """A rule or source with a mistake is not unknown to those that name it."""
    for path, right, wrong in (
        ("sources/all.toml", 'kind = "law"', 'kind = "lwa"'),
        ("signals/all.toml", 'title = "Screening ontbreekt"', "title = 1"),
        ("duties/police.toml", "version = 2", 'version = "2"'),
    ):
        file = data / path
        file.write_text(file.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    assert [problem.code for problem in mistakes(data)] == ["wrong_type", "wrong_type", "unknown_value"]


def test_an_unreadable_file_draws_no_others_after_it(data):
    (data / "sources" / "all.toml").write_text("id = ", encoding="utf-8")
    (data / "duties" / "police.toml").write_text("id = ", encoding="utf-8")
    assert [problem.code for problem in mistakes(data)] == ["not_toml", "not_toml"]


def test_messages_never_repeat_who_wrote_or_approved_a_card(data):
    file = data / "regions" / "duinstreek" / "card.toml"
    text = file.read_text(encoding="utf-8").replace("tweede-lezer-1", "auteur-1").replace('"Kaart', '5 # "')
    file.write_text(text, encoding="utf-8")
    assert "auteur-1" not in str(RulesError(mistakes(data)))


def test_messages_are_short_sentences_that_say_what_to_do(data):
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        fresh = Path(shutil.copytree(BAD / "base", data.parent / file.stem))
        (fresh / text.splitlines()[0].removeprefix("# in: ")).write_text(text, encoding="utf-8")
        for problem in mistakes(fresh):
            assert problem.message.endswith("."), problem
            assert WHAT_TO_DO.search(problem.message), problem
            assert str(loader.DATA) not in problem.message
            assert str(fresh) not in str(problem)
