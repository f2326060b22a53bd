"""How near is near: metres for each kind of place, and for single layers of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.settings import FIELD_OF_VIEW, TOLERANCES

NEAR, ALONG, LOOKING = "near_m", "along_m", "looking_m"


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The tolerances of a library: what a layer was given, else what its kind was, else the published default.

    `chosen` maps `near_m.cite` or `near_m.cite.<layer>` to metres.
    """

    chosen: Mapping[str, int] = field(default_factory=dict)
    field_of_view_deg: float = FIELD_OF_VIEW.default

    def of(self, rule: str, kind: str, layer: str | None) -> float:
        """Metres within which a rule holds for a place of this kind and layer; 0 where it never does.

        >>> Tolerances({"near_m.cite.cites-2020": 10}).of("near_m", "cite", "cites-2020")
        10.0
        """
        name = f"{rule}.{kind}"
        by_layer = self.chosen.get(f"{name}.{layer}") if layer else None
        metres = self.chosen.get(name) if by_layer is None else by_layer
        return float(_DEFAULTS.get(name, 0) if metres is None else metres)


_DEFAULTS = {setting.name: setting.default for setting in TOLERANCES}


def tolerances(stored: Mapping[str, str]) -> Tolerances:
    """The tolerances that a library's table of settings says."""
    rules = {NEAR, ALONG, LOOKING}
    chosen = {
        name: int(value)
        for name, value in stored.items()
        if name.partition(".")[0] in rules and value.isdecimal()
    }
    return Tolerances(chosen, float(stored.get(FIELD_OF_VIEW.name, FIELD_OF_VIEW.default)))
