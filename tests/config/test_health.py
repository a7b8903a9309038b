from django.db import connection


def test_healthz_answers_under_any_host_name(client, db):
    response = client.get("/healthz", headers={"host": "anything"})

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_healthz_says_when_the_database_is_away(client, transactional_db):
    settings = connection.settings_dict
    good = settings["OPTIONS"]
    connection.close()
    settings["OPTIONS"] = {**good, "host": "/nowhere"}

    try:
        response = client.get("/healthz")
    finally:
        connection.close()
        settings["OPTIONS"] = good

    assert (response.status_code, response.content) == (503, b"database unreachable\n")
