import os
from typing import NoReturn

import pytest


def absent(what: str) -> NoReturn:
    """Where everything should be there, a missing part is an error; elsewhere it is a reason to skip."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
