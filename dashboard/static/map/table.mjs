// The map's twin in words: every place, every line and the names that led nowhere, as tables that can be sorted.

const { el, many, placeSign } = await import(`./el.mjs${new URL(import.meta.url).search}`);
const STEP = 100; // rows at first, and again with each "show more"
const VAGUE = "Whole countries and wider areas";
const COLUMNS = [ // field, words; those after the name that only the whole table has room for are marked
  ["name", "Place"], ["country", "Country", "more"], ["where", "Known to", "more"], ["level", "Gravest language", "more"],
  ["about", "about"], ["said", "said at"], ["articles", "articles", "more"],
];
const NUMBERS = ["about", "said", "articles"];
const VALUE = { // what is compared, where it is not the field itself
  country: (p, names) => names.get(p.country) ?? p.country, where: (p) => p.radius_km,
  level: (p) => p.level - (p.feared ? 0.5 : 0),
};

/** Keeps how far the reader has opened each table; everything else is handed in. */
export class Tables {
  constructor(box, { choose, open, order }) {
    Object.assign(this, { box, choose, open, order, rows: {} });
    this.box.addEventListener("click", (event) => this.clicked(event.target.closest("button")));
  }

  clicked(button) {
    const { id, end, sort, more, article } = button?.dataset ?? {};
    if (id ?? end) this.choose(id ?? end);
    else if (article) this.open(article);
    else if (sort) this.order(nextOrder(this.said.order, sort));
    else if (more) this.showMore(more);
  }

  showMore(name) {
    this.rows[name] = (this.rows[name] ?? STEP) + STEP;
    this.fill(this.said);
  }

  /** Fill the tables anew, keeping scroll and focus. `said`: places, arcs, unresolved, levels, names, chosen, order. */
  fill(said) {
    this.said = said;
    const focused = this.box.getRootNode().activeElement?.dataset ?? {};
    const top = this.box.scrollTop;
    const all = ordered(said.places.features.map((feature) => feature.properties), said);
    const vague = (p) => p.drawn === "country" || p.drawn === "listed";
    const located = all.filter((p) => !vague(p));
    const wide = all.filter(vague);
    this.box.replaceChildren(
      wide.length && located.length > 8 ? this.jump(wide.length) : "",
      all.length ? "" : el("p", { class: "tm-empty" }, "No place matches these filters. Widen the dates or clear one."),
      ...this.places("Places", located, omitted(said.places.omitted)),
      ...this.places(VAGUE, wide, "Shaded or only listed: no point stands for them."),
      ...this.pairs(said.arcs),
      ...this.nowhere(said.unresolved),
    );
    this.box.scrollTop = top;
    for (const [name, value] of Object.entries(focused)) this.box.querySelector(`[data-${name}="${CSS.escape(value)}"]`)?.focus({ preventScroll: true });
    this.mark(said.chosen);
  }

  /** Mark the row of the chosen place alone. */
  mark(chosen) {
    this.said.chosen = chosen;
    this.box.querySelectorAll('[aria-current="true"]').forEach((button) => button.removeAttribute("aria-current"));
    if (chosen) this.box.querySelector(`tbody [data-id="${CSS.escape(chosen)}"]`)?.setAttribute("aria-current", "true");
  }

  jump(n) {
    const to = () => this.box.querySelector(`[data-section="${VAGUE}"]`).scrollIntoView({ block: "nearest" });
    return el("button", { type: "button", class: "tm-jump", onclick: to }, `↓ ${many(n, "whole country or wider area", "whole countries and wider areas")}`);
  }

  places(title, places, note) {
    if (!places.length) return [];
    const head = COLUMNS.map(([field, words, more], at) => heading(field, at ? words : title, more, this.said.order));
    return this.table(title, head, places, (place) => placeRow(place, this.said), "place", note);
  }

  pairs(arcs) {
    const end = (id, name) => el("button", { type: "button", "data-end": id }, el("span", { class: "tm-name", dir: "auto" }, name));
    const row = ({ properties: arc }) => el("tr", {},
      el("th", { scope: "row" }, el("div", { class: "tm-pair" }, end(arc.from, arc.from_name), el("span", {}, el("span", { class: "tm-unseen" }, "about"), el("span", { "aria-hidden": "true" }, "→")), end(arc.to, arc.to_name))),
      el("td", {}, arc.n.toLocaleString("en")));
    const lines = [...arcs.features].sort((a, b) => b.properties.n - a.properties.n);
    return lines.length ? this.table("pairs", heads("Said in → about", "statements"), lines, row, "pair", withoutLine(arcs)) : [];
  }

