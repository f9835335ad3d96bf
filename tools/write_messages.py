# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Collect every Dutch sentence that users read, and lay the English catalogue out again.

Sentences stand in templates, in Python, and in the rules themselves. `write_messages.py` writes `django.po` and
compiles `django.mo`; `--check` writes nothing and tells whether both are complete. The English is written by hand in
`django.po`. A sentence that nobody reads any more leaves the catalogue; one whose Dutch changed loses its English.

Both files say nothing of when or by whom they were made, so the same sentences always give the same bytes.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path

from django.utils.translation.template import templatize

from houvast import rules
from houvast.core.events import KINDS
from houvast.core.facts import FACTS
from houvast.core.rules import DutyRule, RetentionRule, Rule, SignalRule
from houvast.rules import words

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "houvast"
FOLDER = SOURCES / "web" / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
CALLS = {"_", "gettext", "gettext_noop", "gettext_lazy", "ngettext"}
LITERAL = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(ngettext|gettext|_)\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?")
PO_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr(?:\[\d\])?) )?(".*")')
COMMENT = """# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
# The English of everything that users read in Dutch. A sentence with a count has a form for one and a form for more.
"""
HEADER = "Language: en\nContent-Type: text/plain; charset=utf-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
MO_MAGIC, MO_START, MO_ENTRY = 0x950412DE, 28, 8
"""What a compiled catalogue opens with, how long that opening is, and how long one entry of its tables; in bytes."""

Forms = tuple[str, ...]
"""One sentence, or its form for one and its form for more."""
Catalogue = Mapping[Forms, Forms]
"""The English forms by the Dutch forms; empty ones where there is no English yet."""


def main() -> int:
    """Write or check the catalogue; 0 when every sentence has its English."""
    new = catalogue(read(PO.read_text(encoding="utf-8")) if PO.exists() else {})
    wanted = {PO: po(new).encode(), MO: mo(new)}
    found = {file: file.read_bytes() if file.exists() else b"" for file in wanted}
    if "--check" not in sys.argv[1:]:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for file, content in wanted.items():
            file.write_bytes(content)
        found = wanted
    missing = without_english(new)
    stale = [file for file in wanted if found[file] != wanted[file]]
    for dutch in missing:
        print(f"without English: {' | '.join(dutch)}")
    for file in stale:
        print(f"{file.name} is not what the sentences say. Run tools/write_messages.py.")
    return int(bool(missing or stale))


def catalogue(old: Catalogue) -> Catalogue:
    """Return every present sentence, in a fixed order, with the English that it had."""
    return {dutch: old.get(dutch) or ("",) * len(dutch) for dutch in sorted({one for one in messages() if all(one)})}


def without_english(found: Catalogue) -> list[Forms]:
    """Return the sentences that lack a form in English."""
    return [dutch for dutch, english in found.items() if not all(english)]


def messages() -> Iterator[Forms]:
    """Yield every sentence that users read."""
    for template in sorted(SOURCES.rglob("*.html")):
        yield from in_template(templatize(template.read_text(encoding="utf-8"), origin=str(template)))
    for module in sorted(SOURCES.rglob("*.py")):
        yield from in_python(module.read_text(encoding="utf-8"))
    tables = (words.SEVERITIES, words.PARTIES, words.ROLES, words.EXTENTS, words.CONFIDENCES)
    yield from ((said,) for table in tables for said in table.values())
    yield from ((kind.dutch,) for kind in KINDS)
    yield from ((fact.question,) for fact in FACTS.values())
    cards = rules.cards()
    for region in (None, *cards.regions()):
        for rule in cards.card(region).rules:
            yield from ((sentence,) for sentence in in_rule(rule))


def in_template(template: str) -> Iterator[Forms]:
    """Yield the sentences in what Django makes of a template: `gettext(u'...')` and `ngettext(u'...', u'...', n)`."""
    for call, first, second in TEMPLATE_CALL.findall(template):
        said = ast.literal_eval(first)
        yield (said, ast.literal_eval(second)) if call == "ngettext" else (said,)


def in_python(text: str) -> Iterator[Forms]:
    """Yield the sentences in calls that translate."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if said:
                yield tuple(said[: 2 if node.func.id == "ngettext" else 1])


def in_rule(rule: Rule) -> Iterator[str]:
    """Yield what people read of a rule; its sources keep the names that they have."""
    yield from (rule.title, rule.law, rule.note)
    match rule:
        case SignalRule():
            yield rule.text
        case DutyRule() if rule.agreed:
            yield rule.agreed.by
        case RetentionRule():
            yield from (rule.keeps, rule.then)
        case _:
            pass


def read(text: str) -> Catalogue:
    """Read a catalogue as people write it. What is marked fuzzy is a guess, and counts as not there."""
    found: dict[Forms, Forms] = {}
    for block in re.split(r"\n\s*\n", text):
        parts: dict[str, str] = {}
        part = ""
        for line in block.splitlines():
            if hit := PO_LINE.fullmatch(line.strip()):
                part = hit[1] or part
                parts[part] = parts.get(part, "") + ast.literal_eval(hit[2])
        fuzzy = re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE)
        if parts.get("msgid") and not fuzzy:
            dutch = tuple(parts[name] for name in ("msgid", "msgid_plural") if name in parts)
            found[dutch] = tuple(parts[name] for name in ("msgstr", "msgstr[0]", "msgstr[1]") if name in parts)
    return found


def po(found: Catalogue) -> str:
    """Return a catalogue as people read it."""
    return COMMENT + "\n".join(_entry(dutch, english) for dutch, english in ((("",), (HEADER,)), *found.items()))


def _entry(dutch: Forms, english: Forms) -> str:
    names = ["msgid", "msgid_plural"][: len(dutch)]
    names += ["msgstr"] if len(dutch) == 1 else ["msgstr[0]", "msgstr[1]"]
    return "".join(f"{name} {_quoted(form)}\n" for name, form in zip(names, (*dutch, *english), strict=True))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def mo(found: Catalogue) -> bytes:
    """Return a catalogue as programs read it, with only the sentences that have their English.

    Source: GNU gettext manual, "The Format of GNU MO Files".
    """
    pairs = sorted((_joined(dutch), _joined(english)) for dutch, english in found.items() if all(english))
    columns = list(zip((b"", HEADER.encode()), *pairs, strict=True))
    tables_end = MO_START + 2 * MO_ENTRY * len(columns[0])
    texts = [text for column in columns for text in column]
    starts = accumulate((len(text) + 1 for text in texts), initial=tables_end)
    tables = b"".join(struct.pack("<II", len(text), start) for text, start in zip(texts, starts, strict=False))
    opening = (MO_MAGIC, 0, len(columns[0]), MO_START, MO_START + MO_ENTRY * len(columns[0]), 0, tables_end)
    return struct.pack("<7I", *opening) + tables + b"".join(text + b"\0" for text in texts)


def _joined(forms: Iterable[str]) -> bytes:
    return b"\0".join(form.encode() for form in forms)


if __name__ == "__main__":
    sys.exit(main())
