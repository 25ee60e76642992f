"""Which stories and photos a person may work on in the admin: the right to the kind, and the one rule for each."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from stories.models import Story, StoryImage


class StoryPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    def user_has_permission_for_instance(self, user: Any, action: str, instance: Story) -> bool:
        may = self.user_has_permission(user, action)
        return may and (instance.pk is None or Story.objects.visible_to(user).filter(pk=instance.pk).exists())

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        may = self.user_has_any_permission(user, actions)
        return Story.objects.visible_to(user) if may else Story.objects.none()


class PhotoPolicy(CollectionOwnershipPermissionPolicy):  # type: ignore[misc]
    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: StoryImage) -> bool:
        may: bool = super().user_has_any_permission_for_instance(user, actions, instance)
        return may and StoryImage.visible_to(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        return super().instances_user_has_any_permission_for(user, actions) & StoryImage.visible_to(user)
