"""Captions as a colleague writes them: the place, then what is to be seen."""

from ingest.demo.noise import stream
from ingest.demo.scenes import Condition, Kind, Season

_SEEN: dict[Kind, tuple[str, ...]] = {
    Kind.TERRIL: (
        "les cônes vus depuis les champs",
        "vue générale depuis le sud",
        "silhouette du terril, colonisation par les bouleaux",
        "covisibilité depuis la plaine agricole",
    ),
    Kind.FLAT_TERRIL: (
        "le terril plat et son sentier",
        "accès piéton au terril plat, schiste à nu",
        "pelouses sèches au pied du terril",
    ),
    Kind.SUMMIT: (
        "panorama depuis le sommet, vers l'ouest",
        "belvédère sommital : vue sur la plaine et les cités",
        "callune en fleur au sommet",
        "table d'orientation à prévoir à cet endroit",
    ),
    Kind.GREENWAY: (
        "voie verte, section courante",
        "alignement d'arbres le long de l'ancien cavalier",
        "revêtement en bon état, largeur 3 m",
        "accotements à faucher",
        "double sens cyclable, bonne visibilité",
    ),
    Kind.CANAL: (
        "chemin de halage rive gauche",
        "halage, peupliers de la rive opposée",
        "passage le long du canal, pas de garde-corps",
    ),
    Kind.POND: (
        "l'étang vu de la berge est",
        "roselière et plan d'eau d'affaissement",
        "point de vue sur l'eau, poste de pêche à déplacer",
        "reflets sur l'étang au petit matin",
    ),
    Kind.MIRROR: (
        "le terril et son étang d'affaissement",
        "reflet du terril dans l'étang",
        "vue depuis l'observatoire, le terril en arrière-plan",
    ),
    Kind.WOOD: (
        "sentier sous le couvert",
        "chemin forestier, ornières après débardage",
        "lisière et sous-bois",
    ),
    Kind.HEADFRAME: (
        "le chevalement et la salle des machines",
        "chevalement, côté carreau",
        "molettes et contrefiche, corrosion visible",
    ),
    Kind.STREET: (
        "rue principale, vue en enfilade",
        "stationnement sur chaussée, trottoirs étroits",
        "perspective sur la rue, haies de troènes",
        "voirie et éclairage public",
    ),
    Kind.FACADES: (
        "façades côté rue",
        "logements jumelés, menuiseries remplacées",
        "détail des façades : linteaux et bandeaux de brique claire",
        "rang de quatre logements",
    ),
    Kind.BUILDING: (
        "le bâtiment vu de l'entrée du carreau",
        "façade ouest et pignon",
        "état du clos et du couvert",
    ),
    Kind.CHAPEL: ("la façade principale", "la chapelle depuis le parvis", "façade et nef, côté sud"),
    Kind.SIGN: (
        "jalonnement cyclable, mentions à vérifier",
        "panneau directionnel en bon état",
        "signalétique au carrefour",
    ),
    Kind.SURFACE: (
        "état du revêtement (mètre pliant pour l'échelle)",
        "faïençage en rive de chaussée",
        "bordure et accotement",
    ),
}
_AFTER: dict[Condition, tuple[str, ...]] = {
    Condition.RUIN: (", très dégradé", ", à l'abandon", ", toiture effondrée"),
    Condition.WORN: ("", "", ", avant travaux"),
    Condition.SITE: (", travaux en cours", ", échafaudages en place"),
    Condition.RESTORED: (", après réhabilitation", ", travaux achevés", ""),
}
_BUILT = frozenset({Kind.BUILDING, Kind.CHAPEL, Kind.STREET, Kind.FACADES, Kind.HEADFRAME})
_SEASONS = {
    Season.SPRING: ("", " au printemps"),
    Season.SUMMER: ("", ""),
    Season.AUTUMN: ("", " en automne"),
    Season.WINTER: ("", " en hiver"),
    Season.SNOW: (" sous la neige", " enneigé"),
}


def caption(place: str, kind: Kind, season: Season, condition: Condition, seed: int) -> str:
    """A sentence for one photo; the same seed gives the same words."""
    rng = stream("caption", seed)
    seen = _SEEN[kind][int(rng.integers(len(_SEEN[kind])))]
    if kind in _BUILT:
        after = _AFTER[condition][int(rng.integers(len(_AFTER[condition])))]
        return f"{place}, {seen}{after}"
    when = _SEASONS[season][int(rng.integers(2))]
    return f"{place}{when}, {seen}" if season is not Season.SNOW else f"{place}, {seen}{_SEASONS[season][0]}"


KEYWORDS: dict[Kind, tuple[str, ...]] = {
    Kind.TERRIL: ("terril", "paysage"),
    Kind.FLAT_TERRIL: ("terril", "schiste", "sentier"),
    Kind.SUMMIT: ("terril", "panorama", "belvédère"),
    Kind.GREENWAY: ("voie verte", "cavalier", "vélo"),
    Kind.CANAL: ("canal", "halage", "vélo"),
    Kind.POND: ("étang", "milieu humide"),
    Kind.MIRROR: ("étang", "terril", "paysage"),
    Kind.WOOD: ("forêt", "sentier"),
    Kind.HEADFRAME: ("chevalement", "patrimoine minier"),
    Kind.STREET: ("cité minière", "espace public"),
    Kind.FACADES: ("cité minière", "façade", "brique"),
    Kind.BUILDING: ("patrimoine minier", "site en danger"),
    Kind.CHAPEL: ("chapelle", "site en danger"),
    Kind.SIGN: ("jalonnement", "vélo"),
    Kind.SURFACE: ("revêtement", "diagnostic"),
}
