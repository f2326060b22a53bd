"""The outings of the demo: who went where, when, with which camera, and what they did with their files."""

from dataclasses import dataclass
from datetime import datetime

from ingest.demo.cameras import (
    CANON,
    IPHONE,
    NIKON,
    NIKON_INDOORS,
    OLYMPUS,
    PIXEL,
    SAMSUNG,
    SCANNER,
    WHATSAPP,
    Camera,
    Gps,
)
from ingest.demo.metadata import Written
from ingest.demo.scenes import Condition, Kind, Weather


@dataclass(frozen=True, slots=True)
class Habit:
    """What becomes of captions: where they are written, by whom, and on every how many photos (0: none)."""

    written: Written | None = None
    creator: str | None = None
    every: int = 1
    mapped: bool = False


_NO_WORDS = Habit(every=0)


@dataclass(frozen=True, slots=True)
class Outing:
    """One field trip. `place` names a place or stretch; `label` is what captions call it.

    `began` is wall-clock time. `clock` is what a camera with a wrong clock believed instead. `number` is the
    camera's counter at the first photo. `formats` are taken in turn when it is not all JPEG. The first `large`
    photos have twelve megapixels, the one at `panorama` is three times as wide as high. The photos at `fixed` have
    their position whatever the others have. `afar_m` is set when the place is seen from a distance between these two.
    """

    folder: str
    place: str
    label: str
    began: datetime
    camera: Camera
    kinds: tuple[Kind, ...]
    count: int
    weather: Weather
    condition: Condition = Condition.WORN
    snow: bool = False
    habit: Habit = _NO_WORDS
    number: int = 1
    clock: datetime | None = None
    gps: Gps | None = None
    formats: tuple[str, ...] = ()
    large: int = 0
    panorama: int | None = None
    fixed: tuple[int, ...] = ()
    afar_m: tuple[float, float] | None = None


_RIDE = (Kind.GREENWAY, Kind.SIGN, Kind.CANAL, Kind.GREENWAY, Kind.SURFACE)
_FOREST = (Kind.WOOD, Kind.POND, Kind.GREENWAY, Kind.WOOD)
_HEAPS = (Kind.TERRIL, Kind.SUMMIT, Kind.TERRIL, Kind.FLAT_TERRIL)
_ESTATE = (Kind.STREET, Kind.FACADES, Kind.STREET)
_WATER = (Kind.POND, Kind.GREENWAY, Kind.POND, Kind.WOOD)
_PIT = (Kind.BUILDING, Kind.HEADFRAME)

_CLAIRE, _HUGO, _RAPHAEL, _ANAIS = "Claire Delattre", "Hugo Lemaire", "Raphaël Wójcik", "Anaïs Dubrulle"


def _at(text: str) -> datetime:
    """Wall-clock time; the offset is a matter of its own."""
    return datetime.fromisoformat(text)


# A table reads across.
# fmt: off
def _rides() -> tuple[Outing, ...]:
    return (
        Outing(
            "EV5/Loos-Wingles/2018-05", "Loos-Wingles", "EV5 Loos-Wingles", _at("2018-05-12T09:40"), NIKON,
            _RIDE, 14, Weather.FAIR, habit=Habit(Written.IPTC_LATIN1, _RAPHAEL, 2), number=10,
        ),
        Outing(
            "EV5/Loos-Wingles/2023-06", "Loos-Wingles", "EV5 Loos-Wingles", _at("2023-06-14T10:05"), IPHONE,
            _RIDE, 10, Weather.CLEAR, Condition.RESTORED, habit=Habit(Written.XMP, _ANAIS, 2), number=2038,
        ),
        Outing(
            "EV5/Angres-Olhain/2019-10", "Angres-Olhain", "EV5 Angres-Olhain", _at("2019-10-09T14:20"),
            SAMSUNG, (Kind.GREENWAY, Kind.WOOD, Kind.SIGN, Kind.SURFACE), 10, Weather.FAIR,
            clock=_at("2019-10-09T14:22"), fixed=(0, 3, 8),
        ),
        Outing(
            "EV5/Olhain-Saint-Venant/2024-04", "Olhain-Saint-Venant", "EV5 Olhain-Saint-Venant",
            _at("2024-04-18T08:10"), PIXEL, (Kind.GREENWAY, Kind.CANAL, Kind.SURFACE), 7, Weather.MIST,
            habit=Habit(Written.XMP, _HUGO, 4), number=3,
        ),
        Outing(
            "V31/2014-07", "V31", "Véloroute du Bassin minier", _at("2014-07-03T15:30"), OLYMPUS,
            (Kind.CANAL, Kind.GREENWAY), 7, Weather.FAIR, habit=Habit(Written.WINDOWS, _CLAIRE, 2),
            number=112,
        ),
    )


