// How the data look: areas, points, places of speech, the arcs between, provinces, and the same played through time.
// Colour is the gravest risk; a hollow, hatched or dashed mark is feared only; a diamond is where somebody spoke.

const NONE = "-"; // no id and no country: disputed areas have the empty one
const UNNAMED = ["!", ["get", "named"]]; // ends of lines that no other mark names
const FONT = ["Inter", "Noto Sans Arabic", "sans-serif"];
const ABOUT = ["area-fill", "area-hatch", "area-line", "area-line-feared", "area-name", "cluster", "cluster-count",
  "cluster-name", "point", "point-guard", "point-name", "country-shade"];
const SAID = ["said-area", "said-cluster", "said-cluster-count", "said"];
const ARCS = ["arc", "arc-chosen", "arc-way", "arc-way-chosen", "arc-end", "arc-end-name"];
const PROVINCES = ["province", "province-feared", "province-line", "province-line-feared"];
export const PLAYED = ["played-country", "played-area", "played", "played-name", "played-guard"];
export const LAYERS = { about: ABOUT, said: SAID, arcs: ARCS, provinces: PROVINCES };
export const LINES = ["arc", "arc-chosen", "arc-way", "arc-way-chosen"];
export const SHADES = ["province", "province-feared"];
export const CLICKABLE = ["played", "point", "said", "cluster", "said-cluster", "arc-end", ...[...LINES].reverse(), "area-fill",
  "area-hatch", "said-area", ...SHADES, "country-shade"];

/** Radius in pixels by number of quotes: absolute, so that new data do not shrink what stands. */
export const radius = (n) => 4 + 1.9 * Math.log2(1 + n);
const sized = (property) => ["+", 4, ["*", 1.9, ["log2", ["+", 1, property]]]];

/** Return all layers of the data, lowest first, each with the layer of the base map that it stays under. */
export const dataLayers = (palette, ramp) => [
  ...shadeLayers(palette, ramp).map((layer) => [layer, "rivers"]),
  ...areaLayers(palette, ramp).map((layer) => [layer, "label-city"]),
  ...[...lineLayers(palette), ...pointLayers(palette, ramp), ...playedLayers(palette, ramp)].map((layer) => [layer, undefined]),
];

// As in a single place: the gravest level that a tenth of the quotes reach.
const ofCluster = ["case", ...[4, 3, 2, 1].flatMap((l) => [
  ["all", [">", ["get", `at${l}`], 0], [">=", ["*", 10, ["get", `at${l}`]], ["get", "n"]]], l]), 0];
const byLevel = (ramp, level = ["get", "level"]) => ["match", level, ...ramp.flatMap((c, at) => [at, c]).slice(2), ramp[0]];

