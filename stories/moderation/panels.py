"""Stories and photos that the admin's forms name: only those that the person may read, also where a number is made up."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from stories.models import Story, StoryImage


class OnlyReadable:
    """For a form's rows: a chooser would show the title of whatever number is sent, and the row would be kept."""

    fields: dict[str, Any]
    for_user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readable = {Story: Story.objects.visible_to(self.for_user), StoryImage: StoryImage.visible_to(self.for_user)}
        for field in self.fields.values():
            of = getattr(getattr(field, "queryset", None), "model", None)
            if of in readable:
                field.queryset = readable[of]
                field.widget.get_instance = shown_only(field.widget.get_instance, readable[of])


def shown_only(get_instance: Any, readable: Any) -> Any:
    def shown(value: Any) -> Any:
        found = get_instance(value)
        return found if found and readable.filter(pk=found.pk).exists() else None

    return shown


class ReadablePanel(InlinePanel):  # type: ignore[misc]
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        for formset in options["formsets"].values():
            base = formset.get("form", WagtailAdminModelForm)
            formset |= {"form": type("ReadableForm", (OnlyReadable, base), {}), "inherit_kwargs": ["for_user"]}
        return options
