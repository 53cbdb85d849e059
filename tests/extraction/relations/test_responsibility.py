"""Which candidates become links, given their probabilities."""

import numpy as np
import pytest

from ketluan.extraction.relations.responsibility import choose


@pytest.mark.parametrize(
    ("chances", "listed", "expected"),
    [
        ([], {}, []),
        ([0.1, 0.15], {}, []),
        ([0.3, 0.1], {}, [0]),
        ([0.9, 0.55], {}, [0]),
        ([0.9, 0.7], {}, [0, 1]),
        ([0.9, 0.2, 0.2], {0: {0, 1}}, [0, 1]),
        ([0.9, 0.05, 0.2], {0: {0, 1}}, [0]),
        ([0.9, 0.2, 0.2], {1: {1, 2}}, [0]),
    ],
)
def test_the_best_its_list_and_what_is_sure(chances, listed, expected):
    assert [i for i, _ in choose(np.array(chances), listed, 0.6)] == expected
