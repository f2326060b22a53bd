// What lies under everything: a grey ground that is enough, our own tiles on it where they come, scale and zoom.

import "leaflet";

const L = window.L;

// Leaflet empties a tile with an image written into an address, which the site's policy refuses.
const Tiles = L.TileLayer.extend({
  _abortLoading() {
    for (const [key, tile] of Object.entries(this._tiles)) {
      if (tile.coords.z === this._tileZoom) continue;
      tile.el.onload = tile.el.onerror = () => {};
      if (tile.el.complete) continue;
      tile.el.removeAttribute("src");
      tile.el.remove();
      delete this._tiles[key];
      this.fire("tileabort", { tile: tile.el, coords: tile.coords });
    }
  },
  _removeTile(key) {
    this._tiles[key]?.el.removeAttribute("src");
    L.GridLayer.prototype._removeTile.call(this, key);
  },
  _tileReady(coords, error, tile) {
    if (this._map && tile?.getAttribute("src")) L.GridLayer.prototype._tileReady.call(this, coords, error, tile);
  },
});

export class Ground {
  constructor({ leaflet, say, options }) {
    this.leaflet = leaflet;
    this.say = say;
    this.onPick = null;
    L.control.zoom({ zoomInTitle: say("Zoom in"), zoomOutTitle: say("Zoom out") }).addTo(leaflet);
    L.control.scale({ imperial: false }).addTo(leaflet);
    this.note = L.control.attribution({ prefix: false }).addTo(leaflet);
    if (options.tiles !== false) this._tiles(options.deepest ?? 18);
    leaflet.on("click", ({ latlng }) => this._pick(latlng));
    const element = leaflet.getContainer();
    element.setAttribute("role", "application");
    if (!element.hasAttribute("aria-label")) element.setAttribute("aria-label", say("Map"));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === element) this._pick(leaflet.getCenter());
    });
  }

  picking(onPick) {
    this.onPick = onPick;
    this.leaflet.getContainer().classList.toggle("picking", Boolean(onPick));
  }

  failed() {
    this.note.addAttribution(this.say("Part of this map could not be loaded."));
  }

  // The source is named once something of it is shown.
  _tiles(deepest) {
    const tiles = new Tiles("/tiles/{z}/{x}/{y}", { maxNativeZoom: deepest, maxZoom: 19 });
    tiles.once("tileload", () => this.note.addAttribution("© IGN"));
    tiles.addTo(this.leaflet);
  }

  _pick({ lat, lng }) {
    this.onPick?.({ longitude: L.Util.wrapNum(lng, [-180, 180], true), latitude: lat });
  }
}
