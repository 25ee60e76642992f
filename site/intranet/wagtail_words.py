"""Words of Wagtail's admin that leaders meet and its own Danish catalogue lacks; ours win over it (LOCALE_PATHS)."""

from django.utils.translation import gettext_noop as _

WORDS = [
    _("Add"), _("Approve"), _("Approve with comment"), _("Cancel"), _("Choose"), _("Clear"), _("Close"), _("Comment"),
    _("Compare with current version"), _("Copy"), _("Current version"), _("Dashboard"), _("Delete"), _("Draft"), _("Edit"),
    _("Filter"), _("Filters"), _("History"), _("Images"), _("In draft"), _("Inspect"), _("Live"), _("Lock"), _("Log out"),
    _("Move"), _("Next"), _("No"), _("Open live version"), _("Pages"), _("Preview"), _("Previous"), _("Publish"),
    _("Request changes"), _("Save"), _("Save draft"), _("Schedule publishing"), _("Search"), _("Settings"), _("Status"),
    _("Submit"), _("Title"), _("Unlock"), _("Unpublish"), _("Updated"), _("Upload"), _("Usage"), _("User"), _("Users"),
    _("View live"), _("Welcome to the %(site_name)s Wagtail CMS"), _("Yes"),
]  # fmt: skip
