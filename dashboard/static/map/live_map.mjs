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
const names = ["maplibre-gl", "base", "geometry", "marks", "cards", "pieces", "legend", "table", "player", "pointer", "popup", "view", "walk", "unpack"];
const [maplibre, base, geometry, marks, cards, letters, { fillLegend }, { Tables }, { Player }, { Pointer }, { Popup }, { View }, { Walk }, { unpack, unpackRows }] =
  await Promise.all(names.map((name) => import(files(`${name}.mjs`))));
maplibre.setWorkerUrl(files("maplibre-gl-worker.mjs"));

const SETTLED_MS = 400; // a choice that changes by the step, as the day does, is told once it rests
const ECHO_MS = 5_000;

/** Open a map inside the component's element. Resolves when it is drawn, or is known not to be: the table works alone. */
export async function open(root, component) {
  const map = new LiveMap(root, component, await letters.first(component.data.key));
  await map.ready;
  return map;
}

class LiveMap {
  constructor(root, component, { selected, ...pieces }) {
    Object.assign(this, { root, component, sent: null, shapes: new Map(), names: new Map(), drawnMarks: {}, tookMarks: {} });
    Object.assign(this, pieces, { selected, chosen: selected }); // the place filtered by, and the one marked: a run earlier
    this.take();
    this.palette = base.paletteOf(this.$(".tm"));
    const say = (words) => this.say(words);
    this.tables = new Tables(this.$(".tm-list"), {
      choose: (id) => this.choose(id, null), open: (id) => this.component.setTriggerValue("opened", id), order: (order) => this.tell({ order }),
    });
    this.popup = new Popup(this);
    this.view = new View(this);
    this.player = new Player(root, { show: (counts, named) => this.play(counts, named), tell: (changes) => this.tell(changes), say });
    this.player.offer(this.data.windows, this.data.paces);
    this.listenToWords();
    this.paint();
    this.showWords();
    this.showChoices();
    this.heard = (piece) => this.hear(piece);
    letters.listen(this.data.key, this.heard);
    const labels = parts[1].then(({ codes }) => ((this.names = new Map(codes)), this.showWords())).catch(() => {});
    this.ready = this.shown.see === "table" ? labels.then(() => this.settle()) : this.start();
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

  get playing() {
    return Boolean(this.shown.window && this.player.open);
  }

  say(words) {
    this.$(".tm-spoken").textContent = words;
  }

  fail(error) {
    console.error("The map could not be drawn:", error);
    this.map?.remove();
    this.map = null;
    this.$(".tm-notice").textContent = "The map cannot be drawn in this browser: it needs WebGL 2. The table holds the same places.";
  }

  /** Draw the map, once: when it is first seen. */
  start() {
    this.started ??= this.draw().catch((error) => this.fail(error));
    return this.started;
  }

  settle() {
    this.$(".tm").dataset.state = "ready";
    this.$(".tm-notice").textContent = "";
  }

  async draw() {
    const map = new maplibre.Map({
      container: this.$(".tm-canvas"), style: base.baseStyle(this.palette), attributionControl: false, renderWorldCopies: true,
      minZoom: 0.6, maxZoom: 12, dragRotate: false, pitchWithRotate: false, fadeDuration: 120,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      ...this.view.opening(),
    });
    this.map = map;
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), "bottom-right");
    const [land, labels, admin] = parts;
    await new Promise((done) => map.once("style.load", done));
    base.fillBase(map, { land: await land, labels: await labels, decode: geometry.decode });
    map.addImage("town", base.townImage(this.palette), { pixelRatio: 2 });
    marks.addMarks(map, this.palette, this.ramp);
    marks.keepTowns(map, (await labels).cities.map(([name]) => name));
    base.repaint(map, this.palette);
    this.listen();
    this.putAll();
    this.showLayers();
    this.settle();
    this.fillAdmin(await admin);
    this.openSelected();
  }

  /** Add the admin-1 lines and outlines, which come last; until then a region is its circle. */
  fillAdmin(admin) {
    for (const outline of geometry.decode(admin, "admin1").features) this.shapes.set(outline.properties.g, outline.geometry);
    this.map.getSource("admin").setData(geometry.decode(admin, "lines"));
    this.putAll();
  }

  update(component) {
    this.component = component;
    const palette = base.paletteOf(this.$(".tm"));
    const other = palette.dark !== this.palette.dark || palette.accent !== this.palette.accent;
    this.palette = palette;
    if (other) this.paint();
    const fresh = this.take();
    if (fresh("places")) this.showWords();
    if (!this.map || !this.drawnMarks.places) return;
    this.putNew();
    if (!this.view.fitted) this.view.reset({ animate: false });
  }

  /** Unpack what came and is new; return what tells of a part whether it is. */
  take() {
    const [{ parts: came, marks: now }, before] = [this.data, this.tookMarks];
    const fresh = (part) => before[part] !== now[part];
    if (fresh("places")) this.places = unpack(came.places);
    if (fresh("provinces")) this.provinces = unpackRows(came.provinces);
    this.tookMarks = now;
    return fresh;
  }

  /** Take over a piece: what is chosen, the arcs, or what the player and the table need. */
  hear(piece) {
    if (piece.shown) return this.hearChoice(piece);
    Object.assign(this, piece);
    this.showWords();
    this.showChoices();
    if (this.drawnMarks.places) this.putNew();
  }

  /** Take over what the page's address has chosen, unless it is older than the reader's last press. */
  hearChoice({ shown, selected }) {
    if (this.selected !== selected) this.hearPlace(selected);
    const heard = JSON.stringify(shown);
    if (this.sent !== null && this.sent !== heard) return;
    this.sent = null;
    if (heard === JSON.stringify(this.shown)) return;
    const resorted = shown.order !== this.shown.order;
    this.shown = shown;
    if (resorted) this.showWords();
    this.showChoices();
  }

  hearPlace(selected) {
    this.selected = this.chosen = selected;
    this.tables.mark(selected);
    if (!this.map || !this.drawnMarks.places) return;
    if (this.marked !== selected) this.markChosen();
    this.openSelected();
  }

  /** Show at once what the reader chooses, then tell Python; it keeps it in the address. */
  tell(changes) {
    if (Object.entries(changes).every(([name, value]) => this.shown[name] === value)) return;
    this.shown = { ...this.shown, ...changes };
    this.sent = JSON.stringify(this.shown);
    this.showChoices();
    if ("order" in changes) this.showWords();
    for (const timer of [this.telling, this.waiting]) clearTimeout(timer);
    this.telling = setTimeout(() => this.component.setTriggerValue("shown", this.shown), "day" in changes ? SETTLED_MS : 0);
    this.waiting = setTimeout(() => (this.sent = null), ECHO_MS); // no answer comes where Python has nothing new to say
  }

  switchLayer(name) {
    const order = [...this.root.querySelectorAll("[data-layer]")].map((button) => button.dataset.layer);
    this.tell({ layers: order.filter((layer) => (layer === name) !== this.shown.layers.includes(layer)) });
  }

  /** Bring buttons, player and map in line with what is chosen. */
  showChoices() {
    const { layers: on, see, below, window: days } = this.shown;
    Object.assign(this.$(".tm").dataset, { see, below });
    this.$('[data-do="below"]').setAttribute("aria-expanded", String(below));
    for (const button of this.root.querySelectorAll("[data-layer]")) button.setAttribute("aria-pressed", String(on.includes(button.dataset.layer)));
    for (const button of this.root.querySelectorAll("button[data-see]")) button.setAttribute("aria-pressed", String(button.dataset.see === see));
    this.player.set((days && this.days) || null, this.shown);
    this.$('[data-do="player"]').textContent = days && !this.days ? "Loading days…" : "▶ Play through time";
    if (see === "map" && this.tables.said) this.start();
    if (this.map && this.drawnMarks.places) this.showLayers();
  }

  showLayers() {
    marks.showLayers(this.map, this.palette, this.shown.layers, this.playing);
    this.$(".tm-layers").dataset.off = String(this.playing);
  }

  /** Draw the window that the player stands on; `named` are the places to name, null: those that are. */
  play(counts, named) {
    if (!this.map || !this.drawnMarks.places) return;
    marks.play(this.map, this.places.features, counts, named, this.shapes);
  }

  /** Open the card of the place filtered by, where there is room beside it; close that of one no longer filtered by. */
  openSelected() {
    const id = this.selected;
    const feature = id && this.find(id);
    if (!feature) return this.popup.place && this.popup.close();
    if (this.popup.place !== id && !this.popup.narrow) this.popup.showPlace(feature, null);
  }

  /** Take over the page's colours, in words and map; nothing is loaded again, the view stays. */
  paint() {
    this.$(".tm").dataset.theme = this.palette.dark ? "dark" : "light";
    this.ramp.forEach((colour, level) => this.$(".tm").style.setProperty(`--tm-r${level}`, colour));
    if (!this.map || !this.drawnMarks.places) return;
    base.repaint(this.map, this.palette);
    marks.repaintMarks(this.map, this.palette, this.ramp);
    this.map.updateImage("town", base.townImage(this.palette));
    this.showLayers();
  }

  showWords() {
    const { arcs, unresolved, data: { levels } } = this;
    if (!this.tables.said) fillLegend(this.$(".tm-legend"), levels);
    this.tables.fill({ places: this.places, arcs, unresolved, levels, names: this.names, chosen: this.chosen, order: this.shown.order });
  }

  putAll() {
    this.drawnMarks = {};
    this.putNew();
  }

  /** Put into the map what it has not drawn yet; what bears the mark of what stands is skipped. */
  putNew() {
    const now = { ...this.tookMarks, arcs: this.arcs_mark };
    const [places, arcs, provinces] = ["places", "arcs", "provinces"].map((part) => this.drawnMarks[part] !== now[part]);
    this.drawnMarks = now;
    const started = performance.now();
    if (places) marks.setPlaces(this.map, this.places.features, this.shapes);
    if (provinces) marks.setProvinces(this.map, this.provinces, this.shapes);
    if (arcs || places) this.lines = marks.setArcs(this.map, this.arcs.features, this.places.features);
    if (places || arcs || this.marked !== this.chosen) this.markChosen();
    if (places || arcs || provinces) this.$(".tm").dataset.drawn = "false"; // until MapLibre is idle again; for whoever looks from outside
    if (places && this.playing) this.player.go(this.player.at);
    if (places) this.map.getCanvas().setAttribute("aria-label", cards.summary(this.places.features));
    if (places || arcs || provinces) this.popup.refill();
    this.view.sayLeft();
    if (places || arcs || provinces) this.$(".tm").dataset.took = (performance.now() - started).toFixed(1); // milliseconds of script
  }

  markChosen() {
    this.marked = this.chosen;
    marks.setChosen(this.map, this.find(this.chosen), this.lines);
  }

  /** Listen to the buttons and keys round the map: they work without it too. */
  listenToWords() {
    for (const button of this.root.querySelectorAll("[data-layer]")) button.onclick = () => this.switchLayer(button.dataset.layer);
    for (const button of this.root.querySelectorAll("button[data-see]")) button.onclick = () => this.tell({ see: button.dataset.see });
    this.$('[data-do="below"]').onclick = () => this.tell({ below: !this.shown.below });
    this.$('[data-do="player"]').onclick = () => this.tell({ window: this.data.windows[0] });
    this.$(".tm").onkeydown = (event) => {
      if (event.key === "Escape" && this.popup.card) this.popup.close();
    };
  }

  listen() {
    const { map } = this;
    this.view.listen();
    map.on("movestart", () => (this.$(".tm").dataset.drawn = "false"));
    map.on("idle", () => (this.$(".tm").dataset.drawn = "true"));
    this.pointer = new Pointer(this);
    this.$(".tm-beyond").onclick = () => this.view.reset({ animate: true, share: 1 });
    this.$('[data-do="in"]').onclick = () => map.zoomIn();
    this.$('[data-do="out"]').onclick = () => map.zoomOut();
    this.$('[data-do="reset"]').onclick = () => this.view.reset({ animate: true });
    this.walk = new Walk(map, {
      places: () => this.places.features, say: (words) => this.say(words), choose: (id) => this.choose(id, null),
    });
    this.sizes = new ResizeObserver(([{ contentRect }]) => contentRect.width && map.resize()); // behind the table it has no size
    this.sizes.observe(this.$(".tm-canvas"));
  }

  find(id) {
    return this.places.features.find((f) => f.properties.id === id);
  }

  province(id) {
    return this.provinces.find((province) => province.id === id);
  }

  /** Choose a place, from the map (with where it was clicked) or from a list: popup, mark, and word to Python. */
  choose(id, at) {
    const feature = this.find(id);
    if (!feature) return;
    const again = id === this.selected;
    if (again && (this.popup.place === id || !this.map || this.shown.see === "table")) return this.unchoose(id);
    this.chosen = id;
    this.tables.mark(id);
    this.say(cards.tipOf(feature.properties));
    if (!again) this.component.setTriggerValue("clicked", id);
    if (!this.map || this.shown.see !== "map") return;
    this.popup.showPlace(feature, at);
    this.markChosen();
  }

  /** Take back the filter by a place that was chosen again. */
  unchoose(id) {
    this.chosen = null;
    this.popup.close();
    this.tables.mark(null);
    this.say("No longer filtered by this place");
    this.component.setTriggerValue("clicked", id);
    if (this.map) this.markChosen();
  }

  close() {
    letters.leave(this.data.key, this.heard);
    for (const timer of [this.telling, this.waiting]) clearTimeout(timer);
    this.player.stop();
    this.sizes?.disconnect();
    this.map?.remove();
  }
}
