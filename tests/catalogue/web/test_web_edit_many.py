"""Editing whole results and single photos: what is refused, where one comes back to, what is aside."""

import re

import pytest
from test_web_edit import apply, carried, desk, numbers, post, values

__all__ = ["desk"]
pytest_plugins = ["serving"]


def shown(rows, n):
    """Photos that the gallery shows, as rows."""
    return [row for row in rows if row["state"] == "catalogued" and not row.get("version_of")][:n]


def test_a_result_is_named_in_words_and_the_whole_library_too(desk):
    chosen, everything = desk.get("/edit?park=Olhain").text, desk.get("/edit").text

    assert "Parc" in chosen.split("<h1>")[1].split("</ul>")[0]
    assert "Toutes les photos de la bibliothèque" in everything or "Toutes les photos" in everything


@pytest.mark.parametrize("query", ["_among=999999", "park=nowhere"])
def test_a_result_without_photos_says_so(desk, query):
    page = desk.get(f"/edit?{query}")

    assert page.status_code == 200
    assert "Aucune photo à modifier" in page.text
    assert '<form method="post" action="/edit/preview"' not in page.text


def test_an_address_that_selects_nothing_is_told_in_a_sentence(desk):
    refused = desk.get("/edit?_where=1;drop")

    assert refused.status_code in (200, 422)
    assert "<h1>" in refused.text


def test_more_photos_than_one_action_may_concern_are_refused(desk, rows, monkeypatch):
    monkeypatch.setattr("catalogue.web.edit.pages.MOST", 3)
    monkeypatch.setattr("catalogue.web.edit.chosen.MOST", 3)

    asked = desk.get("/edit")
    sent = post(desk, "/edit/preview", {"numbers": "1,2,3,4", "credit": "a"})

    assert (asked.status_code, sent.status_code) == (422, 400)
    assert "Filtrez".casefold() in asked.text.casefold()


def test_numbers_of_five_thousand_photos_fit_a_form(desk, library, rows):
    many = ",".join(map(str, range(1, 5001)))

    looked = post(desk, "/edit/preview", {"numbers": many, "credit": "© Tous"})
    made = post(desk, "/edit/apply", carried(looked.text))

    counted = values(library, "SELECT count(*) = sum(credit = '© Tous') FROM photos")
    assert (made.status_code, counted) == (303, [(1,)])


def test_a_body_without_end_is_refused(desk):
    assert post(desk, "/edit/preview", {"numbers": "1", "caption": "x" * 5_000_000}).status_code == 413


def test_photos_that_went_away_meanwhile_are_told(desk, library, rows):
    one = shown(rows, 1)[0]
    form = {"numbers": f"{one['number']},888888", "credit": "© Reste"}
    gone = post(desk, "/edit/preview", {"numbers": "888888,888889", "credit": "a"})
    made = post(desk, "/edit/apply", form)

    assert gone.status_code == 422
    assert "ne sont plus dans la photothèque" in gone.text
    assert made.status_code == 303
    assert values(library, "SELECT count(*) FROM photos WHERE credit = '© Reste'") == [(1,)]


def test_what_photos_say_already_is_not_written_again(desk, library, rows):
    among = numbers(rows, 2)
    apply(desk, among, credit="© Deux")
    before = values(library, "SELECT count(*) FROM actions")

    form = carried(desk.get(f"/edit?_among={among}").text)
    looked = post(desk, "/edit/preview", form | {"credit": "© Deux", "was-credit": "autre"})
    forced = post(desk, "/edit/apply", form | {"credit": "© Deux", "was-credit": "autre"})

    assert "disent déjà tout cela" in looked.text
    assert 'action="/edit/apply"' in looked.text
    assert ">Écrire<" not in looked.text
    assert forced.status_code == 422
    assert values(library, "SELECT count(*) FROM actions") == before


def test_from_a_preview_one_goes_back_to_a_form_that_knows_what_was_typed(desk, rows):
    one, two = (str(photo["number"]) for photo in shown(rows, 2))
    apply(desk, one, credit="© Un")
    form = carried(desk.get(f"/edit?_among={one},{two}").text)
    looked = post(
        desk, "/edit/preview", form | {"caption": "Essai <b>", "diffusion": "open", "clear-credit": "1"}
    )

    again = post(desk, "/edit/preview", carried(looked.text) | {"again": "1"})

    assert again.status_code == 200
    assert "Essai &lt;b&gt;</textarea>" in again.text
    assert '<option value="open" selected>' in again.text
    assert 'name="clear-credit" value="1" checked' in again.text


