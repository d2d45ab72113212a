// The map by keyboard: N and P walk through the places in view, most quoted first; Enter chooses the one walked to.

const search = new URL(import.meta.url).search;
const [{ setWalked }, { tipOf }] = await Promise.all(["marks.mjs", "cards.mjs"].map((name) => import(`./${name}${search}`)));

/** Listens to the map's own element; `places()` are all, `say` speaks, `choose` opens one. */
export class Walk {
  constructor(map, { places, say, choose, close }) {
    Object.assign(this, { map, places, say, choose, close, id: null });
    const canvas = map.getCanvas();
    canvas.addEventListener("keydown", (event) => this.pressed(event));
    canvas.addEventListener("blur", () => this.stand(null));
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "n") this.go(1);
    else if (key === "p") this.go(-1);
    else if (key === "enter" && this.id) this.choose(this.id);
    else return;
    event.preventDefault();
  }

  inView() {
    const view = this.map.getBounds();
    const drawn = this.places().filter((f) => f.geometry && view.contains(f.geometry.coordinates));
    return drawn.sort((a, b) => b.properties.about + b.properties.said - a.properties.about - a.properties.said);
  }

  go(by) {
    const found = this.inView();
    if (!found.length) return this.say("No place in this view");
    const here = found.findIndex((f) => f.properties.id === this.id);
    const at = here < 0 ? (by > 0 ? 0 : found.length - 1) : (here + by + found.length) % found.length;
    this.stand(found[at]);
    this.say(`${at + 1} of ${found.length}: ${tipOf(found[at].properties)}`);
  }

  stand(feature) {
    this.id = feature?.properties.id ?? null;
    setWalked(this.map, feature);
  }
}
