"""The page of themes: on the list, off it, under another name; and how the list binds who edits."""

from making import rows as found
from test_web_edit import apply, carried, desk, numbers, post, values

__all__ = ["desk"]
pytest_plugins = ["serving"]


def test_a_theme_joins_the_list_with_who_added_it_and_leaves_it(desk, library):
    added = post(desk, "/themes", {"theme": " plan  d’eau ", "what": "add"})
    page = desk.get("/themes").text
    rows = found(library.root, "SELECT theme, made_by FROM themes")
    post(desk, "/themes", {"theme": "plan d’eau", "what": "remove"})

    assert added.status_code == 303
    assert "« plan d’eau » est dans la liste." in page.replace("\u00a0", " ")
    assert rows == [{"theme": "plan d’eau", "made_by": "L. Dupont"}]
    assert found(library.root, "SELECT * FROM themes") == []


def test_what_is_no_theme_is_told_and_what_is_no_wish_is_refused(desk, library):
    post(desk, "/themes", {"theme": "a;b", "what": "add"})
    page = desk.get("/themes").text

    assert "sans point-virgule" in page
    assert post(desk, "/themes", {"theme": "a", "what": "explode"}).status_code == 400
    assert found(library.root, "SELECT * FROM themes") == []


def test_all_themes_in_use_join_the_list_at_once(desk, library, rows):
    apply(desk, numbers(rows, 3), add="terril; étang ; friche")
    used = {row["theme"] for row in found(library.root, "SELECT DISTINCT theme FROM photo_themes")}

    post(desk, "/themes", {"what": "all"})

    assert used >= {"terril", "étang", "friche"}
    assert {row["theme"] for row in found(library.root, "SELECT theme FROM themes")} == used


def test_a_theme_is_renamed_in_its_photos_and_the_page_offers_to_undo_it(desk, library, rows):
    among = numbers(rows, 3)
    apply(desk, among, add="teril")

    post(desk, "/themes", {"theme": "teril", "name": "terril (essai)", "what": "rename"})
    page = desk.get("/themes").text
    renamed = values(library, "SELECT count(*) FROM photo_themes WHERE theme = 'terril (essai)'")
    undone = carried(page.split("/review/undo")[1].split("</form>")[0])
    post(desk, "/review/undo", undone)

    assert renamed == [(3,)]
    assert "3 photos modifiées" in page
    assert undone["next"] == ["/themes"]
    assert values(library, "SELECT count(*) FROM photo_themes WHERE theme = 'teril'") == [(3,)]


def test_with_a_list_other_themes_are_refused_and_the_form_keeps_what_was_typed(desk, library, rows):
    among = numbers(rows, 2)
    post(desk, "/themes", {"theme": "chevalement", "what": "add"})
    form = carried(desk.get(f"/edit?_among={among}").text)

    refused = post(
        desk,
        "/edit/preview",
        form | {"add": ["chevalement", "inconnu"], "credit": "© À garder", "rating": "3"},
    )
    forced = post(desk, "/edit/apply", form | {"add": "inconnu"})

    assert refused.status_code == 422
    assert "n’est pas dans la liste des thèmes" in refused.text
    assert 'value="© À garder"' in refused.text
    assert '<option value="3" selected>' in refused.text
    assert 'value="chevalement" checked' in refused.text
    assert forced.status_code == 400
    assert values(library, "SELECT count(*) FROM photo_themes WHERE theme = 'inconnu'") == [(0,)]


def test_a_theme_that_all_photos_have_is_offered_to_be_taken_away_only(desk, library, rows):
    among = numbers(rows, 2)
    apply(desk, among, add="partout")

    page = desk.get(f"/edit?_among={among}").text
    apply(desk, among, remove="partout")

    assert 'name="add" value="partout"' not in page
    assert 'name="remove" value="partout"' in page
    assert values(library, "SELECT count(*) FROM photo_themes WHERE theme = 'partout'") == [(0,)]
