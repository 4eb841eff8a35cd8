"""Where Wagtail's own rules about permissions are too wide: removing pictures, and records that nobody may touch.

What may live here: permission policies, and registering them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

# What was decided and what was published is written by the program alone.
RECORDS = (("atlas_editorial", "claimreview"), ("atlas_editorial", "publication"))


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Looked at by whoever may, changed by nobody: administrators included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """To look."""
        return action == "view" and super().user_has_permission(user, action)


class PicturePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail lets everybody remove a picture who may edit it; here it is a right of its own."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """On some picture or other."""
        if action == "delete":
            return self._check_perm(user, ["delete"])
        return super().user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """On this picture."""
        if "delete" in actions and self._check_perm(user, ["delete"], collection=instance.collection):
            return True
        return super().user_has_any_permission_for_instance(user, set(actions) - {"delete"}, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """The pictures."""
        found = super().instances_user_has_any_permission_for(user, set(actions) - {"delete"})
        if "delete" in actions and user.is_active and not user.is_superuser:
            found = found | self.model._default_manager.filter(collection__in=self._collections_with_perm(user, ["delete"]))
        return found


def register() -> None:
    """For exactly these models: then it holds, whether Wagtail's apps register theirs before or after."""
    # The permissions on pictures are those that Wagtail's image app brings.
    pictures = PicturePolicy(get_image_model(), auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")
    register_permission_policy(get_image_model(), pictures, exact_class=True)
    for app, model in RECORDS:
        record = apps.get_model(app, model)
        register_permission_policy(record, ReadOnlyPolicy(record), exact_class=True)
