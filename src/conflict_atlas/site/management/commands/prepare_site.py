"""Everything that a start needs done in the database, in one process."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """Tables, what readers see after a crash, and the dossiers and editions for kids that come with the program."""

    help = "Bring the database up to date and load the dossiers that come with this version"
    # The checks need the tables that this command makes.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether the shipped dossiers are wanted."""
        parser.add_argument("--dossiers", action="store_true", help="Load the dossiers that come with this version.")

    def handle(self, **options: Any) -> None:
        """Migrate, mend, load; what was loaded or left is said on standard output."""
        call_command("migrate", interactive=False, verbosity=0)
        from conflict_atlas.site.editorial import shown
        from conflict_atlas.site.editorial.starting import load_starter_dossiers
        from conflict_atlas.site.kids.starting import load_starter_editions

        shown.mend()
        if options["dossiers"]:
            for sentence in (*load_starter_dossiers(), *load_starter_editions()):
                self.stdout.write(sentence)
