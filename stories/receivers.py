"""Leaders publish, unpublish and delete in Wagtail's admin too: its signals write the outbox row (DESIGN 4).

These are the only receivers in Bouquet. Wagtail's own mail notifiers are silenced here: our notices say it better.
"""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    published,
    task_submitted,
    unpublished,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from stories.models import Story, StoryChange


def note_change(sender: type[Story], instance: Story, **kwargs: Any) -> None:
    StoryChange.note(instance.pk)


def mail_nobody(**kwargs: Any) -> None:
    """Stands where Wagtail's notifier would: it connects after us, and not a second time under the same name."""


def connect() -> None:
    for signal in (published, unpublished, post_delete):
        signal.connect(note_change, sender=Story, dispatch_uid="story_change")
    notifiers = [
        (task_submitted, TaskState, "group_approval_task_submitted"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected"),
        (workflow_approved, WorkflowState, "workflow_state_approved"),
    ]
    for signal, sender, name in notifiers:
        uid = f"{name}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(mail_nobody, sender=sender, dispatch_uid=uid)
