"""The catalogues of the pages' words: `make translations` brings them in step with the program.

What may live here: finding the texts in code and templates, setting them into the catalogues, taking translations in from a
file, saying what is missing, and building what the program reads. The rules that a catalogue must keep are tests
(tests/unit/test_translations.py).

    python tools/translations.py extract             bring the catalogues in step with the program, list what is missing
    python tools/translations.py check               status 1 if a text is not in the catalogues, or has no translation
    python tools/translations.py missing es          print what has no translation as JSON, to be filled in
    python tools/translations.py merge es FILE.json  take translations in: {"text": "translation"}, plural forms as a list
    python tools/translations.py compile             build the .mo files
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "src" / "conflict_atlas"
sys.path.insert(0, str(PACKAGE.parent))

from conflict_atlas import locale  # noqa: E402
from conflict_atlas.events.catalogue import tracked  # noqa: E402

# What readers meet. The newsroom (editorial, claims, accounts, site/kids) stays in English; the command line, too.
ROOMS = ("wording.py", "events", "dossiers", "analysis", "publish", "plain", "site/pages", "site/reports", "kids")
ADMIN_ONLY = ("site/reports/models.py", "site/reports/wagtail_hooks.py")
KEYWORDS = {
    "_": None,
    "_later": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# The epoch, so that a catalogue changes only when a text does.
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def texts() -> Catalog:
    """Every text of the pages, with the files that hold it, and the names of tracked conflicts, which are ours, too."""
    found = Catalog(charset="utf-8")
    for path in _files():
        code = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            code = _template_as_code(code, str(path))
        rows = extract("python", io.BytesIO(code.encode()), KEYWORDS, (), {"encoding": "utf-8"}, strip_comment_tags=True)
        for line, text, _comments, context in rows:
            found.add(text, None, [(path.relative_to(PACKAGE).as_posix(), line)], context=context)
    for entry in tracked.all():
        found.add(entry.name, None, [("events/catalogue", 1)])
    return found


def _files() -> Iterator[Path]:
    for room in ROOMS:
        base = PACKAGE / room
        paths = [base] if base.is_file() else sorted(path for kind in ("*.py", "*.html") for path in base.rglob(kind))
        yield from (path for path in paths if path.relative_to(PACKAGE).as_posix() not in ADMIN_ONLY)


def _template_as_code(template: str, name: str) -> str:
    """A Django template as lines that a reader of Python finds the texts in."""
    from django.conf import settings
    from django.utils.translation import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    # What is no text comes out as rows of X, indented as it was: indentation would be read as Python's.
    return "\n".join(line.strip() for line in templatize(template, origin=name).splitlines()) + "\n"


def catalogue(code: str) -> Catalog:
    """The catalogue of a language; an empty one where there is none yet."""
    path = locale.catalogue(code)
    if not path.is_file():
        return Catalog(code, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=code)


def write(code: str, held: Catalog) -> None:
    """Write a catalogue, one text after the other in the order of the alphabet, without line numbers: small changes."""
    held.project, held.version, held.copyright_holder = "Conflict Atlas", "", "The Conflict Atlas developers"
    held.header_comment = (
        f"# Conflict Atlas: the words of the pages, {locale.of(code).name}. How to translate: docs/languages.md\n#"
    )
    held.creation_date = held.revision_date = _NO_DATE
    held.msgid_bugs_address = held.last_translator = held.language_team = ""
    held.fuzzy = False
    path = locale.catalogue(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, held, width=0, sort_output=True, omit_header=False, include_lineno=False, ignore_obsolete=True)


def is_missing(message: Message, forms: int) -> bool:
    """Whether a text has no translation, or not all forms of one."""
    if isinstance(message.id, tuple):
        return not isinstance(message.string, tuple) or len(message.string) < forms or not all(message.string)
    return not message.string


def missing(code: str) -> list[Message]:
    """What has no translation in a language."""
    held = catalogue(code)
    return [message for message in held if message.id and is_missing(message, held.num_plurals)]


def extract_all() -> None:
    """Bring every catalogue in step and say what is missing."""
    found = texts()
    for language in locale.LISTED:
        if language.code == locale.SOURCE:
            continue
        held = catalogue(language.code)
        held.update(found, no_fuzzy_matching=True, update_header_comment=False)
        write(language.code, held)
        print(f"{language.code}: {len(found)} texts, {len(missing(language.code))} without a translation")


def check() -> None:
    """Raises SystemExit that says which language lacks how many texts of the program as it is now."""
    found = {_key(message) for message in texts() if message.id}
    lacking = []
    for language in locale.LISTED:
        if language.code != locale.SOURCE:
            held = catalogue(language.code)
            whole = {_key(message) for message in held if message.id and not is_missing(message, held.num_plurals)}
            if left := found - whole:
                lacking.append(f"{language.code} lacks {len(left)} texts, such as {min(left)!r}")
    if lacking:
        raise SystemExit("\n".join([*lacking, "run make translations, then translate what it lists: docs/languages.md"]))


def print_missing(code: str) -> None:
    """What is missing, as JSON that ``merge`` takes in when it is filled."""
    forms = catalogue(code).num_plurals
    empty = {_key(message): [""] * forms if isinstance(message.id, tuple) else "" for message in missing(code)}
    print(json.dumps(empty, ensure_ascii=False, indent=1))


def _key(message: Message) -> str:
    text = message.id[0] if isinstance(message.id, tuple) else message.id
    return f"{message.context}\x04{text}" if message.context else text


def merge(code: str, path: Path) -> None:
    """Take translations in. Raises SystemExit, and changes nothing, if one is of no text here or has too few forms."""
    given = json.loads(path.read_text(encoding="utf-8"))
    held = catalogue(code)
    by_key = {_key(message): message for message in held if message.id}
    if unknown := sorted(set(given) - set(by_key)):
        raise SystemExit(f"{path}: no text of the pages reads {unknown[0]!r} (and {len(unknown) - 1} more): run extract first")
    for key, translation in given.items():
        message = by_key[key]
        if isinstance(message.id, tuple):
            if not isinstance(translation, list) or len(translation) != held.num_plurals:
                raise SystemExit(f"{path}: {key!r} needs {held.num_plurals} forms ({held.plural_expr})")
            message.string = tuple(translation)
        else:
            message.string = translation
    write(code, held)
    print(f"{code}: {len(given)} taken in, {len(missing(code))} still missing")


def compile_all(*, only_if_older: bool = False) -> None:
    """Build what the program reads."""
    for language in locale.LISTED:
        source = locale.catalogue(language.code)
        built = source.with_suffix(".mo")
        if language.code == locale.SOURCE or not source.is_file():
            continue
        if only_if_older and built.is_file() and built.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = built.with_suffix(f".{os.getpid()}.tmp")
        with fresh.open("wb") as file:
            write_mo(file, catalogue(language.code))
        fresh.replace(built)


def main(arguments: list[str]) -> None:
    """Do what is asked for; see the top of this file."""
    match arguments:
        case ["extract"]:
            extract_all()
        case ["check"]:
            check()
        case ["missing", code]:
            print_missing(code)
        case ["merge", code, path]:
            merge(code, Path(path))
        case ["compile"]:
            compile_all()
        case _:
            raise SystemExit(re.sub(r"^.*?\n\n(?=    )", "", __doc__ or "", flags=re.DOTALL))


if __name__ == "__main__":
    main(sys.argv[1:])
