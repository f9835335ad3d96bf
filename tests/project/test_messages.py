# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever users read in Dutch can be read in English, and says the same with the same dates and names in it."""

import gettext
import re
import sys

import pytest
from tests.project.tree import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import write_messages as messages

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
GIVEN_TO_SIGNALS = {"since", "end", "date", "days", "bearer"}
SAME_IN_BOTH = {
    "AWARE",
    "Actieoverleg",
    "B-SAFER",
    "CJIB",
    "Netwerk Zorg en Straf Veenrand",
    "OXREC",
    "Open",
    "RISC",
    "SASH",
    "SRP",
    "Stalking",
    "Veilig Thuis",
    "Veilig Thuis Veenrand",
    "ZSM",
    "Zorg- en Veiligheidshuis",
    "Zorg- en Veiligheidshuis Duinstreek",
    "aangifte",
    "code",
    "contact",
    "e-mail",
    "ex-partner",
    "instrument",
    "moment",
    "online",
    "open",
    "partner",
}
"""Names of organisations, instruments and legal acts, and words that are the same in Dutch and in English."""


@pytest.fixture(scope="module")
def written():
    """Answer the catalogue as it stands in the repository."""
    return messages.read(messages.PO.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read_now():
    """Answer every sentence that users read, with the English it has."""
    return messages.catalogue(messages.read(messages.PO.read_text(encoding="utf-8")))


def placeholders(text):
    """Answer what is filled in while the program runs, in no order."""
    return sorted(PLACEHOLDER.findall(text))


def test_every_sentence_has_its_english(read_now):
    assert messages.without_english(read_now) == []


def test_the_catalogue_holds_every_sentence_and_no_other(written, read_now):
    assert set(written) == set(read_now)


def test_both_files_are_what_the_tool_writes(read_now):
    assert messages.PO.read_text(encoding="utf-8") == messages.po(read_now), "run tools/write_messages.py"
    assert messages.MO.read_bytes() == messages.mo(read_now), "run tools/write_messages.py"


def test_python_itself_reads_the_compiled_file_as_the_written_one(written):
    with messages.MO.open("rb") as opened:
        compiled = gettext.GNUTranslations(opened)
    for dutch, english in written.items():
        if len(dutch) == 1:
            assert compiled.gettext(dutch[0]) == english[0]
        else:
            assert tuple(compiled.ngettext(*dutch, n) for n in (1, 2)) == english
            assert compiled.ngettext(*dutch, 0) == english[1]


def test_what_is_filled_in_is_the_same_in_both_languages(written):
    differ = [
        (theirs, ours)
        for dutch, english in written.items()
        for theirs, ours in zip(dutch, english, strict=True)
        if placeholders(theirs) != placeholders(ours)
    ]
    assert differ == []


def test_a_sentence_asks_for_nothing_that_a_signal_does_not_give(written):
    named = {name for forms in written.values() for text in forms for name in re.findall(r"\{(\w*)\}", text)}
    assert named, "no sentence with a date was found"
    assert named <= GIVEN_TO_SIGNALS
    for forms in written.values():
        for text in forms:
            assert "{" not in PLACEHOLDER.sub("", text), text


def test_only_names_are_the_same_in_both_languages(written):
    same = {dutch[0] for dutch, english in written.items() if dutch == english}
    assert same - SAME_IN_BOTH == set()


def test_no_sentence_stands_twice(written):
    first = [dutch[0] for dutch in written]
    assert sorted(set(first)) == sorted(first)


def test_the_catalogue_may_be_written_by_hand_or_by_a_program():
    by_a_program = """
#, python-format
msgid ""
"Zaak "
"%(number)s"
msgstr ""
"Case "
"%(number)s"

#, fuzzy
msgid "Zaken"
msgstr "Things"

#~ msgid "Weg"
#~ msgstr "Gone"

msgid "een \\"dag\\""
msgid_plural "dagen"
msgstr[0] "day"
msgstr[1] "days"
"""
    assert messages.read(by_a_program) == {
        ("Zaak %(number)s",): ("Case %(number)s",),
        ('een "dag"', "dagen"): ("day", "days"),
    }


def test_what_is_written_is_read_again(read_now):
    awkward = {('"a"\\n', "b\nc"): ("é\t", "d"), ("e",): ("",)}
    assert messages.read(messages.po(awkward)) == awkward
    assert messages.read(messages.po(read_now)) == read_now


def test_a_sentence_with_new_words_has_no_english_yet():
    known = dict.fromkeys(messages.catalogue({}), ("x", "y"))
    del known[("Zaken",)]
    assert messages.without_english(messages.catalogue(known)) == [("Zaken",)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("_('Zaak')", [("Zaak",)]),
        ("ngettext('%(n)d dag', '%(n)d dagen', n)", [("%(n)d dag", "%(n)d dagen")]),
        ("_(name)", []),
        ("print('Zaak')", []),
    ],
)
def test_sentences_are_found_in_python(source, found):
    assert list(messages.in_python(source)) == found


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% load i18n %}{% translate "Zaak" %}', [("Zaak",)]),
        (
            "{% load i18n %}{% blocktranslate count n=1 %}{{ n }} dag{% plural %}{{ n }} dagen{% endblocktranslate %}",
            [("%(n)s dag", "%(n)s dagen")],
        ),
        ('{% load i18n %}{% include "a.html" with empty=_("Niets.") %}', [("Niets.",)]),
        ("Zaak", []),
    ],
)
def test_sentences_are_found_in_templates(template, found):
    assert list(messages.in_template(messages.templatize(template))) == found