  nowhere(unresolved) {
    if (!unresolved?.total) return [];
    const row = ([name, n, article]) => el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", "data-article": article, title: "Open the newest article with this name" }, el("span", { class: "tm-name", dir: "auto" }, name))),
      el("td", {}, n.toLocaleString("en")));
    const left = unresolved.total - unresolved.rows.length;
    const note = `${left > 0 ? `${many(left, "more name")} not listed. ` : ""}No entry of the gazetteer was likely enough: counted, never drawn.`;
    return this.table("nowhere", heads(`Names that led nowhere: ${unresolved.total.toLocaleString("en")}`, "articles"), unresolved.rows, row, "name", note);
  }

  table(name, head, items, row, noun, note) {
    const shown = this.rows[name] ?? STEP;
    const left = items.length - shown;
    return [
      el("table", { "data-section": name }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...items.slice(0, shown).map(row))),
      left > 0 ? el("button", { type: "button", class: "tm-more-rows", "data-more": name }, `Show more (${many(left, noun)} left)`) : "",
      note ? el("p", { class: "tm-note" }, note) : "",
    ];
  }
}

const omitted = (n) => (n > 0 ? `${many(n, "more place")} with fewer quotes: narrow the filters to see them.` : "");

const heads = (...words) => words.map((word) => el("th", { scope: "col" }, word));

/** Build the head of a column: a button that sorts by it, first the way that is asked most. */
function heading(field, words, more, order) {
  const key = NUMBERS.includes(field) || field === "level" ? `-${field}` : field;
  const [up, down] = [order === field, order === `-${field}`];
  const arrow = up ? " ↑" : down ? " ↓" : "";
  return el("th", { scope: "col", class: more && "tm-more", "aria-sort": up ? "ascending" : down ? "descending" : null },
    el("button", { type: "button", "data-sort": key, title: "Sort by this column" }, words, arrow && el("span", { "aria-hidden": "true" }, arrow)));
}

/** Return what a press on a head leads to: its own way, the other way round, then as they came. */
function nextOrder(order, first) {
  const other = first.startsWith("-") ? first.slice(1) : `-${first}`;
  return order === first ? other : order === other ? "" : first;
}

/** Return places in the order asked for; as they came (most quotes first) where none is. */
function ordered(places, { order, names }) {
  if (!order) return places;
  const field = order.replace("-", "");
  const value = VALUE[field] ?? ((p) => p[field]);
  const sign = order.startsWith("-") ? -1 : 1;
  const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b, "en") : a - b);
  return [...places].sort((a, b) => sign * compare(value(a, names), value(b, names)));
}

function placeRow(place, { names, levels }) {
  const kind = ["point", "country"].includes(place.drawn) ? "" : place.precision;
  const within = [kind, place.admin1 !== place.name ? place.admin1 : ""].filter(Boolean);
  const number = (n, more) => el("td", { class: more }, n ? n.toLocaleString("en") : "·");
  const words = (text, more = "tm-more tm-words") => el("td", { class: more }, text);
  return el("tr", {},
    el("th", { scope: "row" }, el("button", { type: "button", "data-id": place.id },
      placeSign(place), el("span", { class: "tm-name", dir: "auto" }, place.name), el("small", {}, within.join(", "), el("span", { class: "tm-less" }, (within.length ? ", " : "") + place.country)))),
    words(names.get(place.country) ?? place.country),
    words(place.radius_km && place.drawn !== "point" ? `${place.where}, ± ${Math.round(place.radius_km).toLocaleString("en")} km` : place.where),
    words(place.about ? risk(place, levels) : "·"),
    number(place.about), number(place.said), number(place.articles, "tm-more"));
}

/** Say the gravest language with the sign of what it is said to be: ■ reported, ◇ feared only. */
function risk({ level, feared }, levels) {
  if (!level) return levels[0];
  const said = feared ? "feared only" : "reported";
  return el("span", { class: `tm-risk tm-l${level}`, title: said }, el("i", { "aria-hidden": "true" }, feared ? "◇" : "■"), levels[level], el("span", { class: "tm-unseen" }, `, ${said}`));
}

function withoutLine({ omitted: weaker, unplaced }) {
  const vague = unplaced ? `${many(unplaced, "quote")} said in or about a whole country or wider area` : "";
  const weak = weaker ? `${many(weaker, "weaker pair")} of places` : "";
  return vague || weak ? `Without a line: ${[vague, weak].filter(Boolean).join("; ")}.` : "";
}
