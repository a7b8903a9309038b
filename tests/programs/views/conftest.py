"""A package and four vendors of the directory, as the pages of matching show them."""

import pytest
from django.urls import reverse

from tests.programs.matching import worlds


@pytest.fixture
def world(sponsor):
    asking = worlds.asking(sponsor)
    asking.alder, asking.birch = worlds.alder(), worlds.birch()
    asking.cedar, asking.dogwood = worlds.cedar(), worlds.dogwood()
    asking.url = reverse("package-match", args=[asking.package.pk])
    return asking