def _parks() -> tuple[Outing, ...]:
    olhain = "Parc départemental d'Olhain"
    return (
        Outing(
            "Parc d'Olhain/2009-10", olhain, "Parc d'Olhain", _at("2009-10-21T15:10"), CANON, _FOREST, 6,
            Weather.CLEAR, habit=Habit(Written.IPTC_LATIN1, _CLAIRE), number=3310,
        ),
        Outing(
            "Parc d'Olhain/2015-06", olhain, "Parc d'Olhain", _at("2015-06-17T11:00"), OLYMPUS, _FOREST, 6,
            Weather.FAIR, habit=Habit(Written.WINDOWS, _RAPHAEL, 2), number=34,
        ),
        Outing(
            "Parc d'Olhain/2021-01 neige", olhain, "Parc d'Olhain", _at("2021-01-16T11:30"), IPHONE,
            _FOREST, 5, Weather.CLOUDY, snow=True, habit=Habit(Written.SIDECAR, _HUGO, 2), number=811,
        ),
        Outing(
            "Terrils 11-19/2009-09", "Terrils 11/19", "Terrils 11/19", _at("2009-09-19T17:40"), CANON,
            _HEAPS, 5, Weather.CLEAR, habit=Habit(Written.IPTC_LATIN1, _CLAIRE), number=3188,
        ),
        Outing(
            "Terrils 11-19/2014-10", "Terrils 11/19", "Terrils 11/19", _at("2014-10-24T14:00"), NIKON,
            _HEAPS, 5, Weather.CLOUDY, habit=Habit(Written.IPTC_UTF8, _RAPHAEL, 2), number=641,
        ),
        Outing(
            "Terrils 11-19/2019-01", "Terrils 11/19", "Terrils 11/19", _at("2019-01-30T12:20"), SAMSUNG,
            _HEAPS, 5, Weather.FAIR, snow=True,
        ),
        Outing(
            "Terrils 11-19/2024-07", "Terrils 11/19", "Terrils 11/19", _at("2024-07-11T18:45"), IPHONE,
            _HEAPS, 7, Weather.FAIR, habit=Habit(Written.SIDECAR, _ANAIS, 2, mapped=True), number=4402, panorama=1,
        ),
        Outing(
            "Etang du Vignoble/2012-08", "Étang du Vignoble", "Étang du Vignoble", _at("2012-08-22T10:15"),
            NIKON_INDOORS, _WATER, 5, Weather.FAIR, habit=Habit(Written.EXIF, _RAPHAEL, 2), number=204,
        ),
        Outing(
            "Etang du Vignoble/2022-11", "Étang du Vignoble", "Étang du Vignoble", _at("2022-11-08T09:20"),
            SAMSUNG, _WATER, 5, Weather.MIST,
        ),
        Outing(
            "Base des Argales/2017-07", "Base des Argales", "Base des Argales", _at("2017-07-06T16:10"),
            NIKON, (Kind.MIRROR, Kind.FLAT_TERRIL), 5, Weather.FAIR, habit=Habit(Written.XMP, _HUGO, 2),
            number=1207,
        ),
        Outing(
            "Chabaud-Latour/2018-10", "Chabaud-Latour", "Chabaud-Latour", _at("2018-10-17T16:50"), CANON,
            (Kind.MIRROR, Kind.TERRIL), 5, Weather.CLEAR,
            habit=Habit(Written.SIDECAR, _CLAIRE, mapped=True), number=7741, large=3,
        ),
        Outing(
            "Germignies Sud/2013-05", "Germignies Sud", "Germignies Sud", _at("2013-05-23T14:00"), OLYMPUS,
            (Kind.FLAT_TERRIL, Kind.MIRROR), 5, Weather.CLOUDY, number=1, clock=_at("2000-01-01T00:02"),
        ),
    )


