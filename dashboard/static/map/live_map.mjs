// The live map: opened once, then updated in place. New data never move the view; only the reader and "Reset view" do.

// The version in this file's own address goes on to all it loads: an update never meets old files in a browser's cache.
const VERSION = new URL(import.meta.url).search;
const files = (name) => new URL(name + VERSION, import.meta.url).href;
const load = async (name) => {
  const answer = await fetch(files(name));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
};
// Asked for at once, beside the library; a part that does not come is told where it is awaited.
const parts = ["base.json", "labels.json", "admin1.json"].map(load);
for (const part of parts) part.catch(() => {});
const [maplibre, base, geometry, marks, panel] = await Promise.all(
  ["maplibre-gl.mjs", "base.mjs", "geometry.mjs", "marks.mjs", "panel.mjs"].map((name) => import(files(name))),
);
maplibre.setWorkerUrl(files("maplibre-gl-worker.mjs"));

// The first view holds the places of this share of the quotes; a button leads to the rest.
const MOST = 0.7;
const NARROW = 560; // pixels
// Views outlive the element: back from another page, the map stands where it was left.
const views = new Map();

/** Open a map inside the component's element. Resolves when it is drawn, or is known not to be: the list works alone. */
export async function open(root, component) {
  const map = new LiveMap(root, component);
  await map.ready;
  return map;
}

class LiveMap {
  constructor(root, component) {
    this.root = root;
    this.component = component;
    this.layers = component.data.layers;
    this.sent = null; // layers told to Python and not yet heard back: what comes meanwhile is older
    this.chosen = component.data.selected;
    this.shapes = new Map();
    this.palette = base.paletteOf(root.querySelector(".tm"));
    this.showWords();
    this.pressLayers();
    this.ready = this.start().catch((error) => this.fail(error));
  }

  $(selector) {
    return this.root.querySelector(selector);
  }

  get data() {
    return this.component.data;
  }

  get ramp() {
    return this.data.ramp[this.palette.dark ? "dark" : "light"];
  }

  fail(error) {
    console.error("The map could not be drawn:", error);
    this.map?.remove();
    this.map = null;
    this.$(".tm-notice").textContent = "The map cannot be drawn in this browser: it needs WebGL 2. The list beside it holds the same places.";
  }

