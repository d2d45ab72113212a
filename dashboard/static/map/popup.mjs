// The card at the edge of the map: one at a time, kept while data come in, closed by Escape.

const cards = await import(`./cards.mjs${new URL(import.meta.url).search}`);
const NARROW = 560; // pixels: below, the card lies under what it speaks of

/** Shows cards on the map of `live`; `place` is the id of the place that the open one speaks of, or null. */
export class Popup {
  constructor(live) {
    Object.assign(this, { live, place: null, back: null, dock: live.$(".tm-dock") });
  }

  get card() {
    return this.dock.firstElementChild;
  }

  get narrow() {
    return this.live.$(".tm-canvas").clientWidth < NARROW;
  }

  /** Return what every card is given: how to close it, how to choose a place, and the words. */
  doors() {
    return {
      close: () => this.close(), choose: (id) => this.live.choose(id, null), names: this.live.names, levels: this.live.data.levels,
    };
  }

  /** Show the card of a place; `at` is where it was clicked, null: at the place itself. */
  showPlace(feature, at) {
    const spot = feature.geometry?.coordinates ?? null;
    const anchor = feature.properties.drawn === "point" ? spot : at?.toArray() ?? spot;
    this.show(anchor, this.ofPlace(feature.properties), feature.properties.id);
  }

  ofPlace(place) {
    const { arcs, places, provinces, shown } = this.live;
    const row = places.features.findIndex((f) => f.properties.id === place.id);
    const province = shown.layers.includes("provinces") && provinces.find((one) => one.places.includes(row));
    return cards.placeCard(place, {
      ...this.doors(), arcs: arcs.features.map((arc) => arc.properties), province: province || null, read: this.cardsBelow(),
    });
  }

  /** Return what leads to the quote cards where they stand below the map, or null: on a wide screen they are beside it. */
  cardsBelow() {
    const quotes = document.querySelector(".st-key-quotes");
    if (!quotes || quotes.getBoundingClientRect().top < this.live.$(".tm-stage").getBoundingClientRect().bottom) return null;
    return () => quotes.scrollIntoView({ behavior: "smooth", block: "start" });
  }

  /** Show a card over none of what it speaks of; who came by the map's keys goes on in it, and back with Escape. */
  show(at, content, place) {
    const canvas = this.live.map.getCanvas();
    const byKeys = this.focused() === canvas && canvas.matches(":focus-visible");
    const back = byKeys ? canvas : this.back;
    this.close({ focus: false });
    Object.assign(this, { place, back });
    this.dock.replaceChildren(content);
    if (back) content.focus({ preventScroll: true });
    if (at) this.makeRoom(at);
  }

  focused() {
    return this.dock.getRootNode().activeElement;
  }

  /** Move the map just so far that a spot lies beside the card: right of it or, where the map is narrow, above. */
  makeRoom(at) {
    const { clientWidth: wide, clientHeight: high } = this.live.$(".tm-canvas");
    const [left, bottom] = this.narrow ? [24, high - this.card.offsetHeight - 30] : [this.card.offsetWidth + 40, high - 30];
    const spot = this.live.map.project(at);
    const over = (value, low, most) => value - Math.max(low, Math.min(most, value));
    const shift = [over(spot.x, left, wide - 56), over(spot.y, 32, bottom)];
    if (shift.some(Boolean)) this.live.map.panBy(shift, { duration: 300 });
  }

  /** Fill the card of a place anew, with what has come in. */
  refill() {
    const feature = this.place && this.live.find(this.place);
    if (!feature) return this.place && this.close();
    const [top, within] = [this.card.scrollTop, this.card.contains(this.focused())];
    this.dock.replaceChildren(this.ofPlace(feature.properties));
    this.card.scrollTop = top;
    if (within) this.card.focus({ preventScroll: true });
  }

  close({ focus = true } = {}) {
    const { back } = this;
    this.dock.replaceChildren();
    Object.assign(this, { place: null, back: null });
    if (focus) back?.focus({ preventScroll: true });
  }
}