def _estates() -> tuple[Outing, ...]:
    return (
        Outing(
            "Cités/Cité Declercq/2012", "Cité Declercq", "Cité Declercq", _at("2012-03-14T10:30"), CANON,
            _ESTATE, 5, Weather.OVERCAST, habit=Habit(Written.IPTC_LATIN1, _CLAIRE), number=4820,
        ),
        Outing(
            "Cités/Cité Declercq/2020", "Cité Declercq", "Cité Declercq", _at("2020-09-22T15:05"), IPHONE,
            _ESTATE, 5, Weather.CLEAR, Condition.RESTORED, habit=Habit(Written.XMP, _ANAIS), number=1512,
        ),
        Outing(
            "Cités/CALL/Méricourt/Cité du Parc/2016-03", "Cité du Parc", "Cité du Parc",
            _at("2016-03-31T11:20"), NIKON_INDOORS, _ESTATE, 5, Weather.CLOUDY,
            habit=Habit(Written.IPTC_UTF8, _RAPHAEL, 2), number=933,
        ),
        Outing(
            "Cités/CALL/Harnes/Cité Bellevue Ancienne/2020-09", "Cité Bellevue Ancienne",
            "Cité Bellevue Ancienne", _at("2020-09-29T09:50"), PIXEL, _ESTATE, 5, Weather.FAIR,
            habit=Habit(Written.XMP, _HUGO, 2),
        ),
        Outing(
            "Cités/CCCO/Hornaing/Cité Heurteau/2020-12", "Cité Heurteau", "Cité Heurteau",
            _at("2020-12-10T11:10"), SAMSUNG, _ESTATE, 4, Weather.OVERCAST, Condition.RUIN,
        ),
        Outing(
            "Cités/CAPH/Raismes/Cité Sabatier/2019-04", "Cité Sabatier", "Cité Sabatier",
            _at("2019-04-11T14:45"), CANON, (Kind.FACADES, Kind.STREET), 5, Weather.CLEAR,
            habit=Habit(Written.SIDECAR, _CLAIRE, 2), number=8120,
        ),
    )


def _estates_of_one_name() -> tuple[Outing, ...]:
    """Three of four estates called *Cité du Moulin*, and a street between two others."""
    return (
        Outing(
            "Cités/CCCO/Somain/Cité du Moulin/2021-06", "Cité du Moulin (Somain)", "Cité du Moulin",
            _at("2021-06-10T10:40"), IPHONE, _ESTATE, 3, Weather.FAIR, number=2210,
        ),
        Outing(
            "Cités/CALL/Fouquières-lès-Lens/Cité du Moulin/2013-05", "Cité du Moulin (Fouquières-lès-Lens)",
            "Cité du Moulin", _at("2013-05-15T15:00"), NIKON_INDOORS, _ESTATE, 2, Weather.CLOUDY, number=611,
        ),
        Outing(
            "Cités/Cité du Moulin/2021-06", "Cité du Moulin (Anzin)", "Cité du Moulin", _at("2021-06-10T14:05"),
            IPHONE, _ESTATE, 2, Weather.FAIR, number=2216,
        ),
        Outing(
            "Cités/CALL/Lens/Limite 12 bis - Saint-Edouard/2023-03",
            "Rue entre la cité 12 bis et la cité Saint-Édouard", "Entre les cités 12 bis et Saint-Édouard",
            _at("2023-03-22T14:20"), PIXEL, _ESTATE, 4, Weather.CLEAR, Condition.RESTORED,
            habit=Habit(Written.XMP, _HUGO, 2), number=77,
        ),
    )


