"""Withdrawing a vintage: it stops counting from now on, and stays where it is with the reason."""

from __future__ import annotations

from conflict_atlas.events.lake import Lake, Withdrawal
from conflict_atlas.workspace import Workspace


def withdraw(workspace: Workspace, vintage_id: str, reason: str) -> Withdrawal:
    """Withdraw a vintage and note it in the ledger. Raises EventsError or WorkspaceError; then nothing changed."""
    with workspace.writing("a withdrawal"):
        withdrawal = Lake(workspace.lake_dir).withdraw(vintage_id, reason)
        workspace.note("events withdraw", vintage_id=vintage_id, reason=withdrawal.reason)
    return withdrawal
