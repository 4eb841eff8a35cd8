"""The command line: arguments in, core functions called, text out. No logic of its own.

Exit status: 0 done, 1 the work failed (message on standard error, nothing half done), 2 wrong arguments. The core is
imported inside the commands, so that the program starts at once.
"""

from __future__ import annotations

import click

from conflict_atlas import __version__
from conflict_atlas.cli.control import control
from conflict_atlas.cli.documents import documents
from conflict_atlas.cli.dossier import dossier
from conflict_atlas.cli.events import events
from conflict_atlas.cli.forecast import forecast, score
from conflict_atlas.cli.group import Group
from conflict_atlas.cli.plain import plain
from conflict_atlas.cli.starter import starter
from conflict_atlas.cli.status import status
from conflict_atlas.cli.users import users
from conflict_atlas.cli.workspace import doctor, init, up


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="conflict-atlas")
def main() -> None:
    """Conflict Atlas: an open, self-hosted guide to ongoing conflicts. Evidence, provenance, calm."""


main.add_command(up)
main.add_command(init)
main.add_command(events)
main.add_command(control)
main.add_command(documents)
main.add_command(dossier)
main.add_command(doctor)
main.add_command(status)
main.add_command(forecast)
main.add_command(score)
main.add_command(plain)
main.add_command(starter)
main.add_command(users)