def _from_afar() -> tuple[Outing, ...]:
    """Heaps as they are mostly photographed: over fields, from the next commune."""
    return (
        Outing(
            "Covisibilités/2022-03", "Terril 110 d'Oignies", "Terril 110", _at("2022-03-24T09:30"), IPHONE,
            (Kind.TERRIL,), 3, Weather.CLEAR, habit=Habit(Written.XMP, _ANAIS, 2), number=3105, afar_m=(1300, 3000),
        ),
        Outing(
            "Covisibilités/2022-03", "Terril d'Haillicourt Est", "Terrils d'Haillicourt", _at("2022-03-24T15:10"),
            IPHONE, (Kind.TERRIL,), 2, Weather.FAIR, number=3121, afar_m=(1500, 2800),
        ),
    )


def _sites() -> tuple[Outing, ...]:
    flines = "Chevalement de la fosse 2 de Flines"
    return (
        Outing(
            "Sites en danger/Fosse 12/2010", "Fosse 12", "Fosse 12", _at("2010-06-09T10:40"), CANON,
            (Kind.BUILDING,), 3, Weather.FAIR, habit=Habit(Written.IPTC_LATIN1, _CLAIRE), number=3655,
        ),
        Outing(
            "Sites en danger/Fosse 12/2016", "Fosse 12", "Fosse 12", _at("2016-11-23T11:35"), NIKON,
            (Kind.BUILDING,), 4, Weather.OVERCAST, Condition.RUIN, habit=Habit(Written.IPTC_UTF8, _RAPHAEL),
            number=1101,
        ),
        Outing(
            "Sites en danger/Fosse 12/2022", "Fosse 12", "Fosse 12", _at("2022-05-05T14:15"), PIXEL,
            (Kind.BUILDING,), 4, Weather.FAIR, Condition.SITE, habit=Habit(Written.XMP, _ANAIS),
        ),
        Outing(
            "Sites en danger/CCCO/Somain/Chapelle Sainte-Barbe/2013", "Chapelle Sainte-Barbe",
            "Chapelle Sainte-Barbe", _at("2013-10-02T15:20"), CANON, (Kind.CHAPEL,), 3, Weather.CLOUDY,
            Condition.RUIN, habit=Habit(Written.IPTC_LATIN1, _CLAIRE), number=5530,
        ),
        Outing(
            "Sites en danger/CCCO/Somain/Chapelle Sainte-Barbe/2020", "Chapelle Sainte-Barbe",
            "Chapelle Sainte-Barbe", _at("2020-07-16T09:30"), IPHONE, (Kind.CHAPEL,), 3, Weather.CLEAR,
            Condition.SITE, habit=Habit(Written.XMP, _HUGO), number=1290,
        ),
        Outing(
            "Sites en danger/CCCO/Somain/Chapelle Sainte-Barbe/2024", "Chapelle Sainte-Barbe",
            "Chapelle Sainte-Barbe", _at("2024-10-15T14:40"), IPHONE, (Kind.CHAPEL,), 3, Weather.CLEAR,
            Condition.RESTORED, habit=Habit(Written.SIDECAR, _ANAIS, mapped=True), number=4790,
        ),
        Outing(
            "Sites en danger/CAD/Anhiers/Chevalement Flines/2011", flines, "Chevalement de Flines",
            _at("2011-04-20T10:10"), OLYMPUS, (Kind.HEADFRAME,), 3, Weather.FAIR,
            habit=Habit(Written.WINDOWS, _CLAIRE), number=77,
        ),
        Outing(
            "Sites en danger/CAD/Anhiers/Chevalement Flines/2018", flines, "Chevalement de Flines",
            _at("2018-02-14T13:10"), NIKON, (Kind.HEADFRAME,), 3, Weather.OVERCAST, Condition.RUIN,
            habit=Habit(Written.IPTC_UTF8, _RAPHAEL), number=1560,
        ),
        Outing(
            "Sites en danger/CAD/Anhiers/Chevalement Flines/2024", flines, "Chevalement de Flines",
            _at("2024-06-19T18:30"), IPHONE, (Kind.HEADFRAME,), 3, Weather.CLEAR, Condition.RESTORED,
            habit=Habit(Written.XMP, _ANAIS), number=4311,
        ),
        Outing(
            "9-9 bis/2015-09", "Site du 9-9 bis", "9-9 bis", _at("2015-09-19T17:20"), CANON, _PIT, 5,
            Weather.CLEAR, Condition.RESTORED, habit=Habit(Written.SIDECAR, _CLAIRE, 2), number=6420,
        ),
    )