  async start() {
    const kept = views.get(this.data.key);
    const box = this.home();
    this.map = new maplibre.Map({
      container: this.$(".tm-canvas"), style: base.baseStyle(), attributionControl: false, renderWorldCopies: true,
      minZoom: 0.6, maxZoom: 12, dragRotate: false, pitchWithRotate: false, fadeDuration: 120,
      locale: { "Map.Title": "Map of places; the list holds the same in words" },
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      ...(kept ?? (box ? { bounds: box, fitBoundsOptions: this.margins() } : { center: [30, 25], zoom: 1.4 })),
    });
    this.fitted = Boolean(kept || box);
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), "bottom-right");
    const [land, labels, admin] = parts;
    await new Promise((done) => this.map.once("style.load", done));
    this.fillBase(await land, await labels);
    marks.addMarks(this.map, this.palette, this.ramp);
    base.repaint(this.map, this.palette);
    this.listen();
    this.showLayers();
    this.draw();
    this.$(".tm").dataset.state = "ready";
    this.$(".tm-notice").textContent = "";
    this.fillAdmin(await admin);
    this.openSelected();
  }

  fillBase(land, labels) {
    const put = (source, ...collections) =>
      this.map.getSource(source).setData({ type: "FeatureCollection", features: collections.flatMap((c) => c.features) });
    const named = (kind) => ([name, latitude, longitude, rank]) => ({
      type: "Feature", properties: { kind, name, rank }, geometry: { type: "Point", coordinates: [longitude, latitude] },
    });
    put("land", geometry.decode(land, "countries"));
    put("borders", geometry.decode(land, "borders"));
    put("disputed", geometry.decode(land, "disputed"));
    put("water", geometry.decode(land, "rivers"), geometry.decode(land, "lakes"));
    put("labels", { features: [...labels.countries.map(named("country")), ...labels.cities.map(named("city"))] });
    this.names = new Map(labels.codes);
    this.map.addImage("town", base.townImage(this.palette), { pixelRatio: 2 });
  }

  /** Add the admin-1 lines and outlines, which come last; until then a region is its circle. */
  fillAdmin(admin) {
    for (const outline of geometry.decode(admin, "admin1").features) this.shapes.set(outline.properties.g, outline.geometry);
    this.map.getSource("admin").setData(geometry.decode(admin, "lines"));
    this.draw();
  }

  /** Return the box of what most quotes are about: strays at the edge of the world do not shrink the rest; share 1: of all. */
  home(share = MOST) {
    const spots = this.data.places.features.filter((f) => f.geometry);
    const by = (key) => spots.filter((f) => f.properties[key]).sort((a, b) => b.properties[key] - a.properties[key]);
    const [ranked, key] = by("about").length ? [by("about"), "about"] : by("said").length ? [by("said"), "said"] : [spots, "articles"];
    const total = ranked.reduce((sum, f) => sum + f.properties[key], 0);
    let sum = 0;
    const quoted = (f) => f.properties.about || f.properties.said;
    const most = share === 1 ? spots.filter(quoted) : ranked.filter((f) => (sum += f.properties[key]) - f.properties[key] < share * total);
    return geometry.bounds(most.map((f) => ({
      at: f.geometry.coordinates, km: f.properties.drawn === "point" ? 30 : Math.min(200, f.properties.radius_km),
    })));
  }

  margins() {
    const wide = this.$(".tm-canvas").clientWidth >= NARROW;
    return { padding: wide ? { top: 64, bottom: 40, left: 56, right: 64 } : { top: 56, bottom: 28, left: 24, right: 48 }, maxZoom: 7.5 };
  }

  update(component) {
    const before = this.component;
    this.component = component;
    const palette = base.paletteOf(this.$(".tm"));
    const other = palette.dark !== this.palette.dark || palette.accent !== this.palette.accent;
    this.palette = palette;
    if (other && this.map) this.repaint(palette);
    const reselected = before.data.selected !== component.data.selected;
    if (reselected) this.chosen = component.data.selected;
    this.showWords();
    this.hearLayers(component.data.layers);
    if (!this.map) return;
    this.draw();
    if (reselected) this.openSelected();
    if (!this.fitted) this.reset({ animate: false });
  }

  /** Take over the layers of the page's address, unless they are older than the reader's last press. */
  hearLayers(layers) {
    const heard = String(layers);
    if (this.sent !== null && this.sent !== heard) return;
    this.sent = null;
    if (heard === String(this.layers)) return;
    this.layers = layers;
    this.pressLayers();
    if (this.map) this.showLayers();
  }

  switchLayer(name) {
    const order = [...this.root.querySelectorAll("[data-layer]")].map((button) => button.dataset.layer);
    this.layers = order.filter((layer) => (layer === name) !== this.layers.includes(layer));
    this.sent = String(this.layers);
    this.pressLayers();
    if (this.map) this.showLayers();
    this.component.setTriggerValue("layers", this.layers);
  }

  pressLayers() {
    for (const button of this.root.querySelectorAll("[data-layer]")) {
      button.setAttribute("aria-pressed", String(this.layers.includes(button.dataset.layer)));
      button.onclick = () => this.switchLayer(button.dataset.layer);
    }
  }

  showLayers() {
    for (const name of Object.keys(marks.LAYERS)) marks.showLayer(this.map, name, this.layers.includes(name));
    marks.nameEnds(this.map, this.layers);
  }

  /** Open the card of the place filtered by, where there is room beside it; close that of one no longer filtered by. */
  openSelected() {
    const id = this.data.selected;
    const feature = id && this.find(id);
    if (!feature) return this.closePopup();
    if (this.popup?.place !== id && this.$(".tm-canvas").clientWidth >= NARROW) this.show(feature, null);
  }

  repaint(palette) {
    base.repaint(this.map, palette);
    marks.repaintMarks(this.map, palette, this.ramp);
    this.map.updateImage("town", base.townImage(palette));
  }

  showWords() {
    this.$(".tm").dataset.theme = this.palette.dark ? "dark" : "light";
    panel.fillLegend(this.$(".tm-legend"), { levels: this.data.levels, ramp: this.ramp });
    panel.fillList(this.$(".tm-list"), {
      places: this.data.places, arcs: this.data.arcs, ramp: this.ramp, chosen: this.chosen, choose: (id) => this.choose(id, null),
    });
  }

  draw() {
    this.$(".tm").dataset.drawn = "false"; // until MapLibre is idle again; for whoever looks from outside, as the view
    marks.setMarks(this.map, this.data, this.shapes, this.chosen);
    if (this.popup?.place) this.fillPopup(this.popup.place);
    this.countBeyond();
    this.sayUndrawn();
  }

  /** Say how much the map leaves out for its own sake. */
  sayUndrawn() {
    const words = panel.undrawn(this.data.places.omitted, this.data.arcs.omitted);
    this.$(".tm-undrawn").hidden = !words;
    this.$(".tm-undrawn").textContent = words;
  }

  listen() {
    const { map } = this;
    map.on("moveend", () => this.keepView());
    this.keepView();
    map.on("click", (event) => this.clicked(event));
    map.on("moveend", () => this.countBeyond());
    map.on("movestart", () => (this.$(".tm").dataset.drawn = "false"));
    map.on("idle", () => (this.$(".tm").dataset.drawn = "true"));
    map.on("mousemove", (event) => this.hover(event.point));
    map.on("movestart", () => this.hover(null));
    map.on("mouseout", () => this.hover(null));
    this.$(".tm-beyond").onclick = () => this.reset({ animate: true, share: 1 });
    this.$('[data-do="in"]').onclick = () => map.zoomIn();
    this.$('[data-do="out"]').onclick = () => map.zoomOut();
    this.$('[data-do="reset"]').onclick = () => this.reset({ animate: true });
    this.$(".tm").onkeydown = (event) => {
      if (event.key === "Escape" && this.popup) this.closePopup();
    };
    this.sizes = new ResizeObserver(() => map.resize());
    this.sizes.observe(this.$(".tm-canvas"));
  }

  /** Remember the view, and say it on the element for whoever looks at the page from outside (tests, exports). */
  keepView() {
    const view = { center: this.map.getCenter().toArray(), zoom: this.map.getZoom() };
    views.set(this.data.key, view);
    this.$(".tm").dataset.view = [...view.center, view.zoom].map((number) => number.toFixed(4)).join(" ");
  }

  reset({ animate, share = MOST }) {
    const box = this.home(share);
    if (!box) return;
    this.fitted = true;
    this.map.fitBounds(box, { ...this.margins(), animate, duration: 500 });
  }

  /** Say how many places of quotes lie outside the view, so that a close view hides nothing. */
  countBeyond() {
    const view = this.map.getBounds();
    const beyond = this.data.places.features.filter((f) => f.geometry && (f.properties.about || f.properties.said) && !view.contains(f.geometry.coordinates));
    const button = this.$(".tm-beyond");
    button.hidden = !beyond.length;
    button.textContent = `${beyond.length.toLocaleString("en")} more beyond this view`;
  }

  hover(point) {
    const tip = this.$(".tm-tip");
    const hit = point && this.top(this.under(point));
    this.map.getCanvas().style.cursor = hit ? "pointer" : "";
    tip.hidden = !hit;
    if (!hit) return;
    const properties = hit.layer.id === "country-shade" ? this.find(this.countryId(hit.id))?.properties : hit.properties;
    tip.textContent = panel.tipOf(properties ?? {});
    tip.style.transform = `translate(${point.x + 14}px, ${point.y + 14}px)`;
    tip.classList.toggle("tm-left", point.x > this.$(".tm-canvas").clientWidth - 220);
  }

  top(found) {
    return marks.CLICKABLE.map((id) => found.find((f) => f.layer.id === id)).find(Boolean);
  }

  under(point) {
    const reach = 4;
    const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
    const found = this.map.queryRenderedFeatures(box, { layers: marks.CLICKABLE });
    return found.filter((f) => f.layer.id !== "country-shade" || f.state.about);
  }

  async clicked(event) {
    const found = this.under(event.point);
    const hit = this.top(found);
    if (!hit) return this.closePopup();
    if (hit.properties.cluster) return this.openCluster(hit);
    if (marks.LINES.includes(hit.layer.id)) return this.openArcs(found, event.lngLat);
    const id = hit.layer.id === "country-shade" ? this.countryId(hit.id) : hit.properties.id;
    if (id) this.choose(id, event.lngLat);
  }

  countryId(code) {
    return this.data.places.features.find((f) => f.properties.drawn === "country" && f.properties.country === code)?.properties.id;
  }

  async openCluster(cluster) {
    const source = this.map.getSource(cluster.source);
    const zoom = await source.getClusterExpansionZoom(cluster.properties.cluster_id);
    const at = cluster.geometry.coordinates;
    if (zoom <= this.map.getMaxZoom() - 1.5) return void this.map.easeTo({ center: at, zoom: zoom + 0.3, duration: 450 });
    const leaves = await source.getClusterLeaves(cluster.properties.cluster_id, 40, 0);
    this.showCard(at, panel.crowdCard(leaves.map((f) => f.properties), {
      ramp: this.ramp, close: () => this.closePopup(), choose: (id) => this.choose(id, null),
    }), null);
  }

  /** Say what the lines under a click stand for; each of their ends can be chosen. */
  openArcs(found, at) {
    const lines = found.filter((f) => marks.LINES.includes(f.layer.id)).map((f) => f.properties);
    const unlike = [...new Map(lines.map((line) => [`${line.from}>${line.to}`, line])).values()].sort((a, b) => b.n - a.n);
    this.showCard(at.toArray(), panel.arcsCard(unlike, { close: () => this.closePopup(), choose: (id) => this.choose(id, null) }), null);
  }

  find(id) {
    return this.data.places.features.find((f) => f.properties.id === id);
  }

  /** Choose a place, from the map (with where it was clicked) or from a list: popup, mark, and word to Python. */
  choose(id, at) {
    const feature = this.find(id);
    if (!feature) return;
    const again = id === this.data.selected;
    if (again && this.popup?.place === id) return this.unchoose(id);
    this.chosen = id;
    this.showWords();
    this.$(".tm-spoken").textContent = panel.tipOf(feature.properties);
    if (!again) this.component.setTriggerValue("clicked", id);
    if (this.map) this.show(feature, at);
  }

  /** Take back the filter by a place that was chosen again. */
  unchoose(id) {
    this.chosen = null;
    this.closePopup();
    this.showWords();
    this.$(".tm-spoken").textContent = "No longer filtered by this place";
    this.component.setTriggerValue("clicked", id);
    if (this.map) this.draw();
  }

  show(feature, at) {
    const spot = feature.geometry?.coordinates ?? null;
    const anchor = feature.properties.drawn === "point" ? spot : at?.toArray() ?? spot;
    this.showCard(anchor, this.card(feature.properties), feature.properties.id);
    this.draw();
  }

  card(place) {
    return panel.placeCard(place, {
      arcs: this.data.arcs, ramp: this.ramp, names: this.names, close: () => this.closePopup(), choose: (id) => this.choose(id, null),
      read: this.cardsBelow(),
    });
  }

  /** Return what leads to the quote cards where they stand below the map, or null: on a wide screen they are beside it. */
  cardsBelow() {
    const cards = document.querySelector(".st-key-quotes");
    if (!cards || cards.getBoundingClientRect().top < this.$(".tm-stage").getBoundingClientRect().bottom) return null;
    return () => cards.scrollIntoView({ behavior: "smooth", block: "start" });
  }

  /** Show a card at the edge of the map, over none of what it speaks of. */
  showCard(at, content, place) {
    this.closePopup();
    this.hover(null);
    const dock = this.$(".tm-dock");
    dock.replaceChildren(content);
    this.popup = { place, set: (card) => dock.replaceChildren(card), remove: () => dock.replaceChildren() };
    if (at) this.makeRoom(at, content);
  }

  /** Move the map just so far that a spot lies beside the card: right of it or, where the map is narrow, above. */
  makeRoom(at, card) {
    const { clientWidth: wide, clientHeight: high } = this.$(".tm-canvas");
    const [left, bottom] = wide < NARROW ? [24, high - card.offsetHeight - 30] : [card.offsetWidth + 40, high - 30];
    const spot = this.map.project(at);
    const over = (value, low, most) => value - Math.max(low, Math.min(most, value));
    const shift = [over(spot.x, left, wide - 56), over(spot.y, 56, bottom)];
    if (shift.some(Boolean)) this.map.panBy(shift, { duration: 300 });
  }

  fillPopup(id) {
    const feature = this.find(id);
    if (!feature) return this.closePopup();
    const top = this.$(".tm-card")?.scrollTop;
    this.popup.set(this.card(feature.properties));
    if (top) this.$(".tm-card").scrollTop = top;
  }

  closePopup() {
    this.popup?.remove();
    this.popup = null;
  }

  close() {
    this.sizes?.disconnect();
    this.map?.remove();
  }
}
