"""Which shipped dossier was taken in last, by conflict.

What may live here: the model. It tells a dossier that nobody has touched from one that editors have made their own.
"""

from __future__ import annotations

from django.db import models


class Shipped(models.Model):
    """A dossier that came with the program and was taken in."""

    conflict = models.CharField(max_length=100, unique=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.conflict} {self.digest[:12]}"
