"""Who may remove a picture from the library. Wagtail lets everybody do so who may edit it; here it is a right of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy


class PicturePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy, in which "delete" is not "change"."""

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


def policy() -> PicturePolicy:
    """For the picture model of this site; the permissions are those that Wagtail's image app brings."""
    return PicturePolicy(get_image_model(), auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")
