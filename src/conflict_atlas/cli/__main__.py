"""``python -m conflict_atlas.cli``: the same program."""

from conflict_atlas.cli import main

main()
