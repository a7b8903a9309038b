import pytest

from programs.matching import page


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, 1), (250, 50), (499, 99), (500, 100)])
def test_share_of_all_weights_is_said_of_all_alone(count, said):
    assert page._share(count, 500) == said
