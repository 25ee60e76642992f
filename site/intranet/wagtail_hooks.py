"""The admin looks like the house and has a way back to it."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")
def house_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_menu_item")
def to_the_wall() -> MenuItem:
    return MenuItem(
        _("To the wall"), f"{reverse('wall')}#", icon_name="home", order=1
    )  # a bare / would be "where you are"