def test_one_photo_goes_straight_back_and_its_page_offers_to_undo(desk, library, rows):
    photo = shown(rows, 1)[0]
    address = f"/photos/{photo['id']}?park=Olhain"
    form = carried(desk.get(f"/edit?_among={photo['number']}&next={address.replace('?', '%3F')}").text)

    made = post(desk, "/edit/preview", form | {"caption": "Tout de suite"})
    page = desk.get(made.location).text
    undone = carried(page.split('action="/review/undo"')[1].split("</form>")[0])
    post(desk, "/review/undo", undone)

    assert made.location == address
    assert "1 photo modifiée" in page
    assert undone["next"] == [address]
    assert values(library, f"SELECT caption FROM photos WHERE id = '{photo['id']}'") == [(photo["caption"],)]
    assert 'action="/review/undo"' not in desk.get(address).text, "it is offered once"


def test_undoing_on_the_page_of_what_was_done_stays_there(desk, rows):
    made = apply(desk, numbers(rows, 2), credit="© Un moment")
    done = desk.get(made.location)
    form = carried(done.text.split('action="/review/undo"')[1].split("</form>")[0])

    back = post(desk, "/review/undo", form)
    page = desk.get(back.location).text

    assert back.location == made.location
    assert "Annulé" in page
    assert 'value="' + form["action"][0] not in page, "it cannot be undone twice"


def test_what_a_person_did_last_is_listed_with_its_way_back(desk, rows):
    apply(desk, numbers(rows, 3), credit="© Trois")
    second = apply(desk, numbers(rows, 2), licence="CC0-1.0")

    page = desk.get(second.location).text

    assert "Vos dernières actions" in page
    assert "3 photos modifiées" in page.split("Vos dernières actions")[1]
    assert "2 photos modifiées" not in page.split("Vos dernières actions")[1]


def test_a_whole_result_is_set_aside_and_its_page_leads_to_the_list(desk, library, rows):
    photos = shown(rows, 3)
    among = ",".join(str(photo["number"]) for photo in photos)
    page = desk.get(f"/edit?_among={among}").text
    form = carried(page.split('action="/edit/aside"')[1].split("</form>")[0])

    put = post(desk, "/edit/aside", form | {"reason": "off-topic"})
    done = desk.get(put.location).text
    state = f"SELECT DISTINCT state, state_reason FROM photos WHERE number IN ({among})"

    assert put.status_code == 303
    assert "3 photos écartées" in done
    assert 'href="/aside"' in done
    assert values(library, state) == [("set_aside", "off-topic")]
    again = post(desk, "/edit/aside", form | {"reason": "off-topic"})
    assert again.status_code == 303
    assert values(library, "SELECT count(*) FROM actions WHERE what = 'set-aside'") == [(1,)]
    assert post(desk, "/edit/aside", form | {"reason": "ugly"}).status_code == 400
    assert post(desk, "/edit/aside", {"numbers": "x", "reason": "blurred"}).status_code == 400


def test_a_photo_of_the_list_is_brought_back_by_its_own_button_and_that_can_be_undone(desk, library, rows):
    one, two = shown(rows, 2)
    post(desk, "/edit/aside", {"photos": f"{one['id']},{two['id']}", "reason": "blurred"})
    state = f"SELECT state FROM photos WHERE id IN ('{one['id']}', '{two['id']}') ORDER BY id = '{one['id']}'"

    back = post(desk, "/aside/restore", {"only": one["id"], "photo": two["id"]})
    page = desk.get(back.location).text
    restored = values(library, state)
    undone = carried(page.split('action="/review/undo"')[1].split("</form>")[0])
    post(desk, "/review/undo", undone)

    assert back.location == "/aside"
    assert "1 photo rétablie" in page
    assert restored == [("set_aside",), ("catalogued",)]
    assert values(library, state) == [("set_aside",), ("set_aside",)]


