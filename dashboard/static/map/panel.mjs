// The words beside the map: list, legend, popup. Every text goes through textContent: names come from articles.

const { radius } = await import(`./marks.mjs${new URL(import.meta.url).search}`);

/** Build an element: attributes, then children; strings become text, never markup. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "style") for (const [rule, set] of Object.entries(value)) element.style.setProperty(rule, set);
    else if (name.startsWith("on")) element[name] = value;
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const many = (n, one, more = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : more}`;
const MAX_ROWS = 200;
const MAX_PAIRS = 60;
const VAGUE = "Whole countries and wider areas";

/** Draw the sign of a place as the map has it: dot, ring, area, hatched area or diamond. */
function sign(place, ramp) {
  const kind = !place.about && place.said ? "diamond" : place.drawn === "point" ? "dot" : "patch";
  return el("i", {
    class: `tm-sign tm-sign-${kind}${place.feared ? " tm-feared" : ""}`,
    style: { "--tm-level": ramp[place.level] },
    "aria-hidden": "true",
  });
}

/** Fill the list: whole countries and wider areas first, as the map has no mark for them, then places by quotes. */
export function fillList(box, { places, arcs, ramp, chosen, choose }) {
  const focused = box.getRootNode().activeElement?.dataset?.id;
  const top = box.scrollTop;
  const all = places.features.map((feature) => feature.properties);
  const vague = all.filter((p) => p.drawn === "country" || p.drawn === "listed");
  const located = all.filter((p) => p.drawn !== "country" && p.drawn !== "listed");
  const row = (place) => listRow(place, ramp, place.id === chosen, choose);
  const jump = () => box.querySelector(`[data-section="${VAGUE}"]`).scrollIntoView({ block: "nearest", behavior: "smooth" });
  box.replaceChildren(
    ...(vague.length && located.length > 8 ? [el("button", { type: "button", class: "tm-jump", onclick: jump },
      `↓ ${many(vague.length, "whole country or wider area", "whole countries and wider areas")}`)] : []),
    ...(all.length ? [] : [el("p", { class: "tm-empty" }, "No place matches these filters. Widen the dates or clear one.")]),
    ...section("Places", located.slice(0, MAX_ROWS).map(row), beyond(located.length + places.omitted - MAX_ROWS)),
    ...section(VAGUE, vague.slice(0, MAX_ROWS).map(row), "Shaded or only listed: no point stands for them."),
    ...pairs(arcs, choose),
  );
  box.scrollTop = top;
  if (focused) box.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Build the arcs' twin: where statements were made, what they are about, how many; both ends can be chosen. */
function pairs(arcs, choose) {
  if (!arcs.features.length) return [];
  const end = (id, name) => el("button", { type: "button", class: "tm-end", onclick: () => choose(id) }, el("span", { class: "tm-name", dir: "auto" }, name));
  const rows = arcs.features.map((arc) => arc.properties).sort((a, b) => b.n - a.n).slice(0, MAX_PAIRS).map((arc) => el("tr", {},
    el("th", { scope: "row" }, el("div", { class: "tm-pair" }, end(arc.from, arc.from_name), el("span", { "aria-label": "about" }, "→"), end(arc.to, arc.to_name))),
    el("td", {}, arc.n.toLocaleString("en"))));
  const head = el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Said in → about"), el("th", { scope: "col" }, "statements")));
  const notes = [beyond(arcs.features.length - MAX_PAIRS), withoutLine(arcs)].filter(Boolean).map((note) => el("p", { class: "tm-note" }, note));
  return [el("table", { "data-section": "pairs" }, head, el("tbody", {}, ...rows)), ...notes];
}

function withoutLine({ omitted, unplaced }) {
  const vague = unplaced ? `${many(unplaced, "quote")} said in or about a whole country or wider area` : "";
  const weak = omitted ? `${many(omitted, "weaker pair")} of places` : "";
  return vague || weak ? `Without a line: ${[vague, weak].filter(Boolean).join("; ")}.` : "";
}

const beyond = (n) => (n > 0 ? `${many(n, "more place")}: narrow the filters to list them.` : "");

function section(title, rows, note) {
  if (!rows.length) return [];
  const head = el("thead", {}, el("tr", {},
    el("th", { scope: "col" }, title), el("th", { scope: "col" }, "about"), el("th", { scope: "col" }, "said at")));
  return [el("table", { "data-section": title }, head, el("tbody", {}, ...rows)), note ? el("p", { class: "tm-note" }, note) : null].filter(Boolean);
}

function listRow(place, ramp, chosen, choose) {
  const kind = ["point", "country"].includes(place.drawn) ? "" : place.precision;
  const within = [kind, place.admin1 !== place.name ? place.admin1 : "", place.country].filter(Boolean).join(", ");
  const button = el("button",
    { type: "button", "data-id": place.id, "aria-current": chosen ? "true" : null, onclick: () => choose(place.id) },
    sign(place, ramp), el("span", { class: "tm-name", dir: "auto" }, place.name), el("small", {}, within));
  const number = (n) => el("td", {}, n ? n.toLocaleString("en") : "·");
  return el("tr", {}, el("th", { scope: "row" }, button), number(place.about), number(place.said));
}

/** Fill the legend: two rows under the map, so that it covers nothing. */
export function fillLegend(box, { levels, ramp }) {
  const item = (mark, words) => el("li", {}, mark, el("span", {}, words));
  const sign = (kind, level, more = "") => el("i", { class: `tm-sign tm-sign-${kind} ${more}`, style: { "--tm-level": ramp[level] } });
  const dot = (n) => el("i", { class: "tm-sign tm-sign-dot", style: {
    "--tm-level": ramp[0], width: `${2 * radius(n)}px`, height: `${2 * radius(n)}px` } });
  const row = (title, ...items) => el("div", {}, el("h4", {}, title), el("ul", {}, ...items));
  box.replaceChildren(
    row("Gravest risk", ...levels.map((words, level) => item(sign("dot", level), words)).reverse()),
    row("Reality", item(sign("dot", 3), "reported"), item(sign("dot", 3, "tm-feared"), "feared only")),
    row("Exactness", item(sign("dot", 0), "town or site"), item(sign("patch", 3), "area, somewhere within"),
      item(sign("shade", 3), "whole country, no point")),
    row("Speech", item(sign("diamond", 0), "said here"), item(sign("arc", 0), "said → about")),
    row("Quotes", ...[1, 10, 100].map((n) => item(dot(n), String(n)))),
  );
}

/** Build what a popup says of a place. */
export function placeCard(place, { arcs, names, close, choose, read }) {
  const said = arcs.features.filter((arc) => arc.properties.from === place.id).map((a) => [a.properties.to, a.properties.to_name, a.properties.n]);
  const heard = arcs.features.filter((arc) => arc.properties.to === place.id).map((a) => [a.properties.from, a.properties.from_name, a.properties.n]);
  const within = [place.admin1 !== place.name ? place.admin1 : "", names.get(place.country) ?? place.country];
  const counts = [place.about ? `${many(place.about, "quote")} about it` : "", place.said ? `${many(place.said, "quote")} said here` : "",
    many(place.articles, "article")].filter(Boolean);
  return el("article", { class: "tm-card", "data-id": place.id },
    el("button", { type: "button", class: "tm-close", "aria-label": "Close", onclick: close }, "×"),
    el("h3", { dir: "auto" }, place.name),
    el("p", { class: "tm-where" }, [...new Set([...within, place.where])].filter((w) => w && w !== place.name).join(" · ")),
    el("p", { class: "tm-known" }, `${place.known} Nothing is jittered.`),
    el("p", { class: "tm-counts" }, counts.join(" · ")),
    read && el("button", { type: "button", class: "tm-read", onclick: read }, "Read who said what ↓"),
    rows("Risks", place.risks.map(([risk, how, n]) => el("li", {},
      el("span", {}, risk), el("em", { class: `tm-how tm-${how}` }, how), el("b", {}, n.toLocaleString("en"))))),
    rows("Stances", place.stances.map(([stance, n]) => el("li", {}, el("span", {}, stance), el("b", {}, n.toLocaleString("en"))))),
    links("Said in", heard, choose),
    links("From here, about", said, choose),
  );
}

function rows(title, items) {
  return items.length ? el("section", {}, el("h4", {}, title), el("ul", {}, ...items)) : null;
}

function links(title, ends, choose) {
  const items = ends.slice(0, 5).map(([id, name, n]) => el("li", {},
    el("button", { type: "button", onclick: () => choose(id) }, name), el("b", {}, n.toLocaleString("en"))));
  return rows(title, items);
}

/** Build the list of places that lie too close together to be told apart by zooming. */
export function crowdCard(places, { ramp, close, choose }) {
  return el("article", { class: "tm-card" },
    el("button", { type: "button", class: "tm-close", "aria-label": "Close", onclick: close }, "×"),
    el("h3", {}, many(places.length, "place")),
    el("ul", {}, ...places.slice(0, 40).map((place) => el("li", {},
      el("button", { type: "button", onclick: () => choose(place.id) }, sign(place, ramp), place.name)))));
}

/** Say what a line stands for: "5 statements made in Geneva about Idlib". */
const made = (arc) => `${many(arc.n, "statement")} made in ${arc.from_name} about ${arc.to_name}`;

/** Build what a popup says of lines that run under one spot. */
export function arcsCard(lines, { close, choose }) {
  const end = (id, name) => el("button", { type: "button", onclick: () => choose(id) }, name);
  return el("article", { class: "tm-card" },
    el("button", { type: "button", class: "tm-close", "aria-label": "Close", onclick: close }, "×"),
    el("h3", {}, many(lines.reduce((sum, arc) => sum + arc.n, 0), "statement")),
    el("ul", {}, ...lines.slice(0, 8).map((arc) => el("li", { "aria-label": made(arc) },
      el("span", {}, "made in ", end(arc.from, arc.from_name), " about ", end(arc.to, arc.to_name)), el("b", {}, arc.n.toLocaleString("en"))))),
    lines.length > 8 ? el("p", { class: "tm-where" }, `and on ${many(lines.length - 8, "more line")}`) : null,
    el("p", { class: "tm-known" }, "Choose a place to filter by it."));
}

/** Say how many places and lines were too many to draw: "340 more places not drawn". */
export function undrawn(places, lines) {
  const parts = [places ? many(places, "more place") : "", lines ? many(lines, "more line") : ""].filter(Boolean);
  return parts.length ? `${parts.join(", ")} not drawn` : "";
}

/** Say in one line what lies under the pointer. */
export function tipOf(properties) {
  if (properties.from) return made(properties);
  if (properties.cluster) return `${many(properties.point_count, "place")}: click to open`;
  const counts = [properties.about ? `${many(properties.about, "quote")} about it` : "", properties.said ? `${properties.said.toLocaleString("en")} said here` : ""];
  return [properties.name, ...counts].filter(Boolean).join(" · ");
}
