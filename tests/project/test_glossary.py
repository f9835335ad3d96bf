# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every word of the glossary is used in the code, once, with a Dutch term; and every word users choose is explained."""

import re

import pytest
from tests.project.tree import ROOT, SOURCE

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", GLOSSARY, re.MULTILINE)
CODE = "\n".join(
    path.read_text(encoding="utf-8") for suffix in ("py", "toml") for path in sorted(SOURCE.rglob(f"*.{suffix}"))
)
WORDINGS = 12


def spoken(word: str) -> re.Pattern[str]:
    """Match a word as it stands in code: `case_director`, `CASE_DIRECTOR`, `CaseDirector`, `case_directors`."""
    return re.compile("_?".join(re.escape(part) for part in word.split("_")), re.IGNORECASE)


def test_the_glossary_was_read():
    assert len(ROWS) == len(re.findall(r"^\| `", GLOSSARY, re.MULTILINE)) > 50


@pytest.mark.parametrize("word", [row[0] for row in ROWS])
def test_every_english_name_is_used_in_the_code(word):
    assert spoken(word).search(CODE)


def test_every_name_is_explained_once_and_fully():
    names = [row[0] for row in ROWS]
    assert [word for word in names if names.count(word) > 1] == []
    assert [row for row in ROWS if not all(cell.strip() for cell in row)] == []


def test_the_fixed_wordings_are_all_there():
    numbered = re.findall(r"^(\d+)\. [VP] \*", GLOSSARY, re.MULTILINE)
    assert numbered == [str(number) for number in range(1, WORDINGS + 1)]
    assert '"Er is nog niets gedaan, omdat {…}. U hoort uiterlijk {datum} meer van {naam}."' in GLOSSARY
    assert "Het risico is onbekend, niet laag." in GLOSSARY
