// What part of the world the map shows: kept while the reader is elsewhere, set anew only by the reader.

const search = new URL(import.meta.url).search;
const [{ beyondView, homeOf, marginsOf }, { undrawn }] = await Promise.all(
  ["home.mjs", "cards.mjs"].map((name) => import(`./${name}${search}`)),
);
// Views outlive the element: back from another page, the map stands where it was left.
const kept = new Map();

/** The view of `live`; `fitted` tells whether it is one that somebody chose, or of places that there were. */
export class View {
  constructor(live) {
    Object.assign(this, { live, fitted: false });
  }

  /** Return where the map opens: as it was left, else round the places, else on the Middle East. */
  opening() {
    const [left, box] = [kept.get(this.live.data.key), homeOf(this.live.places.features)];
    this.fitted = Boolean(left || box);
    return left ?? (box ? { bounds: box, fitBoundsOptions: this.margins() } : { center: [30, 25], zoom: 1.4 });
  }

  margins() {
    return marginsOf(this.live.$(".tm-canvas"));
  }

  listen() {
    this.live.map.on("moveend", () => this.keep());
    this.keep();
    this.live.map.on("moveend", () => this.sayLeft());
  }

  /** Remember the view, and say it on the element for whoever looks at the page from outside (tests, exports). */
  keep() {
    const { map, data } = this.live;
    const view = { center: map.getCenter().toArray(), zoom: map.getZoom() };
    kept.set(data.key, view);
    this.live.$(".tm").dataset.view = [...view.center, view.zoom].map((number) => number.toFixed(4)).join(" ");
  }

  reset({ animate, share }) {
    const box = homeOf(this.live.places.features, share);
    if (!box) return;
    this.fitted = true;
    this.live.map.fitBounds(box, { ...this.margins(), animate, duration: 500 });
  }

  /** Say what the view and the map leave out, so that neither hides anything. */
  sayLeft() {
    const { places, arcs, map } = this.live;
    const say = (selector, words) => Object.assign(this.live.$(selector), { hidden: !words, textContent: words });
    const beyond = beyondView(places.features, map.getBounds());
    say(".tm-beyond", beyond && `${beyond.toLocaleString("en")} more beyond this view`);
    say(".tm-undrawn", undrawn(places.omitted, arcs.omitted));
  }
}
