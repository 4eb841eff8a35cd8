"""The workspace: one folder, one writer, settings that are checked."""

from __future__ import annotations

import json
import multiprocessing
import stat

import pytest

from conflict_atlas.workspace import SETTINGS_FILE, Settings, Workspace, WorkspaceError


def test_a_new_workspace_has_its_folders_and_a_commented_settings_file_with_the_defaults(tmp_path):
    workspace = Workspace.create(tmp_path / "new" / "atlas")
    assert workspace.settings == Settings()
    assert (workspace.root / SETTINGS_FILE).read_text().startswith("#")
    assert all(folder.is_dir() for folder in (workspace.raw_dir, workspace.lake_dir, workspace.derived_dir, workspace.tmp_dir))


def test_making_a_workspace_again_changes_nothing(tmp_path):
    first = Workspace.create(tmp_path)
    (first.root / SETTINGS_FILE).write_text('site_name = "Ours"\nallowed_hosts = ["atlas.example"]\n')
    again = Workspace.create(tmp_path)
    assert again.settings == Settings(site_name="Ours", allowed_hosts=("atlas.example",))


@pytest.mark.parametrize(("line", "value"), [("", False), ("single_editor = true", True), ("single_editor = false", False)])
def test_one_person_alone_is_said_with_true_or_false(tmp_path, line, value):
    (tmp_path / SETTINGS_FILE).write_text(line)
    assert Workspace.open(tmp_path).settings.single_editor is value


def test_a_folder_that_is_no_workspace_is_refused_with_the_command_that_makes_one(tmp_path):
    with pytest.raises(WorkspaceError, match="is no workspace: make one with `conflict-atlas init"):
        Workspace.open(tmp_path)


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkspaceError, match="cannot make a workspace at"):
        Workspace.create(tmp_path / "file")


def test_the_languages_of_the_pages_are_chosen_in_their_order_and_all_four_by_default(tmp_path):
    workspace = Workspace.create(tmp_path)
    assert workspace.settings.languages == ("en", "es", "fr", "ar")
    (tmp_path / SETTINGS_FILE).write_text('languages = ["ar", "en"]')
    assert Workspace.open(tmp_path).settings.languages == ("ar", "en")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("site_nam = 'x'", "unknown setting 'site_nam'. Known ones:"),
        ("site_name = 3", "site_name must be a text"),
        ("allowed_hosts = 'x'", "allowed_hosts must be a list of texts"),
        ("single_editor = 'yes'", "single_editor must be true or false, without quotes"),
        ("single_editor = 1", "single_editor must be true or false"),
        ("languages = []", "languages is a list of one or more of en, es, fr, ar"),
        ("languages = ['en', 'en']", "each once"),
        ("languages = ['en', 'tlh']", "languages is a list"),
        ("languages = 'en'", "languages must be a list of texts"),
        ("site_name = ", "Mend the file"),
        (b"site_name = '\xe9'", "Mend the file"),
    ],
)
def test_settings_that_cannot_be_used_are_named_with_their_file(tmp_path, settings, sentence):
    (tmp_path / SETTINGS_FILE).write_bytes(settings if isinstance(settings, bytes) else settings.encode())
    with pytest.raises(WorkspaceError) as error:
        Workspace.open(tmp_path)
    assert sentence in str(error.value)
    assert SETTINGS_FILE in str(error.value)


def test_the_environment_names_the_default_place(tmp_path, monkeypatch):
    monkeypatch.setenv("CONFLICT_ATLAS_WORKSPACE", str(tmp_path))
    assert Workspace.default_root() == tmp_path
    monkeypatch.delenv("CONFLICT_ATLAS_WORKSPACE")
    assert Workspace.default_root().name == "conflict-atlas"


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    workspace = Workspace.create(tmp_path)
    secret = workspace.secret_key()
    assert len(secret) >= 60
    assert workspace.secret_key() == secret
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_second_writer_gets_the_name_of_the_first_and_may_write_when_it_is_done(tmp_path):
    workspace = Workspace.create(tmp_path)
    with workspace.writing("an import"):
        for attempt in range(2):
            with (
                pytest.raises(WorkspaceError, match=r"an import \(process \d+, since .* UTC\) is writing"),
                workspace.writing("a bake"),
            ):
                pytest.fail(f"attempt {attempt} got in")
    with workspace.writing("a bake"):
        pass


def _hold(root, started, done):
    with Workspace.open(root).writing("a sync"):
        started.set()
        done.wait(20)


def test_a_writer_that_is_killed_leaves_no_lock_behind(tmp_path):
    workspace = Workspace.create(tmp_path)
    context = multiprocessing.get_context("spawn")
    started, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, started, done))
    other.start()
    assert started.wait(20)
    with pytest.raises(WorkspaceError, match="a sync"), workspace.writing("an import"):
        pytest.fail("two writers at once")
    other.kill()
    other.join(20)
    with workspace.writing("an import"):
        pass


def test_the_ledger_gets_one_line_for_each_thing_done(tmp_path):
    workspace = Workspace.create(tmp_path)
    workspace.note("events import", vintage_id="a", rows=3)
    workspace.note("bake", path="ö")
    lines = [json.loads(line) for line in workspace.ledger.read_text(encoding="utf-8").splitlines()]
    assert [line["action"] for line in lines] == ["events import", "bake"]
    assert lines[0]["rows"] == 3
    assert lines[1]["path"] == "ö"