def test_what_is_aside_is_in_no_figure_search_or_table(desk, library, rows):
    photo = shown(rows, 1)[0]
    before = re.search(r"(\d+) photos?", desk.get("/edit").text)[1]

    post(desk, "/edit/aside", {"photos": photo["id"], "reason": "private"})

    after = re.search(r"(\d+) photos?", desk.get("/edit").text)[1]
    assert int(after) == int(before) - 1
    assert photo["id"] not in desk.get("/").text
    assert photo["id"] not in desk.get("/take/photos.geojson").text


def test_a_photo_that_is_aside_can_still_be_edited_from_its_page(desk, library, rows):
    photo = shown(rows, 1)[0]
    post(desk, "/edit/aside", {"photos": photo["id"], "reason": "private"})

    page = desk.get(f"/photos/{photo['id']}").text
    edit = re.search(r'href="(/edit\?[^"#]+)"', page)[1].replace("&amp;", "&")

    assert "Modifier 1 photo" in desk.get(edit).text
    assert re.search(r"Privée|privée", page)


def test_restoring_nothing_and_what_is_not_aside_is_told(desk, library, rows):
    photo = shown(rows, 1)[0]

    post(desk, "/aside/restore", {})
    nothing = desk.get("/aside").text
    post(desk, "/aside/restore", {"photo": photo["id"]})
    wrong = desk.get("/aside").text

    assert "Cochez d’abord" in nothing
    assert "ne sont plus écartées" in wrong
    assert values(library, "SELECT count(*) FROM actions WHERE what = 'restore'") == [(0,)]


def test_markup_and_right_to_left_marks_stay_text_everywhere(desk, library, rows):
    text = "<img src=x onerror=alert(1)> \u202e\"'&{{7*7}}"
    among = numbers(rows, 2)
    form = carried(desk.get(f"/edit?_among={among}").text)
    looked = post(desk, "/edit/preview", form | {"caption": text, "add": "<b>thème</b>", "licence": text})
    made = post(desk, "/edit/apply", carried(looked.text))

    pages = [looked.text, desk.get(made.location).text, desk.get(f"/edit?_among={among}").text]
    pages += [desk.get("/themes").text, desk.get("/edit?_among=1,2,3,4,5").text]
    assert values(library, f"SELECT DISTINCT caption FROM photos WHERE number IN ({among})") == [(text,)]
    for page in pages:
        assert "<img src=x" not in page
        assert "<b>thème" not in page


def test_the_same_field_of_another_photo_is_no_collision(desk, library, rows):
    first, second = (str(photo["number"]) for photo in shown(rows, 2))
    form = carried(desk.get(f"/edit?_among={first}").text)
    desk.set_cookie("reviewer", "Zo%C3%A9")
    apply(desk, second, credit="© Zoé")
    post(desk, "/edit/preview", carried(desk.get(f"/edit?_among={first}").text) | {"licence": "CC0-1.0"})
    desk.set_cookie("reviewer", "L.%20Dupont")

    made = post(desk, "/edit/preview", form | {"credit": "© L. Dupont"})

    assert made.status_code == 303
    assert values(library, f"SELECT credit, licence FROM photos WHERE number = {first}") == [
        ("© L. Dupont", "CC0-1.0")
    ]


def test_themes_of_two_people_collide_too_and_are_told(desk, rows, library):
    among = numbers(rows, 2)
    form = carried(desk.get(f"/edit?_among={among}").text)
    desk.set_cookie("reviewer", "Zo%C3%A9")
    apply(desk, among, add="de Zoé")
    desk.set_cookie("reviewer", "L.%20Dupont")

    refused = post(desk, "/edit/apply", form | {"add": "de L. Dupont"})

    assert refused.status_code == 409
    assert "de Zoé" in refused.text


def test_a_mistake_in_the_form_does_not_hide_what_others_wrote_meanwhile(desk, library, rows):
    among = numbers(rows, 2)
    form = carried(desk.get(f"/edit?_among={among}").text)
    desk.set_cookie("reviewer", "Zo%C3%A9")
    apply(desk, among, credit="© Zoé")
    desk.set_cookie("reviewer", "L.%20Dupont")

    mistaken = post(desk, "/edit/preview", form | {"credit": "© L. Dupont", "rating": "9"})
    looked = post(desk, "/edit/preview", carried(mistaken.text) | {"credit": "© L. Dupont"})
    refused = post(desk, "/edit/apply", carried(looked.text))

    assert refused.status_code == 409
    assert values(library, f"SELECT DISTINCT credit FROM photos WHERE number IN ({among})") == [("© Zoé",)]
