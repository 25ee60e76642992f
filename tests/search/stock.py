"""Wagtail's search as it comes, to stand beside ours: a model as its manual would have it, fed with the same words."""

from collections.abc import Iterable

from django.db import connection, models
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.utils import parse_query_string

from search.fields import Ingredients

AT_ONCE = 1000


class StockStory(index.Indexed, models.Model):
    external_id = models.TextField(default="")
    title, summary, body, tags, people = (models.TextField() for _ in range(5))
    search_fields = [
        index.SearchField("title", boost=4),
        index.SearchField("tags", boost=3),
        index.SearchField("people", boost=3),
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        app_label = "search"


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(StockStory)


def stock_story(made_from: Ingredients, *labels: str, external_id: str = "") -> StockStory:
    return StockStory(
        external_id=external_id,
        title=made_from.title,
        summary=made_from.summary,
        body="\n".join([*made_from.body, made_from.quote, *labels]),
        tags=" ".join(made_from.tags),
        people=" ".join(made_from.people),
    )


def fill(stories: Iterable[StockStory]) -> None:
    """Table and index with these stories, and nothing else."""
    StockStory.objects.all().delete()
    made = StockStory.objects.bulk_create(stories, batch_size=500)
    target = get_search_backend().get_index_for_model(StockStory)
    for first in range(0, len(made), AT_ONCE):
        target.add_items(StockStory, made[first : first + AT_ONCE])


def find(text: str, most: int) -> list[StockStory]:
    """What its parser makes of the text, every word needed."""
    _, query = parse_query_string(text, operator="and")
    return list(get_search_backend().search(query, StockStory)[:most])
