// What lies under the pointer, and what a click on it opens.

const search = new URL(import.meta.url).search;
const [layers, cards] = await Promise.all(["layers.mjs", "cards.mjs"].map((name) => import(`./${name}${search}`)));

/** Listens to the map of `live`, the whole of which it may ask. */
export class Pointer {
  constructor(live) {
    this.live = live;
    this.map = live.map;
    this.map.on("click", (event) => this.clicked(event));
    this.map.on("mousemove", (event) => this.hover(event.point));
    for (const gone of ["movestart", "mouseout"]) this.map.on(gone, () => this.hover(null));
  }

  hover(point) {
    const tip = this.live.$(".tm-tip");
    const hit = point && this.top(this.under(point));
    this.map.getCanvas().style.cursor = hit ? "pointer" : "";
    tip.hidden = !hit;
    if (!hit) return;
    tip.textContent = cards.tipOf(this.meant(hit) ?? {}, this.live.data.levels);
    tip.style.transform = `translate(${point.x + 14}px, ${point.y + 14}px)`;
    tip.classList.toggle("tm-left", point.x > this.live.$(".tm-canvas").clientWidth - 220);
  }

  /** Return what a mark stands for. */
  meant({ id, layer, properties }) {
    if (layer.id === "country-shade") return this.live.find(this.countryId(id))?.properties;
    return layers.SHADES.includes(layer.id) ? this.live.province(properties.id) : properties;
  }

  top(found) {
    return layers.CLICKABLE.map((id) => found.find((f) => f.layer.id === id)).find(Boolean);
  }

  under(point) {
    const reach = 4;
    const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
    const found = this.map.queryRenderedFeatures(box, { layers: layers.CLICKABLE });
    return found.filter((f) => f.layer.id !== "country-shade" || f.state.about);
  }

  async clicked(event) {
    const found = this.under(event.point);
    const hit = this.top(found);
    if (!hit) return this.live.popup.close();
    if (hit.properties.cluster) return this.openCluster(hit);
    if (layers.LINES.includes(hit.layer.id)) return this.openArcs(found, event.lngLat);
    if (layers.SHADES.includes(hit.layer.id)) return this.openProvince(hit.properties.id, event.lngLat);
    const id = this.meant(hit)?.id;
    if (id) this.live.choose(id, event.lngLat);
  }

  countryId(code) {
    return this.live.places.features.find((f) => f.properties.drawn === "country" && f.properties.country === code)?.properties.id;
  }

  async openCluster(cluster) {
    const source = this.map.getSource(cluster.source);
    const zoom = await source.getClusterExpansionZoom(cluster.properties.cluster_id);
    const at = cluster.geometry.coordinates;
    if (zoom <= this.map.getMaxZoom() - 1.5) return void this.map.easeTo({ center: at, zoom: zoom + 0.3, duration: 450 });
    const leaves = await source.getClusterLeaves(cluster.properties.cluster_id, 40, 0);
    this.live.popup.show(at, cards.crowdCard(leaves.map((f) => this.live.find(f.properties.id).properties), this.live.popup.doors()), null);
  }

  /** Say what the lines under a click stand for; each of their ends can be chosen. */
  openArcs(found, at) {
    const lines = found.filter((f) => layers.LINES.includes(f.layer.id)).map((f) => f.properties);
    const unlike = [...new Map(lines.map((line) => [`${line.from}>${line.to}`, line])).values()].sort((a, b) => b.n - a.n);
    this.live.popup.show(at.toArray(), cards.arcsCard(unlike, this.live.popup.doors()), null);
  }

  openProvince(id, at) {
    const province = this.live.province(id);
    const places = province.places.map((row) => this.live.places.features[row]?.properties).filter(Boolean);
    this.live.popup.show(at.toArray(), cards.provinceCard(province, { ...this.live.popup.doors(), places }), null);
  }
}
