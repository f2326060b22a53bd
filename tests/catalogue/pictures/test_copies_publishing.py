"""What a published picture says of itself, as other programs read it."""

from xml.etree import ElementTree as ET

import pytest
from drawn_pictures import jpeg, scene
from test_copies import described

from catalogue.pictures.copies import stamped
from catalogue.pictures.publishing import Publication, packet
from catalogue.values.licences import known_licence

FULL = Publication(
    caption="Le chevalement de la fosse 2, à l’œuvre",
    alt_text="Une tour d’acier devant un étang",
    creators=["Zoé Lefèvre", "R. Wójcik"],
    credit="Mission Bassin Minier",
    copyright="© Mission Bassin Minier 2018",
    usage_terms="CC BY-SA 4.0",
    licence_address="https://creativecommons.org/licenses/by-sa/4.0/",
    marked=True,
    themes=["patrimoine minier", "été"],
    commune="Nœux-les-Mines",
    place="Fosse 1 bis",
    created="2018-05-12T14:32:08+02:00",
)


def test_exiftool_reads_every_field_with_its_accents():
    said = described(stamped(jpeg(scene(64, 48)), packet(FULL)))

    assert {name: value for name, value in said.items() if name.startswith("XMP")} == {
        "XMP-dc:Description": FULL.caption,
        "XMP-iptcCore:AltTextAccessibility": FULL.alt_text,
        "XMP-dc:Creator": FULL.creators,
        "XMP-dc:Rights": FULL.copyright,
        "XMP-dc:Subject": FULL.themes,
        "XMP-photoshop:Credit": FULL.credit,
        "XMP-photoshop:City": FULL.commune,
        "XMP-photoshop:DateCreated": "2018:05:12 14:32:08+02:00",
        "XMP-xmpRights:UsageTerms": "CC BY-SA 4.0",
        "XMP-xmpRights:WebStatement": FULL.licence_address,
        "XMP-xmpRights:Marked": True,
        "XMP-cc:License": FULL.licence_address,
        "XMP-iptcExt:LocationShown": [{"City": FULL.commune, "LocationName": FULL.place}],
    }


def test_nothing_known_says_nothing():
    said = described(stamped(jpeg(scene(64, 48)), packet(Publication())))

    assert not [name for name in said if name.startswith("XMP") and name != "XMP-x:XMPToolkit"]


def test_position_and_original_name_are_there_when_they_are_given():
    given = Publication(position=(50.43, -2.58), original_name="IMG_2041.jpg")

    said = described(stamped(jpeg(scene(64, 48)), packet(given)))

    assert said["XMP-exif:GPSLatitude"] == "50 deg 25' 48.00\" N"
    assert said["XMP-exif:GPSLongitude"] == "2 deg 34' 48.00\" W"
    assert said["XMP-xmpMM:PreservedFileName"] == "IMG_2041.jpg"


def test_markup_and_characters_that_xml_cannot_hold_are_text():
    hostile = "</rdf:li><script>alert(1)</script>\x00\x1b]]> & \u202egnp"

    made = packet(Publication(caption=hostile, themes=[hostile], credit=hostile))

    read = ET.fromstring(made.decode())  # noqa: S314 we wrote it
    texts = [text for text in read.itertext() if "script" in text]
    assert len(texts) == 3
    assert set(texts) == {hostile.replace("\x00", "").replace("\x1b", "")}


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc-by-nc-nd-3.0-fr", "CC BY-NC-ND 3.0 FR", "https://creativecommons.org/licenses/by-nc-nd/3.0/fr/"),
        ("http://creativecommons.org/licenses/by-sa/2.5/", "CC BY-SA 2.5",
         "https://creativecommons.org/licenses/by-sa/2.5/"),
        ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://creativecommons.org/publicdomain/mark/1.0/deed.fr", "Public Domain Mark 1.0",
         "https://creativecommons.org/publicdomain/mark/1.0/"),
        ("https://www.creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0",
         "https://creativecommons.org/publicdomain/zero/1.0/"),
    ],
)  # fmt: skip
def test_licences_are_known_by_identifier_and_by_address(text, name, address):
    known = known_licence(text)

    assert (known.name, known.address) == (name, address)


@pytest.mark.parametrize(
    "text", [None, "", "CC", "Tous droits réservés", "CC-BY-9.9", "https://example.org/by/4.0/"]
)
def test_other_texts_are_no_licence_of_ours(text):
    assert known_licence(text) is None
