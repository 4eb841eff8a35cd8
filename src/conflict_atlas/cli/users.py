"""Commands about accounts: who may enter the newsroom, and as what."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import click

from conflict_atlas.cli.options import open_workspace, workspace_option
from conflict_atlas.cli.printing import print_json

# As in site/accounts/groups.py, which needs Django; a test compares the two.
ROLES = ("reader", "contributor", "editor", "publisher", "administrator")
_role_option = click.option("--role", required=True, type=click.Choice(ROLES), help="What this person may do.")
_stdin_option = click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
_name = click.argument("name", metavar="NAME")


@click.group()
def users() -> None:
    """Accounts of the newsroom: add, list, change."""


@contextmanager
def _people(workspace_root: Path | None, action: str = "", **facts: str) -> Iterator[ModuleType]:
    """The accounts of a workspace; what was done to them is noted in its ledger."""
    from conflict_atlas.site.server import ServerError
    from conflict_atlas.site.standalone import open_site

    workspace = open_workspace(workspace_root)
    try:
        open_site(workspace.root)
    except ServerError as error:
        raise click.ClickException(str(error)) from error
    from conflict_atlas.site.accounts import people

    try:
        yield people
    except people.PeopleError as error:
        raise click.ClickException(str(error)) from error
    if action:
        workspace.note(f"users {action}", **facts)


def _password(from_stdin: bool) -> str:
    """Asked for twice on a terminal, or read from standard input; never an argument, which others could see."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask for the password: give it with --password-stdin.")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt="The same once more", err=True))


@users.command()
@_name
@_role_option
@click.option("--email", default="", help="Mail address, shown to other editors.")
@_stdin_option
@workspace_option
def add(name: str, role: str, email: str, password_stdin: bool, workspace_root: Path | None) -> None:
    """Make an account. Asks for the password."""
    with _people(workspace_root, "add", name=name, role=role) as people:
        people.check_new(name, email)
        people.add(name, role, _password(password_stdin), email)
    click.echo(f"{name} may sign in at /admin/ as {role}.")
    if role in ("publisher", "administrator"):
        click.echo("At the first login an authenticator app is set up; have one at hand.")


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@workspace_option
def list_(as_json: bool, workspace_root: Path | None) -> None:
    """List the accounts: name, role, mail address, second factor, last login."""
    with _people(workspace_root) as people:
        found = people.listed()
    if as_json:
        print_json([asdict(person) | {"last_login": person.last_login and person.last_login.isoformat()} for person in found])
        return
    if not found:
        click.echo("No account yet: make one with `conflict-atlas users add NAME --role administrator`.", err=True)
    for person in found:
        facts = [
            "active" if person.active else "deactivated",
            "with a second factor" if person.second_factor else "without a second factor",
            f"last login {person.last_login:%Y-%m-%d}" if person.last_login else "never signed in",
        ]
        click.echo(f"{person.name}: {person.role}{f', {person.email}' if person.email else ''}; {', '.join(facts)}")


@users.command("set-role")
@_name
@_role_option
@workspace_option
def set_role(name: str, role: str, workspace_root: Path | None) -> None:
    """Give an account another role."""
    with _people(workspace_root, "set-role", name=name, role=role) as people:
        people.set_role(name, role)
        _say_if_no_administrator(people)
    click.echo(f"{name} is {role} now.")


@users.command("set-password")
@_name
@_stdin_option
@workspace_option
def set_password(name: str, password_stdin: bool, workspace_root: Path | None) -> None:
    """Set a new password, for somebody who forgot it. Asks for it; ends the account's sessions."""
    with _people(workspace_root, "set-password", name=name) as people:
        people.find(name)
        people.set_password(name, _password(password_stdin))
    click.echo(f"The password of {name} is set.")


@users.command()
@_name
@workspace_option
def deactivate(name: str, workspace_root: Path | None) -> None:
    """Let somebody in no longer, at once. The account stays: its name stands under what it wrote."""
    with _people(workspace_root, "deactivate", name=name) as people:
        people.set_active(name, False)
        _say_if_no_administrator(people)
    click.echo(f"{name} can no longer sign in; open sessions have ended.")


@users.command()
@_name
@workspace_option
def activate(name: str, workspace_root: Path | None) -> None:
    """Let somebody in again who was deactivated."""
    with _people(workspace_root, "activate", name=name) as people:
        people.set_active(name, True)
    click.echo(f"{name} can sign in again.")


@users.command("reset-two-factor")
@_name
@workspace_option
def reset_two_factor(name: str, workspace_root: Path | None) -> None:
    """Remove the authenticators and backup codes of somebody who lost them. Make sure first who is asking."""
    with _people(workspace_root, "reset-two-factor", name=name) as people:
        removed = people.reset_second_factor(name)
    click.echo(f"{name} has no second factor now ({removed} removed); the next login asks for a new one where the role needs it.")


@users.command()
@_name
@workspace_option
def unlock(name: str, workspace_root: Path | None) -> None:
    """Forget the wrong passwords and codes that were counted for NAME, so that it is locked no longer."""
    with _people(workspace_root, "unlock", name=name) as people:
        forgotten = people.unlock(name)
    click.echo(f"{name} may try again." if forgotten else f"Nothing was counted for {name}: it was not locked.")


def _say_if_no_administrator(people: ModuleType) -> None:
    if people.no_administrator():
        click.echo("No administrator is left: accounts can be managed with `conflict-atlas users` only.", err=True)
