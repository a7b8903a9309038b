"""How a form is rendered everywhere: templates/django/forms."""

import re

from config.styleguide import TYPED, ExampleForm


def test_form_keeps_what_was_typed_and_leads_to_each_error():
    html = str(ExampleForm(TYPED))

    assert 'value="twenty"' in html
    assert html.count('role="alert"') == 1
    assert '<a href="#id_batch_size">Batch size: Give a number of vials' in html
    assert '<a href="#id_due_on">Bids due: Choose a day after the answers' in html


def test_every_description_a_field_refers_to_is_on_the_page():
    html = str(ExampleForm(TYPED))

    referred = {
        name for names in re.findall(r'aria-describedby="([^"]+)"', html) for name in names.split()
    }

    assert "id_batch_size_error" in referred
    assert referred <= set(re.findall(r'id="([^"]+)"', html))


def test_every_label_names_a_control():
    html = str(ExampleForm(TYPED))

    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(
        re.findall(r'id="([^"]+)"', html)
    )


def test_phase_picker_shows_codes_and_says_names():
    html = str(ExampleForm(TYPED))

    assert '<span aria-hidden="true">P2</span><span class="vh">Phase 2</span>' in html
    assert html.count("checked") == 5


def test_form_escapes_what_was_typed():
    html = str(ExampleForm(TYPED | {"title": '"><script>x</script>'}))

    assert "<script>" not in html
