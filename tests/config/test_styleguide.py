import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from config import styleguide


@pytest.mark.django_db
def test_styleguide_shows_every_component_where_people_build(client, settings):
    settings.DEBUG = True

    response = client.get(reverse("styleguide"))

    assert response.status_code == 200
    assert "Give a number of vials" in response.text
    assert 'value="twenty"' in response.text


@pytest.mark.django_db
def test_styleguide_is_not_there_in_production(client, settings):
    settings.DEBUG = settings.DEMO = False

    assert client.get(reverse("styleguide")).status_code == 404


def test_styleguide_shows_every_icon_of_the_sprite():
    sprite = Path(settings.BASE_DIR, "templates", "_sprite.html").read_text(encoding="utf-8")

    assert sorted(re.findall(r'id="i-([a-z]+)"', sprite)) == sorted(styleguide.ICONS)
