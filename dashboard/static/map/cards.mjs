// What a popup says, and the one line under the pointer.

const { el, gravest, many, placeSign, sign } = await import(`./el.mjs${new URL(import.meta.url).search}`);
const MAX_ENDS = 5;
const MAX_INSIDE = 12;

const card = (attributes, close, ...children) => el("article", { class: "tm-card", tabindex: "-1", ...attributes },
  el("button", { type: "button", class: "tm-close", "aria-label": "Close", onclick: close }, "×"), ...children);

/** Build what a popup says of a place; `province` is what lies round it, or null. */
export function placeCard(place, { arcs, names, levels, province, close, choose, read }) {
  const ends = (here, there) => arcs.filter((arc) => arc[here] === place.id).map((arc) => [arc[there], arc[`${there}_name`], arc.n]);
  const within = [place.admin1 !== place.name ? place.admin1 : "", names.get(place.country) ?? place.country];
  const counts = [place.about ? `${many(place.about, "quote")} about it` : "", place.said ? `${many(place.said, "quote")} said here` : "",
    many(place.articles, "article")].filter(Boolean);
  return card({ "data-id": place.id, "aria-label": place.name }, close,
    el("h3", { dir: "auto" }, place.name),
    el("p", { class: "tm-where" }, [...new Set([...within, place.where])].filter((w) => w && w !== place.name).join(" · ")),
    el("p", { class: "tm-known" }, `${place.known} Nothing is jittered.`),
    el("p", { class: "tm-counts" }, counts.join(" · ")),
    read && el("button", { type: "button", class: "tm-read", onclick: read }, "Read who said what ↓"),
    rows("Risks", risks(place)),
    rows("Stances", place.stances.map(([stance, n]) => el("li", {}, el("span", {}, stance), el("b", {}, n.toLocaleString("en"))))),
    links("Said in", ends("to", "from"), choose),
    links("From here, about", ends("from", "to"), choose),
    province && rows(`All of ${province.name}`, [el("li", {}, sign("province", province.level, province.feared),
      el("span", {}, gravest(province, levels)))], el("p", { class: "tm-known" }, madeOf(province, levels))),
  );
}

/** Build what a popup says of a province: what its shade is made of, and the places inside. */
export function provinceCard(province, { names, levels, places, close, choose }) {
  return card({ "data-province": province.id, "aria-label": province.name }, close,
    el("h3", { dir: "auto" }, province.name),
    el("p", { class: "tm-where" }, ["province", names.get(province.country) ?? province.country].join(" · ")),
    el("p", { class: "tm-counts" }, sign("province", province.level, province.feared), ` ${gravest(province, levels)}`),
    el("p", { class: "tm-known" }, madeOf(province, levels)),
    rows("Risks", risks(province)),
    rows("Places inside", places.slice(0, MAX_INSIDE).map((place) => el("li", {}, placeSign(place),
      el("button", { type: "button", dir: "auto", onclick: () => choose(place.id) }, place.name), el("b", {}, place.about.toLocaleString("en"))))),
    places.length > MAX_INSIDE ? el("p", { class: "tm-where" }, `and ${many(places.length - MAX_INSIDE, "more place")}`) : null);
}

/** Say what the shade of a province is made of, and what it is not. */
function madeOf({ level, quotes, places }, levels) {
  const what = level ? `Language about “${levels[level].toLowerCase()}”` : "What was said";
  const twice = places.length > 1 ? " A quote about two of them counts twice." : "";
  return `${what}: ${many(quotes, "quote")} in ${many(places.length, "place")}; not a measure of harm.${twice}`;
}

const risks = (of) => of.risks.map(([risk, how, n]) => el("li", {},
  el("span", {}, risk), el("em", { class: `tm-how tm-${how}` }, how), el("b", {}, n.toLocaleString("en"))));

function rows(title, items, ...more) {
  return items.length ? el("section", {}, el("h4", {}, title), el("ul", {}, ...items), ...more) : null;
}

function links(title, ends, choose) {
  return rows(title, ends.slice(0, MAX_ENDS).map(([id, name, n]) => el("li", {},
    el("button", { type: "button", dir: "auto", onclick: () => choose(id) }, name), el("b", {}, n.toLocaleString("en")))));
}

/** Build the list of places that lie too close together to be told apart by zooming. */
export function crowdCard(places, { close, choose }) {
  return card({}, close, el("h3", {}, many(places.length, "place")),
    el("ul", {}, ...places.slice(0, 40).map((place) => el("li", {},
      el("button", { type: "button", onclick: () => choose(place.id) }, placeSign(place), place.name)))));
}

/** Say what a line stands for: "5 statements made in Geneva about Idlib". */
const made = (arc) => `${many(arc.n, "statement")} made in ${arc.from_name} about ${arc.to_name}`;

/** Build what a popup says of lines that run under one spot. */
export function arcsCard(lines, { close, choose }) {
  const end = (id, name) => el("button", { type: "button", onclick: () => choose(id) }, name);
  return card({}, close, el("h3", {}, many(lines.reduce((sum, arc) => sum + arc.n, 0), "statement")),
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
export function tipOf(properties, levels) {
  if (properties.from) return made(properties);
  if (properties.cluster) return `${many(properties.point_count, "place")}: click to open`;
  if (properties.places) return `${properties.name}: ${gravest(properties, levels)} · ${many(properties.quotes, "quote")} in ${many(properties.places.length, "place")}`;
  const counts = [properties.about ? `${many(properties.about, "quote")} about it` : "", properties.said ? `${properties.said.toLocaleString("en")} said here` : ""];
  return [properties.name, ...counts].filter(Boolean).join(" · ");
}

/** Say the whole map in words, for who does not see it. */
export function summary(places) {
  const all = places.map((f) => f.properties);
  const drawn = places.filter((f) => f.geometry).length;
  const top = all.filter((p) => p.about).sort((a, b) => b.about - a.about).slice(0, 3).map((p) => `${p.name} (${p.about})`);
  const most = top.length ? ` Most spoken about: ${top.join(", ")}.` : "";
  return `Map of ${many(all.length, "place")}: ${drawn} drawn, ${all.length - drawn} shaded or only listed.${most}`
    + " Arrow keys move it, plus and minus zoom, N and P walk through the places in view, Enter chooses one.";
}
