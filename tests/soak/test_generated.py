"""What holds for any agreement, in many more examples: `make soak`."""

import pytest

from tests.engine.test_generated import *  # noqa: F403
from tests.engine.test_generated_charges import *  # noqa: F403
from tests.engine.test_generated_rules import *  # noqa: F403

pytestmark = pytest.mark.soak
