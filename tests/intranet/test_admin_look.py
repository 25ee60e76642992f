"""The admin wears the house's colours and leads back to the wall."""

import re

import pytest

pytestmark = pytest.mark.django_db


def test_the_admin_looks_like_the_house_and_leads_back(leader, as_user):
    page = as_user(leader).get("/admin/").content.decode()
    assert re.search(r'<link rel="stylesheet" href="/static/css/admin\S*\.css">', page)
    assert re.search(r'<img src="/static/img/poppy\S*\.svg" alt="Bouquet"', page)
    assert "To the wall" in page
