"""The interface speaks the language that the person chose; sign-in forms say by their status when they refuse."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation


class LanguageMiddleware:
    """A signed-in person's own language wins over the browser's; LocaleMiddleware has chosen for all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "")
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class FormStatusMiddleware:
    """allauth shows a refused form with status 200; ours, like every form here, answers 422."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        match = request.resolver_match
        form = (response.context_data or {}).get("form")
        if match and (match.url_name or "").startswith("account_") and form is not None and form.errors:
            response.status_code = 422
        return response
