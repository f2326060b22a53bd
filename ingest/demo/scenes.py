"""What a photo shows, as a value: drawing it twice gives the same picture."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The sort of picture: each has its own composition."""

    TERRIL = "terril"
    FLAT_TERRIL = "flat-terril"
    HEADFRAME = "headframe"
    STREET = "street"
    FACADES = "facades"
    GREENWAY = "greenway"
    CANAL = "canal"
    POND = "pond"
    MIRROR = "mirror"
    SUMMIT = "summit"
    WOOD = "wood"
    BUILDING = "building"
    CHAPEL = "chapel"
    SIGN = "sign"
    SURFACE = "surface"


class Season(StrEnum):
    """Colours, leaves and the length of the day."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"
    SNOW = "snow"


class Weather(StrEnum):
    """What the sky does to the light and to the distance."""

    CLEAR = "clear"
    FAIR = "fair"
    CLOUDY = "cloudy"
    OVERCAST = "overcast"
    MIST = "mist"
    RAIN = "rain"


class Condition(StrEnum):
    """What years did to a building."""

    RUIN = "ruin"
    WORN = "worn"
    SITE = "building site"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture to draw.

    `viewpoint` names the subject and the frame, with a bar between: two scenes that share it show the same paths,
    slopes and houses, whatever their season; two that share the subject show the same building from elsewhere.
    `seed` tells two shots apart: clouds, ripples, grain. `hour` is local solar time.
    """

    kind: Kind
    viewpoint: str
    seed: int
    season: Season
    year: int
    hour: float
    weather: Weather
    width: int
    height: int
    condition: Condition = Condition.WORN

    @property
    def subject(self) -> str:
        """What is looked at, from any viewpoint."""
        return self.viewpoint.split("|")[0]

    @property
    def growth(self) -> float:
        """How far trees have grown over: 0 in 2006, 1 in 2026.

        >>> Scene(Kind.POND, "a", 1, Season.SPRING, 2016, 12, Weather.CLEAR, 800, 600).growth
        0.5
        """
        return min(1.0, max(0.0, (self.year - 2006) / 20))
