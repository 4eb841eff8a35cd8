"""YAML of dossiers: a small, safe part of it is read, and it is written in one form only.

What may live here: text to tree and plain values to text. What the values mean is in ``shapes``.

Read are mappings, lists and scalars. Anchors, aliases, tags and several documents are refused: no dossier needs them, and they
can make a small file large or a text something else. The writer is our own, since the digest of a dossier must not change with
the version of a library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from conflict_atlas.dossiers.errors import DossierFileError
from conflict_atlas.dossiers.folder.layout import DEPTH
from conflict_atlas.dossiers.folder.tree import Branch, Leaf, Place, Row, Style, Tree

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Plain = str | int | float | bool | Sequence["Plain"] | Mapping[str, "Plain"]


def parse(file: str, text: str) -> Tree:
    """The tree of a YAML file. Raises DossierFileError with the line and what to do."""
    events = _Events(file, text)
    events.skip(yaml.StreamStartEvent)
    if isinstance(events.now, yaml.StreamEndEvent):
        raise DossierFileError(file, "line 1", "the file is empty. Remove it, or write what belongs in it.")
    events.skip(yaml.DocumentStartEvent)
    tree = _node(events, 0)
    events.skip(yaml.DocumentEndEvent)
    if not isinstance(events.now, yaml.StreamEndEvent):
        raise events.error("a second document begins here. Keep one, and remove the line ---.")
    return tree


class _Events:
    """The events of a YAML text one by one, errors as ours."""

    def __init__(self, file: str, text: str) -> None:
        self.place = Place(file)
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self.now: Any = None
        self.step()

    @property
    def line(self) -> int:
        return int(self.now.start_mark.line) + 1

    def error(self, what: str) -> DossierFileError:
        return self.place.error(self.line, what)

    def step(self) -> Any:
        """Go on by one event; gives the one that was current."""
        gone = self.now
        try:
            self.now = next(self._events, None)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable"
            line = int(mark.line) + 1 if mark else (self.line if self.now else 1)
            raise self.place.error(
                line, f"this is no YAML ({problem}). Check indentation, colons and quotes; put a text with : or # in quotes."
            ) from None
        return gone

    def skip(self, kind: type) -> None:
        assert isinstance(self.now, kind), f"YAML gives {self.now} where {kind} belongs"
        self.step()


def _node(events: _Events, depth: int) -> Tree:
    event, line = events.now, events.line
    if depth > DEPTH:
        raise events.error(f"nested more than {DEPTH} deep. Nothing in a dossier is: check the indentation and the brackets.")
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise events.error(
            "anchors (&) and aliases (*) are not used in dossiers. Write the value out, or put the text in quotes."
        )
    if event.tag is not None:
        raise events.error("tags (!) are not used in dossiers. Remove it, or put the text in quotes.")
    events.step()
    if isinstance(event, yaml.ScalarEvent):
        return Leaf(event.value, Style.TEXT if event.style else Style.PLAIN, line)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(events.now, yaml.SequenceEndEvent):
            items.append(_node(events, depth + 1))
        events.step()
        return Row(tuple(items), line)
    entries: dict[str, Tree] = {}
    while not isinstance(events.now, yaml.MappingEndEvent):
        key_line = events.line
        key = _node(events, depth + 1)
        if not isinstance(key, Leaf):
            raise events.place.error(key_line, "the name of a field is a word. Check the indentation and the brackets.")
        if key.text in entries:
            raise events.place.error(key_line, f"the field {key.text!r} stands here twice. Remove one of them.")
        entries[key.text] = _node(events, depth + 1)
    events.step()
    return Branch(entries, line)


_WORDS_OF_YAML = {"y", "yes", "n", "no", "on", "off", "true", "false", "null", "nan", "inf"}
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#]|:(?=[^\s])|(?<=[^\s])#)*", re.UNICODE)
_UNPRINTABLE = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_BLOCK_FROM = 90
"""Characters from which a text stands in a block of its own."""


def dump(value: Plain) -> str:
    """A mapping or list as YAML, in the one form."""
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: Plain) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _attached(f"{name}:", part, "  ")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _item(item)
    else:
        raise TypeError("only mappings and lists make a YAML file")


def _item(item: Plain) -> Iterator[str]:
    """An item of a list: the first line behind the hyphen, the others below it."""
    if isinstance(item, Mapping):
        lines = _lines(item)
        yield f"- {next(lines)}"
        yield from (f"  {line}" if line else "" for line in lines)
    else:
        yield from _attached("-", item, "  ")


def _attached(before: str, value: Plain, indent: str) -> Iterator[str]:
    """A value behind a name or a hyphen: on the same line, or indented below."""
    if isinstance(value, str) and _stands_in_block(value):
        yield f"{before} |" if value.endswith("\n") else f"{before} |-"
        lines = iter(value.removesuffix("\n").split("\n"))
    elif isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str) and not _fits_line(value)):
        yield before
        lines = _lines(value)
    else:
        yield f"{before} {_on_line(value)}"
        return
    yield from (f"{indent}{line}" if line else "" for line in lines)


def _fits_line(items: Sequence[Plain]) -> bool:
    """Numbers stand side by side: a point, the bounds of a map."""
    return all(isinstance(item, (int, float)) for item in items)


def _on_line(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return _quoted_if_needed(value)
    return f"[{', '.join(map(_on_line, value))}]"


def _quoted_if_needed(text: str) -> str:
    printable = not _UNPRINTABLE.search(text)
    if printable and _PLAIN.fullmatch(text) and text == text.rstrip() and text.casefold() not in _WORDS_OF_YAML:
        return text
    if printable and '"' in text and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(letter) or _escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    return f"\\U{ord(letter):08x}" if _UNPRINTABLE.match(letter) else letter


def _stands_in_block(text: str) -> bool:
    """Whether a text is long or has lines, and looks in a block exactly as it is: no blanks at the edges, nothing invisible."""
    if ("\n" not in text and len(text) < _BLOCK_FROM) or _UNPRINTABLE.search(text) or text.endswith("\n\n"):
        return False
    lines = text.removesuffix("\n").split("\n")
    return bool(lines[0]) and all(line == line.rstrip() for line in lines) and not lines[0][0].isspace()
