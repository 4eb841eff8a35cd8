"""The explorer's readers in TypeScript beside those in Python: the same records to the bit, the same fold to the letter."""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from conflict_atlas.events.folding import fold, words_of
from conflict_atlas.publish.mapfile.decoding import decode
from conflict_atlas.publish.mapfile.encoding import Form, encode
from conflict_atlas.publish.mapfile.records import MapFileError, Records
from support.mapfiles import NAMES, ROOT, build_scripts, made_up, run_node

if not (ROOT / "web" / "node_modules" / "esbuild").is_dir():
    pytest.skip("the front end is not installed: run make setup", allow_module_level=True)

EPOCH = "1989-01-01"
_READ = """
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { decode, MapFileError } from "./decode.mjs";

const [folder] = process.argv.slice(2);
const said = {};
for (const name of readdirSync(folder)) {
  const file = readFileSync(`${folder}/${name}`);
  try {
    const records = decode(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
    said[name] = Object.fromEntries(Object.entries(records).map(([key, value]) => [key, typeof value === "object" && value
      ? { type: value.constructor.name, items: value.length,
          sha256: createHash("sha256").update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)).digest("hex") }
      : value]));
  } catch (error) {
    said[name] = { refused: error instanceof MapFileError, error: String(error) };
  }
}
console.log(JSON.stringify(said));
"""
_FOLD = """
import { readFileSync } from "node:fs";
import { fold, wordsOf } from "./fold.mjs";
const texts = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(texts.map((text) => [fold(text), wordsOf(text)])));
"""
_TYPES = {
    "uint8": "Uint8Array",
    "uint16": "Uint16Array",
    "uint32": "Uint32Array",
    "int32": "Int32Array",
    "float32": "Float32Array",
}


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = build_scripts(tmp_path_factory.mktemp("scripts"), "decode", "fold")
    (folder / "read.mjs").write_text(_READ, encoding="utf-8")
    (folder / "folded.mjs").write_text(_FOLD, encoding="utf-8")
    return folder


def described(records: Records) -> dict[str, object]:
    """Records as the script describes what it read."""
    found: dict[str, object] = {"count": records.count}
    for field in fields(Records):
        value = getattr(records, field.name)
        if isinstance(value, np.ndarray):
            digest = hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()
            found[NAMES.get(field.name, field.name)] = {"type": _TYPES[value.dtype.name], "items": len(value), "sha256": digest}
        elif value is None:
            found[NAMES.get(field.name, field.name)] = None
    return found


def damaged(content: bytes, seed: int) -> bytes:
    """The file cut short, or with a few bytes changed, in its header or in its arrays."""
    draw = np.random.default_rng(seed)
    if seed % 3 == 0:
        return content[: int(draw.integers(0, len(content)))]
    changed = bytearray(content)
    end = 12 + int.from_bytes(content[8:12], "little") if seed % 3 == 1 else len(content)
    for place in draw.integers(0, end, int(draw.integers(1, 4))):
        changed[place] = int(draw.integers(32, 127))
    return bytes(changed)


def test_both_readers_read_the_same_records_and_refuse_the_same_files(scripts, tmp_path):
    shapes = [
        *({"count": count, "parties": 40, "areas": 3, "places": 30, "days": 300} for count in (0, 1, 2, 500, 5_000)),
        *({"count": 400, "parties": parties, "places": 2} for parties in (1, 65_536, 65_537)),
        *({"count": 400, "areas": areas, "days": days} for areas, days in ((1, 1), (256, 2), (257, 65_536))),
        {"count": 70_000, "places": 70_000, "parties": 3_000, "days": 13_000},
        {"count": 900, "heavy": True},
    ]
    expected: dict[str, object] = {}
    for number, shape in enumerate(shapes):
        for weight in (0, 1):
            records = made_up(3 * number + weight, **shape)
            for form in Form:
                name = f"{number}-{weight}-{form.value}.bin"
                content = encode(records, form, EPOCH)
                (tmp_path / name).write_bytes(content)
                expected[name] = described(records)
                for seed in range(8 if shape["count"] < 1_000 else 1):
                    harmed = damaged(content, 100 * number + 10 * weight + seed)
                    (tmp_path / f"harmed-{seed}-{name}").write_bytes(harmed)
                    try:
                        expected[f"harmed-{seed}-{name}"] = described(decode(harmed))
                    except MapFileError:
                        expected[f"harmed-{seed}-{name}"] = "refused"
    said = json.loads(run_node([str(scripts / "read.mjs"), str(tmp_path)]))
    assert said.keys() == expected.keys()
    for name, found in said.items():
        if "error" in found:
            assert found["refused"], f"{name}: {found['error']}"
            assert expected[name] == "refused", f"{name}: only TypeScript refuses it: {found['error']}"
        else:
            assert expected[name] == found, name
    assert sum(value == "refused" for value in expected.values()) > 50


def test_both_fold_every_letter_that_both_know_alike(scripts, tmp_path):
    known = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    texts = [f"a{letter}b{letter.upper()} c" for letter in known]
    texts += ["Nagorno-Karabakh", "ÎLE d'Yeu", "Straße", "ΌΣΟΣ όσος", "İstanbul ısırgan", "  two\u00a0words\tTwo\n", "ﬃ Ǆ ŉ", ""]
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    said = json.loads(run_node([str(scripts / "folded.mjs"), str(tmp_path / "texts.json")]))
    differing = [
        (text, fold(text), folded)
        for text, (folded, words) in zip(texts, said, strict=True)
        if (fold(text), list(words_of(text))) != (folded, words)
    ]
    assert not differing, differing[:20]
