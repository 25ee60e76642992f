"""The verbs of a story. `state` changes only here; each verb drives Wagtail's workflow and keeps who, when and why.

    draft → waiting; waiting → live or returned; returned → waiting; live → unpublished (and back)

A new text of a live story waits in a revision while the old text stays live: then `edit_state` says where it is.
Callers pass the actor as `by`; None is the house itself (imports, the demo).
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Workflow

from stories.models.applause import Applause
from stories.models.change import StoryChange
from stories.models.notice import Notice
from stories.models.photo import StoryImage
from stories.models.transition import Transition

if TYPE_CHECKING:
    from stories.models.story import Story

DRAFT, WAITING, RETURNED, LIVE, UNPUBLISHED = "draft", "waiting", "returned", "live", "unpublished"


class WrongState(PermissionDenied):
    """The story is not where this verb starts from: somebody else was faster."""


class Lifecycle(models.Model):
    MOVING = (
        "state", "edit_state", "submitted_at", "live_by_trust", "applause_count", "live", "has_unpublished_changes",
        "latest_revision", "live_revision", "first_published_at", "last_published_at", "expired",
    )  # fmt: skip
    """What the verbs move while somebody holds a copy of the story in hand."""

    class Meta:
        abstract = True

    @property
    def check_state(self: "Story") -> str:
        """Where the newest text is: its own state, or that of a live story's new text."""
        return self.edit_state or self.state

    @property
    def working_copy(self: "Story") -> "Story":
        """The newest text: that of a story which is or was live may stand in a revision beside the row."""
        copy: Story = self.get_latest_revision_as_object()
        return copy

    @property
    def return_reason(self: "Story") -> str:
        """Why it came back, as long as it has not been sent again."""
        returned = self.transitions.filter(to_state=RETURNED).last() if self.check_state == RETURNED else None
        return returned.why if returned else ""

    def may_edit(self: "Story", user: Any) -> bool:
        """Authors write until a leader looks; then they withdraw first. Leaders edit in the admin."""
        return bool(user.is_authenticated and self.author_id == user.pk)

    def catch_up(self: "Story") -> None:
        """Take over what happened to the row since this text was read, and hold the row until the transaction ends."""
        held = type(self).objects.select_for_update(of=("self",))
        try:
            self.refresh_from_db(fields=self.MOVING, from_queryset=held)
        except type(self).DoesNotExist as gone:
            raise WrongState(f"story {self.pk} is gone") from gone

    @transaction.atomic
    def keep(self: "Story", *, by: Any, overwrite: bool = True) -> None:
        """Save what was written so far: in the row, or beside it when the story is live."""
        if self.pk:
            self.catch_up()
        if not self.live:
            self.save()
        self.save_revision(
            user=by, clean=False, overwrite_revision=self._own_unseen_revision(by) if overwrite else None
        )
        if self.live and self.edit_state in ("", RETURNED):
            self._enter(self.edit_state or DRAFT, by=by, note=False)
        elif not self.live and self.state != DRAFT:
            StoryChange.note(self.pk)

    @transaction.atomic
    def submit(self: "Story", *, by: Any) -> None:
        """Hand it in. Trusted people publish at once; everybody else waits for a leader."""
        self.catch_up()
        if self.check_state == WAITING:
            return  # a second tap
        if by is not None and by.publishes_at_once:
            self._publish_newest(by)
            type(self).objects.filter(pk=self.pk).update(live_by_trust=not by.is_leader)
            self.catch_up()
            return
        workflow = self.current_workflow_state
        if workflow is None:
            check_workflow().start(self, by)
        elif workflow.status == workflow.STATUS_NEEDS_CHANGES:
            workflow.resume(user=by)
        self.submitted_at = timezone.now()
        self._enter(WAITING, by=by, submitted_at=self.submitted_at)

    @transaction.atomic
    def approve(self: "Story", *, by: Any, comment: str = "") -> None:
        """A leader publishes what waits; the author is told."""
        story = self._locked(WAITING)
        task = story.current_workflow_task_state
        if task:
            story._forget_schedule()
            task.approve(user=by, comment=comment)
        else:  # scheduled in the admin, which ends the workflow
            story._publish_newest(by)
        type(self).objects.filter(pk=self.pk).update(live_by_trust=False)
        self.catch_up()
        if comment:
            self.transitions.filter(pk=self.transitions.last().pk).update(why=comment)
            self.notices.filter(kind=Notice.Kind.APPROVED, by=by, mailed_at=None).update(text=comment)

    @transaction.atomic
    def return_to_author(self: "Story", *, by: Any, reason: str) -> None:
        """A leader asks for a change and says which; the author is told."""
        story = self._locked(WAITING)
        task = story.current_workflow_task_state
        if task:
            task.reject(user=by, comment=reason)
        story._forget_schedule()
        story._enter(RETURNED, by=by, why=reason)
        self.catch_up()
        self._tell_author(Notice.Kind.RETURNED, by, reason)

    @transaction.atomic
    def withdraw(self: "Story", *, by: Any, why: str = "") -> None:
        """The author takes it back: out of the queue, or off the wall. Nothing is lost."""
        self.catch_up()
        if self.check_state == WAITING or (self.check_state == RETURNED and not self.live):
            self._end_workflow(by)
            self._forget_schedule()
            self._enter(DRAFT, by=by, why=why)
        elif self.live:
            self.unpublish(user=by)

    @transaction.atomic
    def remove(self: "Story") -> None:
        """Delete the story and the photos that no other story shows."""
        images = self.image_ids()
        self.delete()
        StoryImage.drop_unused(images)

    @transaction.atomic
    def look_over(self: "Story", *, by: Any) -> None:
        """A leader has read what went live by trust."""
        type(self).objects.filter(pk=self.pk).update(live_by_trust=False)

    @transaction.atomic
    def move_to(self: "Story", state: str) -> None:
        """To that state by the house itself (imports, the demo): nobody is told, nothing is asked."""
        if state == self.state:
            return
        if state in (DRAFT, WAITING, RETURNED) and self.live:
            self.unpublish()
        if state == DRAFT:
            self.withdraw(by=None, why="import")
            self._enter(DRAFT, by=None, why="import")
        elif state in (LIVE, UNPUBLISHED):
            if not self.live:
                self.latest_revision.publish(skip_permission_checks=True)
            self.live = True
            if state == UNPUBLISHED:
                type(self).objects.get(pk=self.pk).unpublish()
        else:
            self.submit(by=None)
            if state == RETURNED:
                self.return_to_author(by=None, reason="")

    def publish(self: "Story", revision: Any, user: Any = None, **kwargs: Any) -> None:
        """Wagtail's way to live, from our verbs, the admin and the clock alike: the state follows it."""
        with transaction.atomic():
            self.catch_up()
            before = self.check_state
            super().publish(revision, user=user, **kwargs)  # type: ignore[misc]
            if not type(self).objects.filter(pk=self.pk, live_revision=revision.pk).exists():
                return  # scheduled: its time comes
            self.live = True
            self._enter(LIVE, by=user, note=False, applause_count=Applause.objects.filter(story=self.pk).count())
            if before == WAITING:
                self._tell_author(Notice.Kind.APPROVED, user)

    def unpublish(
        self: "Story", set_expired: bool = False, commit: bool = True, user: Any = None, log_action: Any = True
    ) -> None:
        """Wagtail's way off the wall; who may do it is asked by the views, since authors may and the policy says leaders."""
        with transaction.atomic():
            story = self._held()
            if story.live:
                story._end_workflow(user)
                action = UnpublishAction(
                    story, set_expired=set_expired, commit=commit, user=user, log_action=log_action
                )
                action.execute(skip_permission_checks=True)
                story._enter(UNPUBLISHED, by=user, note=False)
            self.catch_up()

    def is_applauded_by(self: "Story", person: Any) -> bool:
        return Applause.objects.filter(story=self, person=person).exists()

    @transaction.atomic
    def applaud(self: "Story", *, by: Any) -> bool:
        """True if it is this person's first applause for it."""
        _, first = Applause.objects.get_or_create(story=self, person=by)
        if first:
            self._count_applause(1)
        return first

    @transaction.atomic
    def take_back_applause(self: "Story", *, by: Any) -> None:
        if Applause.objects.filter(story=self, person=by).delete()[0]:
            self._count_applause(-1)

    def image_ids(self: "Story") -> set[int]:
        """The photos that any version of the story shows."""
        versions = self.revisions.values_list("content", flat=True)
        kept = {photo["image"] for content in versions for photo in content.get("photos", [])}
        return kept | {photo.image_id for photo in self.photos.all()}

    def _publish_newest(self: "Story", by: Any) -> None:
        self._forget_schedule()
        self.latest_revision.publish(user=by, skip_permission_checks=True)

    def _forget_schedule(self: "Story") -> None:
        """The newest text goes live when somebody publishes it, and not by the clock."""
        self.go_live_at = None
        newest = self.latest_revision
        if newest and newest.content.get("go_live_at"):
            newest.content["go_live_at"] = None
            newest.save(update_fields=["content"])
        self.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)

    def _end_workflow(self: "Story", by: Any) -> None:
        workflow = self.current_workflow_state
        if workflow:
            workflow.cancel(user=by)

    def _own_unseen_revision(self: "Story", by: Any) -> Any:
        """The newest revision, if it is this person's and nobody has been shown it: typing on writes over it."""
        latest = self.get_latest_revision() if self.latest_revision_id else None
        if latest is None or latest.user_id != getattr(by, "pk", None) or latest.pk == self.live_revision_id:
            return None
        return None if latest.task_states.exists() else latest

    def _count_applause(self: "Story", change: int) -> None:
        type(self).objects.filter(pk=self.pk).update(applause_count=F("applause_count") + change)
        self.applause_count += change
        StoryChange.note(self.pk)

    def _locked(self: "Story", state: str) -> "Story":
        """The row as it is now, held until the end of the transaction; WrongState when it has moved on."""
        story = self._held()
        if story.check_state != state:
            raise WrongState(f"story {self.pk} is {story.check_state}, not {state}")
        return story

    def _held(self: "Story") -> "Story":
        story = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
        if story is None:
            raise WrongState(f"story {self.pk} is gone")
        return story

    def _enter(self: "Story", state: str, *, by: Any, why: str = "", note: bool = True, **fields: Any) -> None:
        """Go to a state and write down who, when and why; a live story stays live while its new text moves."""
        before = self.check_state
        if self.live and state in (DRAFT, WAITING, RETURNED):
            self.edit_state = state
        else:
            self.state, self.edit_state = state, ""
        row = {"state": self.state, "edit_state": self.edit_state, "updated_at": timezone.now()} | fields
        type(self).objects.filter(pk=self.pk).update(**row)
        if before != self.check_state:
            Transition.objects.create(story=self, from_state=before, to_state=self.check_state, by=by, why=why)
        if note:
            StoryChange.note(self.pk)

    def _tell_author(self: "Story", kind: str, by: Any, text: str = "") -> None:
        if by is not None and self.author and self.author != by:
            Notice.objects.create(person=self.author, story=self, kind=kind, by=by, text=text)


def check_workflow() -> Workflow:
    """The publish workflow that the first migration makes."""
    return Workflow.objects.get(name="Check", active=True)