def _loose() -> tuple[Outing, ...]:
    """What lies about: phones emptied at once, messages, a card that nobody sorted."""
    return (
        Outing(
            "Vrac téléphone", "Cité des Arbres", "Cité des Arbres", _at("2018-05-12T11:15"), WHATSAPP,
            (Kind.STREET, Kind.FACADES, Kind.GREENWAY), 5, Weather.CLOUDY, number=3,
        ),
        Outing(
            "Vrac téléphone", "Terrils 11/19", "Terrils 11/19", _at("2022-10-12T17:05"), PIXEL,
            (Kind.TERRIL, Kind.MIRROR), 5, Weather.CLEAR, number=41, afar_m=(1100, 2600),
        ),
        Outing(
            "Vrac téléphone", "Base des Argales", "Base des Argales", _at("2021-07-29T20:10"), SAMSUNG,
            (Kind.POND, Kind.WOOD), 4, Weather.FAIR, gps=Gps.REDACTED,
        ),
        Outing(
            "A trier/Carte SD/DCIM/100OLYMP", "Cité des Arbres", "Cité des Arbres", _at("2016-02-18T10:00"),
            OLYMPUS, (Kind.STREET, Kind.FACADES, Kind.GREENWAY), 4, Weather.RAIN, number=501,
        ),
        Outing(
            "A trier/iPhone de Hugo", "Chabaud-Latour", "Chabaud-Latour", _at("2023-09-20T08:05"), IPHONE,
            (Kind.MIRROR, Kind.TERRIL, Kind.WOOD), 3, Weather.FAIR, number=3921, formats=("heic",),
        ),
        Outing(
            "A trier/Pour le site internet", "Terrils 11/19", "Terrils 11/19", _at("2017-05-16T12:00"),
            CANON, (Kind.TERRIL, Kind.SUMMIT, Kind.MIRROR, Kind.FLAT_TERRIL), 6, Weather.FAIR, number=7001,
            formats=("webp", "png", "tiff"),
        ),
    )


def _misplaced() -> tuple[Outing, ...]:
    """What was put into the wrong folder, scanned without a word, or taken somewhere else."""
    return (
        Outing(
            "Parc d'Olhain/2022-09", "Lens", "Réunion à Lens", _at("2022-09-21T16:30"), PIXEL,
            (Kind.STREET, Kind.FACADES), 3, Weather.FAIR, number=58,
        ),
        Outing(
            "Base des Argales/2018-07", "Base des Argales", "Base des Argales", _at("2017-07-06T17:30"), NIKON,
            (Kind.MIRROR, Kind.FLAT_TERRIL), 2, Weather.FAIR, number=1230,
        ),
        Outing(
            "Diapositives numérisées", "Chevalement de la fosse 2 de Flines", "Chevalement de Flines",
            _at("1994-06-08T11:00"), SCANNER, (Kind.HEADFRAME, Kind.BUILDING), 3, Weather.FAIR, Condition.RUIN,
            number=12,
        ),
        Outing(
            "Vrac téléphone", "Arras", "Arras", _at("2022-11-17T12:40"), PIXEL, (Kind.FACADES, Kind.STREET), 2,
            Weather.OVERCAST, number=63,
        ),
    )
# fmt: on

OUTINGS: tuple[Outing, ...] = (
    *_rides(),
    *_parks(),
    *_estates(),
    *_estates_of_one_name(),
    *_from_afar(),
    *_sites(),
    *_loose(),
    *_misplaced(),
)
