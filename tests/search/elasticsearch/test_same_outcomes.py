"""What searching has to do with any engine, asked of Elasticsearch: the same tests once more."""

from __future__ import annotations

import pytest

from tests.search.test_audience import *  # noqa: F403
from tests.search.test_audience_property import *  # noqa: F403
from tests.search.test_judged import *  # noqa: F403
from tests.search.test_outcomes import *  # noqa: F403
from tests.search.test_searching import *  # noqa: F403

pytestmark = pytest.mark.usefixtures("on_elasticsearch")
