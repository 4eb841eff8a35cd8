"""``conflict-atlas users`` as a program of its own: accounts made, changed and unlocked; the password never an argument."""

from __future__ import annotations

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest

from conflict_atlas.cli import main
from conflict_atlas.workspace import Workspace

PROGRAM = [sys.executable, "-m", "conflict_atlas.cli", "users"]
PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose database has been made, with one administrator."""
    root = Workspace.create(tmp_path_factory.mktemp("users") / "workspace").root
    added = users(
        root, "add", "anna", "--role", "administrator", "--email", "anna@example.org", "--password-stdin", said=PASSWORD
    )
    assert added.returncode == 0, added.stderr
    assert "Preparing the site's database" in added.stderr
    assert "authenticator app" in added.stdout
    return root


@pytest.fixture
def root(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "workspace"))


def users(root: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "CONFLICT_ATLAS_"))}
    return subprocess.run(
        [*PROGRAM, *words, "--workspace", str(root)], input=said, capture_output=True, text=True, check=False, env=environment
    )


def column(root: Path, name: str) -> list[object]:
    """A column of the accounts, as the database holds it: quicker than asking the program."""
    database = sqlite3.connect(root / "site.sqlite3")
    try:
        return [value for (value,) in database.execute(f"select {name} from auth_user order by id")]
    finally:
        database.close()


def listed(root: Path) -> dict[str, dict[str, object]]:
    return {person["name"]: person for person in json.loads(users(root, "list", "--json").stdout)}


def test_an_account_is_made_with_its_role(root: Path) -> None:
    assert users(root, "add", "bo", "--role", "contributor", "--password-stdin", said=PASSWORD + "\n").returncode == 0
    people = listed(root)
    assert people["bo"] == {
        "name": "bo",
        "role": "contributor",
        "email": "",
        "active": True,
        "second_factor": False,
        "last_login": None,
    }
    assert people["anna"]["role"] == "administrator"
    assert "bo: contributor; active, without a second factor, never signed in" in users(root, "list").stdout
    actions = [json.loads(line)["action"] for line in (root / "ledger.jsonl").read_text().splitlines()]
    assert actions[-1] == "users add"
    assert PASSWORD not in (root / "ledger.jsonl").read_text()


@pytest.mark.parametrize(
    ("words", "said", "sentence"),
    [
        (("add", "bo", "--role", "editor", "--password-stdin"), "short", "too short"),
        (("add", "bo", "--role", "editor", "--password-stdin"), "", "too short"),
        (("add", "bo", "--role", "editor", "--password-stdin"), "123456789012345", "entirely numeric"),
        (("add", "ANNA", "--role", "editor", "--password-stdin"), PASSWORD, "There is an account 'ANNA' already"),
        (("add", "a b", "--role", "editor", "--password-stdin"), PASSWORD, "Enter a valid username"),
        (("add", "bo", "--role", "editor", "--email", "x", "--password-stdin"), PASSWORD, "valid email address"),
        (("set-role", "bo", "--role", "editor"), "", "There is no account 'bo'"),
        (("set-password", "bo", "--password-stdin"), PASSWORD, "There is no account 'bo'"),
        (("deactivate", "bo"), "", "There is no account 'bo'"),
        (("reset-two-factor", "bo"), "", "There is no account 'bo'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_changes_nothing(root: Path, words, said, sentence) -> None:
    before = (root / "ledger.jsonl").read_text()
    done = users(root, *words, said=said)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert column(root, "username") == ["anna"]
    assert (root / "ledger.jsonl").read_text() == before


def test_without_a_terminal_the_password_has_to_come_from_standard_input(root: Path) -> None:
    done = users(root, "add", "bo", "--role", "editor")
    assert done.returncode == 2
    assert "--password-stdin" in done.stderr


def test_no_command_takes_a_password_as_an_argument() -> None:
    group = main.commands["users"]
    assert isinstance(group, click.Group)
    for name, command in group.commands.items():
        taking = [parameter.name for parameter in command.params if "password" in str(parameter.name)]
        assert taking in ([], ["password_stdin"]), name


def test_on_a_terminal_it_is_asked_for_twice_and_not_shown(root: Path) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, "add", "bo", "--role", "editor", "--workspace", str(root)], stdin=follower, stdout=follower, stderr=follower
    )
    os.close(follower)
    shown = b""
    for question in (b"Password:", b"once more:"):
        while question not in shown:
            shown += os.read(leader, 1000)
        os.write(leader, PASSWORD.encode() + b"\n")
    while b"may sign in" not in shown:
        shown += os.read(leader, 1000)
    assert process.wait(20) == 0
    os.close(leader)
    assert PASSWORD.encode() not in shown


def test_a_role_is_changed_and_a_person_shut_out_and_let_in_again(root: Path) -> None:
    users(root, "add", "bo", "--role", "editor", "--password-stdin", said=PASSWORD)
    assert users(root, "set-role", "bo", "--role", "publisher").stdout == "bo is publisher now.\n"
    assert listed(root)["bo"]["role"] == "publisher"
    last = users(root, "set-role", "anna", "--role", "reader")
    assert "No administrator is left" in last.stderr
    assert users(root, "deactivate", "bo").returncode == 0
    assert column(root, "is_active") == [1, 0]
    assert users(root, "activate", "bo").returncode == 0
    assert column(root, "is_active") == [1, 1]


def test_a_lost_second_factor_is_removed(root: Path) -> None:
    with sqlite3.connect(root / "site.sqlite3") as database:
        (anna,) = database.execute("select id from auth_user where username = 'anna'").fetchone()
        columns = "name, confirmed, key, step, t0, digits, tolerance, drift, last_t, user_id, throttling_failure_count"
        database.execute(
            f"insert into otp_totp_totpdevice ({columns}) values ('Phone', 1, 'ab12', 30, 0, 6, 1, 0, -1, ?, 3)", (anna,)
        )
    database.close()
    assert listed(root)["anna"]["second_factor"] is True
    assert users(root, "unlock", "anna").stdout == "anna may try again.\n"
    assert "1 removed" in users(root, "reset-two-factor", "anna").stdout
    assert listed(root)["anna"]["second_factor"] is False


def test_a_locked_name_is_unlocked_even_if_it_is_nobodys(root: Path) -> None:
    columns = "user_agent, ip_address, username, http_accept, path_info, attempt_time, get_data, post_data, failures_since_start"
    with sqlite3.connect(root / "site.sqlite3") as database:
        database.execute(
            f"insert into axes_accessattempt ({columns}) values ('', '198.51.100.7', 'bo', '', '', '2026-01-01 00:00:00', '', '', 6)"
        )
    database.close()
    assert users(root, "unlock", "bo").stdout == "bo may try again.\n"
    assert "was not locked" in users(root, "unlock", "bo").stdout


def test_a_new_password_is_set_for_somebody_who_forgot_it(root: Path) -> None:
    before = column(root, "password")
    assert users(root, "set-password", "anna", "--password-stdin", said="another horse altogether").returncode == 0
    assert column(root, "password") != before


def test_help_about_accounts_loads_no_django() -> None:
    code = (
        "import sys; sys.argv = ['conflict-atlas', 'users', '--help']\n"
        "from conflict_atlas.cli import main\n"
        "try: main()\n"
        "except SystemExit: print([name for name in ('django', 'wagtail', 'axes') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
