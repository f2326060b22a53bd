// The gallery with a script: ticks, keys, a way to find filters, a map that filters. Without it, links and a form do.

import { findable } from "./gallery-facets.js";
import { listen } from "./gallery-keys.js";
import { followMap } from "./gallery-map.js";
import { tickable } from "./gallery-ticks.js";

tickable();
findable();
listen();
followMap(document.querySelector(".gallery-map"));
