from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


class StoryCheck(AbstractGroupApprovalTask):
    """The one step of the publish workflow. The admin's buttons go through the story's own verbs."""

    class Meta:
        verbose_name = _("check by leaders")
        verbose_name_plural = _("checks by leaders")

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        story = task_state.workflow_state.content_object
        if action_name == "approve":
            story.approve(by=user, comment=kwargs.get("comment", ""))
        elif action_name == "reject":
            story.return_to_author(by=user, reason=kwargs.get("comment", ""))

    @classmethod
    def get_description(cls) -> str:
        return str(_("Leaders publish a story or return it with a reason"))