/** Return what is shaded whole: countries spoken about as such, and provinces by what is said of anything in them. */
function shadeLayers(p, ramp) {
  const colour = byLevel(ramp);
  const feared = ["get", "feared"];
  const strength = ["interpolate", ["linear"], ["get", "level"], 1, p.dark ? 0.3 : 0.34, 4, p.dark ? 0.5 : 0.42];
  const edge = (id, filter, paint) => ({ id, source: "provinces", type: "line", filter, layout: { "line-join": "round" },
    paint: { "line-color": colour, "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.4, 7, 1.4], ...paint } });
  return [
    { id: "country-shade", source: "land", type: "fill",
      paint: { "fill-color": byLevel(ramp, ["coalesce", ["feature-state", "level"], 0]),
        "fill-opacity": ["interpolate", ["linear"], ["coalesce", ["feature-state", "about"], 0],
          0, 0, 1, p.dark ? 0.1 : 0.06, 30, p.dark ? 0.2 : 0.12] } },
    { id: "province", source: "provinces", type: "fill", filter: ["!", feared],
      paint: { "fill-color": colour, "fill-opacity": strength } },
    { id: "province-feared", source: "provinces", type: "fill", filter: feared,
      paint: { "fill-pattern": ["concat", "hatch-", ["to-string", ["get", "level"]]], "fill-opacity": p.dark ? 0.5 : 0.42 } },
    edge("province-line", ["!", feared], { "line-opacity": 0.6 }),
    edge("province-line-feared", feared, { "line-opacity": 0.8, "line-dasharray": [3, 2] }),
    { id: "played-country", source: "land", type: "fill",
      paint: { "fill-color": byLevel(ramp, ["coalesce", ["feature-state", "level"], 0]),
        "fill-opacity": ["interpolate", ["linear"], ["coalesce", ["feature-state", "n"], 0], 0, 0, 1, 0.12, 10, 0.34] } },
  ];
}

/** Return what shows the days played: what was spoken about in them at its size, the rest as a faint dot. */
function playedLayers(p, ramp) {
  const n = ["coalesce", ["feature-state", "n"], 0];
  const colour = byLevel(ramp);
  const quiet = (shown, faint) => ["case", [">", n, 0.05], shown, faint];
  return [
    { id: "played-area", source: "areas", type: "line", filter: [">", ["get", "about"], 0],
      paint: { "line-color": colour, "line-width": ["+", 0.8, ["min", 3, ["log2", ["+", 1, n]]]],
        "line-opacity": quiet(0.95, 0.15) } },
    { id: "played", source: "played", type: "circle",
      paint: { "circle-color": quiet(["case", ["get", "feared"], p.paper, colour], p.city),
        "circle-radius": quiet(sized(n), 2.2), "circle-opacity": quiet(0.92, 0.35),
        "circle-stroke-color": quiet(["case", ["get", "feared"], colour, p.dark ? "#FFFFFF" : p.paper], p.paper),
        "circle-stroke-width": quiet(["case", ["get", "feared"], 2.6, 1.2], 0) } },
    { id: "played-name", source: "played-names", type: "symbol",
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12.5, "text-max-width": 9, "text-padding": 3,
        "text-variable-anchor": ["left", "right", "top", "bottom"], "text-justify": "auto",
        "text-radial-offset": ["+", 0.4, ["/", sized(["get", "n"]), 12]], "symbol-sort-key": ["-", 0, ["get", "n"]] },
      paint: { "text-color": p.ink, "text-halo-color": p.halo, "text-halo-width": 1.8 } },
    { id: "played-guard", source: "played-names", type: "symbol", layout: guard(sized(["get", "n"])) },
  ];
}

/** Circles push no labels aside; an unseen square of their size does. */
function guard(reach) {
  return { "icon-image": "blank", "icon-size": ["/", ["*", 1.6, reach], 8], "icon-allow-overlap": true };
}

// An outline that is shaded as a province already is not filled twice; it stays to be clicked. What is vast is faint.
const areaOpacity = (full, provinces) => ["case", ["all", provinces, ["get", "shape"]], 0.01, ["has", "vast"], full / 4, full];
const [FILLED, FILLED_DARK, HATCHED] = [0.26, 0.34, 0.55];

/** Fill the outlines of regions, or leave that to the provinces. */
export function fillAreas(map, palette, provinces) {
  map.setPaintProperty("area-fill", "fill-opacity", areaOpacity(palette.dark ? FILLED_DARK : FILLED, provinces));
  map.setPaintProperty("area-hatch", "fill-opacity", areaOpacity(HATCHED, provinces));
}

function areaLayers(p, ramp) {
  const colour = byLevel(ramp);
  const about = [">", ["get", "about"], 0];
  const feared = ["get", "feared"];
  const line = (id, filter, paint) => ({ id, source: "areas", type: "line", filter, paint, layout: { "line-join": "round" } });
  return [
    { id: "area-fill", source: "areas", type: "fill", filter: ["all", about, ["!", feared]],
      paint: { "fill-color": colour, "fill-opacity": areaOpacity(p.dark ? FILLED_DARK : FILLED, false) } },
    { id: "area-hatch", source: "areas", type: "fill", filter: ["all", about, feared],
      paint: { "fill-pattern": ["concat", "hatch-", ["to-string", ["get", "level"]]], "fill-opacity": areaOpacity(HATCHED, false) } },
    line("area-line", ["all", about, ["!", feared]], { "line-color": colour, "line-width": 1.4, "line-opacity": 0.9 }),
    line("area-line-feared", ["all", about, feared],
      { "line-color": colour, "line-width": 1.4, "line-dasharray": [3, 2], "line-opacity": 0.9 }),
    line("area-chosen", ["==", ["get", "id"], NONE], { "line-color": p.accent, "line-width": 3 }),
    { id: "country-chosen", source: "land", type: "line", filter: ["==", ["get", "c"], NONE],
      paint: { "line-color": p.accent, "line-width": 2 } },
    line("said-area", ["all", ["!", about], [">", ["get", "said"], 0]],
      { "line-color": p.ink, "line-width": 1.2, "line-dasharray": [0.8, 2], "line-opacity": 0.7 }),
  ];
}

const [ALWAYS, NEVER] = [["boolean", true], ["boolean", false]];

/** Part the lines that begin or end at the chosen place from the others, which step back beside them. */
export function chooseLines(map, chosen, n) {
  const touches = chosen ? ["any", ["==", ["get", "from"], chosen], ["==", ["get", "to"], chosen]] : NEVER;
  for (const id of ["arc", "arc-way"]) map.setFilter(id, ["!", touches]);
  for (const id of ["arc-chosen", "arc-way-chosen"]) map.setFilter(id, touches);
  // The more arcs, the fainter each.
  map.setPaintProperty("arc", "line-opacity", chosen ? 0.22 : Math.max(0.45, 0.85 - n / 120));
}

/** Name all ends of lines where only lines are shown, else those that no place beside them names. */
export function nameEnds(map, layers) {
  for (const id of ["arc-end", "arc-end-name"]) map.setFilter(id, layers.includes("about") ? UNNAMED : null);
}

function lineLayers(p) {
  const width = ["interpolate", ["linear"], ["get", "n"], 1, 0.9, 10, 2.2, 100, 4];
  const layer = (id, filter, paint) => ({
    id, source: "arcs", type: "line", filter, layout: { "line-cap": "round", "line-join": "round" }, paint,
  });
  // Halfway, an arrow with the number of statements; where there is no room for all, those of most statements show.
  const way = (id, chosen, more) => ({
    id, source: "arc-ways", type: "symbol", filter: chosen ? NEVER : ALWAYS,
    layout: { "icon-image": "arrow", "icon-rotate": ["get", "heading"], "icon-rotation-alignment": "map", "icon-size": chosen ? 0.8 : 0.6,
      "text-field": ["case", [">", ["get", "n"], 1], ["to-string", ["get", "n"]], ""], "text-font": FONT, "text-size": chosen ? 12.5 : 11,
      "text-offset": [0.9, -0.7], "text-optional": true, "symbol-sort-key": ["-", 0, ["get", "n"]], "icon-padding": 6, ...more },
    paint: { "text-color": p.accent, "text-halo-color": p.halo, "text-halo-width": 1.6, "icon-opacity": chosen ? 1 : 0.85 },
  });
  // The line gathers strength towards the place spoken about: that is its direction.
  const fade = (from, to) => ["interpolate", ["linear"], ["line-progress"], 0, faded(p.accent, from), 1, faded(p.accent, to)];
  return [
    layer("arc", ALWAYS, { "line-width": width, "line-gradient": fade(0.1, 0.6), "line-opacity": 0.75 }),
    layer("arc-chosen", NEVER,
      { "line-width": ["+", 0.8, width], "line-gradient": fade(0.35, 1), "line-opacity": 1 }),
    way("arc-way", false, {}),
    way("arc-way-chosen", true, { "icon-allow-overlap": true }),
    // A line says nothing without the names of its ends; where the places themselves are shown, these have them already.
    { id: "arc-end", source: "arc-ends", type: "circle", filter: UNNAMED,
      paint: { "circle-radius": 3.5, "circle-color": p.paper, "circle-stroke-color": p.accent, "circle-stroke-width": 1.8 } },
    { id: "arc-end-name", source: "arc-ends", type: "symbol", filter: UNNAMED,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-max-width": 9, "text-padding": 3,
        "text-variable-anchor": ["left", "right", "top", "bottom"], "text-justify": "auto", "text-radial-offset": 0.7,
        "symbol-sort-key": ["-", 0, ["get", "n"]] },
      paint: { "text-color": p.ink, "text-halo-color": p.halo, "text-halo-width": 1.6 } },
  ];
}

function faded(colour, alpha) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return Number.isNaN(r + g + b) ? colour : `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

function pointLayers(p, ramp) {
  const colour = byLevel(ramp);
  const single = ["!", ["has", "point_count"]];
  const many = ["has", "point_count"];
  const feared = ["get", "feared"];
  const count = (id, source, paint, layout = {}) => ({
    id, source, type: "symbol", filter: many, paint,
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": FONT, "text-size": 11.5,
      "text-allow-overlap": true, ...layout },
  });
  const name = (id, source, size, more, paint = {}) => ({
    id, source, type: "symbol", ...more,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": size, "text-max-width": 9,
      "text-padding": 3, "text-optional": true, "symbol-sort-key": ["-", 0, ["get", "about"]], ...more.layout },
    paint: { "text-color": p.ink, "text-halo-color": p.halo, "text-halo-width": 1.6, ...paint },
  });
  const around = (reach) => ({ "text-variable-anchor": ["left", "right", "top", "bottom"], "text-justify": "auto",
    "text-radial-offset": ["+", 0.4, ["/", reach, 12]] });
  // Where a place is spoken about as well, the diamond sits on the edge of its circle like a badge.
  const aside = ["interpolate", ["linear"], ["log2", ["+", 1, ["get", "about"]]],
    0, ["literal", [0, 0]], 1, ["literal", [13, -13]], 10, ["literal", [32, -32]]];
  const far = ["interpolate", ["linear"], ["log2", ["+", 1, ["get", "about"]]],
    0, ["literal", [0, 0]], 1, ["literal", [24, -24]], 10, ["literal", [38, -38]]];
  const diamond = ["interpolate", ["linear"], ["log2", ["+", 1, ["coalesce", ["get", "n"], ["get", "said"]]]], 1, 0.55, 8, 1];
  const crowd = ["min", 24, ["+", 5, sized(["get", "n"])]];
  return [
    { id: "cluster", source: "about", type: "circle", filter: many,
      paint: { "circle-color": p.paper, "circle-opacity": 0.92, "circle-radius": crowd,
        "circle-stroke-color": byLevel(ramp, ofCluster), "circle-stroke-width": 3.5 } },
    { id: "point", source: "about", type: "circle", filter: single,
      layout: { "circle-sort-key": ["get", "level"] },
      paint: { "circle-color": ["case", feared, p.paper, colour], "circle-opacity": ["case", feared, 0.75, 0.92],
        "circle-radius": sized(["get", "about"]),
        "circle-stroke-color": ["case", feared, colour, p.dark ? "#FFFFFF" : ["match", ["get", "level"], 1, "#8A6D00", p.paper]],
        "circle-stroke-width": ["case", feared, 2.6, 1.2] } },
    { id: "walked", source: "walked", type: "circle",
      paint: { "circle-radius": ["+", 8, sized(["max", ["get", "about"], ["get", "said"]])], "circle-color": "rgba(0,0,0,0)",
        "circle-stroke-color": p.ink, "circle-stroke-width": 1.5, "circle-stroke-opacity": 0.8 } },
    { id: "chosen", source: "chosen", type: "circle",
      paint: { "circle-radius": ["+", 5, sized(["max", ["get", "about"], ["get", "said"]])], "circle-color": "rgba(0,0,0,0)",
        "circle-stroke-color": p.accent, "circle-stroke-width": 2.5 } },
    name("area-name", "area-names", 12, { layout: { "text-letter-spacing": 0.08, "text-variable-anchor": ["center", "top", "bottom"],
      "text-radial-offset": 0.9 } }),
    name("point-name", "about", 12, { filter: single, layout: around(sized(["get", "about"])) }),
    name("cluster-name", "about", 12.5, { filter: many, layout: { ...around(["+", 2, crowd]),
      "symbol-sort-key": ["-", 0, ["get", "n"]],
      "text-field": ["concat", ["slice", ["get", "top"], 7], " +", ["to-string", ["-", ["get", "point_count"], 1]]] } }),
    { id: "said-cluster", source: "said", type: "symbol", filter: many,
      layout: { "icon-image": "diamonds", "icon-size": 0.72, "icon-offset": far, "icon-allow-overlap": true, "icon-padding": 0 } },
    { id: "said", source: "said", type: "symbol", filter: single,
      layout: { "icon-image": "diamond", "icon-size": diamond, "icon-offset": aside, "icon-allow-overlap": true, "icon-padding": 0 } },
    count("said-cluster-count", "said", { "text-color": p.ink }, { "text-size": 10.5, "text-padding": 2,
      "text-field": ["case", ["<", ["get", "point_count"], 100], ["to-string", ["get", "point_count"]], ""],
      "text-offset": ["interpolate", ["linear"], ["log2", ["+", 1, ["get", "about"]]],
        0, ["literal", [0, 0]], 1, ["literal", [1.65, -1.65]], 10, ["literal", [2.6, -2.6]]] }),
    count("cluster-count", "about", { "text-color": p.ink }, guard(crowd)),
    { id: "point-guard", source: "about", type: "symbol", filter: single, layout: guard(sized(["get", "about"])) },
  ];
}
