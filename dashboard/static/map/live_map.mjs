// The live map: opened once, then updated in place. New data never move the view; only the reader and "Reset view" do.

import * as maplibre from "./maplibre-gl.mjs";
import { baseStyle, paletteOf, repaint, townImage } from "./base.mjs";
import { bounds, decode } from "./geometry.mjs";
import { addMarks, CLICKABLE, repaintMarks, setMarks, showLayer } from "./marks.mjs";
import { crowdCard, fillLegend, fillList, placeCard } from "./panel.mjs";

const files = (name) => new URL(name, import.meta.url).href;
const load = async (name) => {
  const answer = await fetch(files(name));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
};
maplibre.setWorkerUrl(files("maplibre-gl-worker.mjs"));

// Views outlive the element: back from another page, the map stands where it was left.
const views = new Map();
let parts = null;
const baseParts = () => (parts ??= Promise.all(["base.json", "labels.json", "admin1.json"].map(load)));

/** Open a map inside the component's element. Resolves when it is drawn. */
export async function open(root, component) {
  const map = new LiveMap(root, component);
  await map.ready;
  return map;
}

class LiveMap {
  constructor(root, component) {
    this.root = root;
    this.component = component;
    this.shown = { about: true, said: true, arcs: true };
    this.chosen = component.data.selected;
    this.shapes = new Map();
    this.palette = paletteOf(root.querySelector(".tm"));
    this.ready = this.start();
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

  async start() {
    this.showWords();
    const kept = views.get(this.data.key);
    const box = this.home();
    this.map = new maplibre.Map({
      container: this.$(".tm-canvas"), style: baseStyle(), attributionControl: false, renderWorldCopies: true,
      minZoom: 0.6, maxZoom: 12, dragRotate: false, pitchWithRotate: false, fadeDuration: 120,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      ...(kept ?? (box ? { bounds: box, fitBoundsOptions: this.margins() } : { center: [30, 25], zoom: 1.4 })),
    });
    this.fitted = Boolean(kept || box);
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), "bottom-right");
    const [[base, labels, admin]] = await Promise.all([baseParts(), new Promise((done) => this.map.once("style.load", done))]);
    this.fillBase(base, labels, admin);
    addMarks(this.map, this.palette, this.ramp);
    repaint(this.map, this.palette);
    this.listen();
    this.draw();
    this.$(".tm").dataset.state = "ready";
    this.$(".tm-notice").textContent = "";
    this.map.resize();
  }

  fillBase(base, labels, admin) {
    const put = (source, ...collections) =>
      this.map.getSource(source).setData({ type: "FeatureCollection", features: collections.flatMap((c) => c.features) });
    const named = (kind) => ([name, latitude, longitude, rank]) => ({
      type: "Feature", properties: { kind, name, rank }, geometry: { type: "Point", coordinates: [longitude, latitude] },
    });
    put("land", decode(base, "countries"));
    put("borders", decode(base, "borders"));
    put("disputed", decode(base, "disputed"));
    put("water", decode(base, "rivers"), decode(base, "lakes"));
    put("admin", decode(admin, "lines"));
    put("labels", { features: [...labels.countries.map(named("country")), ...labels.cities.map(named("city"))] });
    for (const { properties, geometry } of decode(admin, "admin1").features) this.shapes.set(properties.g, geometry);
    this.names = new Map(labels.codes);
    this.map.addImage("town", townImage(this.palette), { pixelRatio: 2 });
  }

  /** Return the box of what most quotes are about: strays at the edge of the world do not shrink the rest. */
  home() {
    const spots = this.data.places.features.filter((f) => f.geometry);
    const by = (key) => spots.filter((f) => f.properties[key]).sort((a, b) => b.properties[key] - a.properties[key]);
    const [ranked, key] = by("about").length ? [by("about"), "about"] : by("said").length ? [by("said"), "said"] : [spots, "articles"];
    const total = ranked.reduce((sum, f) => sum + f.properties[key], 0);
    let sum = 0;
    const most = ranked.filter((f) => (sum += f.properties[key]) - f.properties[key] < 0.95 * total);
    return bounds(most.map((f) => ({
      at: f.geometry.coordinates, km: f.properties.drawn === "point" ? 30 : Math.min(200, f.properties.radius_km),
    })));
  }

  margins() {
    const wide = this.$(".tm-canvas").clientWidth > 560;
    return { padding: wide ? { top: 64, bottom: 40, left: 56, right: 64 } : { top: 56, bottom: 28, left: 24, right: 48 }, maxZoom: 7.5 };
  }

  update(component) {
    const before = this.component;
    this.component = component;
    const palette = paletteOf(this.$(".tm"));
    if (palette.dark !== this.palette.dark || palette.accent !== this.palette.accent) this.repaint(palette);
    if (before.data.selected !== component.data.selected) this.chosen = component.data.selected;
    this.showWords();
    this.draw();
    if (!this.fitted) this.reset({ animate: false });
  }

  repaint(palette) {
    this.palette = palette;
    repaint(this.map, palette);
    repaintMarks(this.map, palette, this.ramp);
    this.map.updateImage("town", townImage(palette));
  }

  showWords() {
    this.$(".tm").dataset.theme = this.palette.dark ? "dark" : "light";
    fillLegend(this.$(".tm-legend-body"), { levels: this.data.levels, ramp: this.ramp });
    fillList(this.$(".tm-list"), {
      places: this.data.places, ramp: this.ramp, chosen: this.chosen, choose: (id) => this.choose(id, null),
    });
  }

  draw() {
    setMarks(this.map, this.data, this.shapes, this.chosen);
    if (this.popup?.place) this.fillPopup(this.popup.place);
  }

  listen() {
    const { map } = this;
    map.on("moveend", () => views.set(this.data.key, { center: map.getCenter().toArray(), zoom: map.getZoom() }));
    map.on("click", (event) => this.clicked(event));
    map.on("mousemove", (event) => {
      map.getCanvas().style.cursor = this.under(event.point).length ? "pointer" : "";
    });
    for (const button of this.root.querySelectorAll("[data-layer]")) {
      button.onclick = () => {
        const name = button.dataset.layer;
        this.shown[name] = !this.shown[name];
        button.setAttribute("aria-pressed", String(this.shown[name]));
        showLayer(map, name, this.shown[name]);
      };
    }
    this.$('[data-do="in"]').onclick = () => map.zoomIn();
    this.$('[data-do="out"]').onclick = () => map.zoomOut();
    this.$('[data-do="reset"]').onclick = () => this.reset({ animate: true });
    this.$(".tm").onkeydown = (event) => {
      if (event.key === "Escape" && this.popup) this.closePopup();
    };
    this.sizes = new ResizeObserver(() => map.resize());
    this.sizes.observe(this.$(".tm-canvas"));
  }

  reset({ animate }) {
    const box = this.home();
    if (!box) return;
    this.fitted = true;
    this.map.fitBounds(box, { ...this.margins(), animate, duration: 500 });
  }

  under(point) {
    const reach = 4;
    const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
    const found = this.map.queryRenderedFeatures(box, { layers: CLICKABLE });
    return found.filter((f) => f.layer.id !== "country-shade" || f.state.about);
  }

  async clicked(event) {
    const found = this.under(event.point);
    const hit = CLICKABLE.map((id) => found.find((f) => f.layer.id === id)).find(Boolean);
    if (!hit) return this.closePopup();
    if (hit.properties.cluster) return this.openCluster(hit);
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
    this.showPopup(at, crowdCard(leaves.map((f) => f.properties), {
      ramp: this.ramp, close: () => this.closePopup(), choose: (id) => this.choose(id, null),
    }), null);
  }

  find(id) {
    return this.data.places.features.find((f) => f.properties.id === id);
  }

  /** Choose a place, from the map (with where it was clicked) or from a list: popup, mark, and word to Python. */
  choose(id, at) {
    const feature = this.find(id);
    if (!feature) return;
    this.chosen = id;
    const spot = feature.geometry?.coordinates ?? null;
    const anchor = feature.properties.drawn === "point" ? spot : at?.toArray() ?? spot;
    if (!at && spot && !this.map.getBounds().contains(spot)) this.map.easeTo({ center: spot, duration: 450 });
    this.openPlace(id, anchor);
    this.showWords();
    this.draw();
    this.component.setTriggerValue("clicked", id);
  }

  openPlace(id, anchor) {
    const feature = this.find(id);
    const at = anchor ?? this.map.getCenter().toArray();
    this.showPopup(at, this.card(feature.properties), id);
  }

  card(place) {
    return placeCard(place, {
      arcs: this.data.arcs, ramp: this.ramp, names: this.names, close: () => this.closePopup(), choose: (id) => this.choose(id, null),
    });
  }

  showPopup(at, content, place) {
    this.closePopup();
    const popup = new maplibre.Popup({ closeButton: false, closeOnClick: false, maxWidth: "300px", offset: 12, focusAfterOpen: false });
    popup.setLngLat(at).setDOMContent(content).addTo(this.map);
    this.popup = { popup, place };
  }

  fillPopup(id) {
    const feature = this.find(id);
    if (feature) this.popup.popup.setDOMContent(this.card(feature.properties));
    else this.closePopup();
  }

  closePopup() {
    this.popup?.popup.remove();
    this.popup = null;
  }

  close() {
    this.sizes?.disconnect();
    this.map?.remove();
  }
}
