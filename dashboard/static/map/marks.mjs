// What the data add to the map: areas, points, places of speech and the arcs between. Colour is the gravest risk; a
// hollow, hatched or dashed mark is feared only; a diamond is where somebody spoke.

const { along, circle, greatCircle } = await import(`./geometry.mjs${new URL(import.meta.url).search}`);

const UNNAMED = ["!", ["get", "named"]]; // ends of lines that no other mark names
const NONE = "-"; // no id and no country: disputed areas have the empty one
const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["Inter", "Noto Sans Arabic", "sans-serif"];
const ABOUT = ["area-fill", "area-hatch", "area-line", "area-line-feared", "area-name", "cluster", "cluster-count",
  "cluster-name", "point", "point-guard", "point-name", "country-shade"];
const SAID = ["said-area", "said-cluster", "said-cluster-count", "said"];
const ARCS = ["arc", "arc-chosen", "arc-way", "arc-way-chosen", "arc-end", "arc-end-name"];
export const LAYERS = { about: ABOUT, said: SAID, arcs: ARCS };
export const LINES = ["arc", "arc-chosen", "arc-way", "arc-way-chosen"];
export const CLICKABLE = ["point", "said", "cluster", "said-cluster", "arc-end", ...[...LINES].reverse(), "area-fill", "area-hatch",
  "said-area", "country-shade"];

/** Radius in pixels by number of quotes: absolute, so that new data do not shrink what stands. */
export const radius = (n) => 4 + 1.9 * Math.log2(1 + n);
const sized = (property) => ["+", 4, ["*", 1.9, ["log2", ["+", 1, property]]]];

// The largest place of a cluster, as "0000046Idlib": clusters can keep a maximum, and this one carries its name along.
const ranked = ["concat", ["slice", ["concat", "0000000", ["to-string", ["get", "about"]]], -7], ["get", "name"]];
const kept = ["string", ["accumulated"]];
const LARGEST = [["case", [">", kept, ["string", ["get", "top"]]], kept, ["string", ["get", "top"]]], ranked];

/** Add the sources and layers of the data, empty. */
export function addMarks(map, palette, ramp) {
  const source = (id, more = {}) => map.addSource(id, { type: "geojson", data: EMPTY, ...more });
  const clustered = { cluster: true, clusterRadius: 28, clusterMaxZoom: 9 };
  source("areas", { promoteId: "id" });
  source("area-names");
  source("about", { ...clustered, promoteId: "id", clusterProperties: {
    n: ["+", ["get", "about"]], top: LARGEST,
    ...Object.fromEntries([1, 2, 3, 4].map((l) => [`at${l}`, ["+", ["case", ["==", ["get", "level"], l], ["get", "about"], 0]]])) } });
  source("said", { ...clustered, promoteId: "id", clusterProperties: {
    n: ["+", ["get", "said"]], about: ["max", ["get", "about"]] } });
  source("arcs", { lineMetrics: true });
  source("arc-ways");
  source("arc-ends", { promoteId: "id" });
  source("chosen");
  drawImages(map, palette, ramp);
  for (const layer of areaLayers(palette, ramp)) map.addLayer(layer, layer.id === "country-shade" ? "rivers" : "label-city");
  for (const layer of [...lineLayers(palette), ...pointLayers(palette, ramp)]) map.addLayer(layer);
}

/** Repaint the data for another theme. */
export function repaintMarks(map, palette, ramp) {
  drawImages(map, palette, ramp);
  for (const layer of [...areaLayers(palette, ramp), ...lineLayers(palette), ...pointLayers(palette, ramp)]) {
    for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name, value);
  }
}

// As in a single place: the gravest level that a tenth of the quotes reach.
const ofCluster = ["case", ...[4, 3, 2, 1].flatMap((l) => [
  ["all", [">", ["get", `at${l}`], 0], [">=", ["*", 10, ["get", `at${l}`]], ["get", "n"]]], l]), 0];
const byLevel = (ramp, level = ["get", "level"]) => ["match", level, ...ramp.flatMap((c, at) => [at, c]).slice(2), ramp[0]];

function areaLayers(p, ramp) {
  const colour = byLevel(ramp);
  const about = [">", ["get", "about"], 0];
  const feared = ["get", "feared"];
  const line = (id, filter, paint) => ({ id, source: "areas", type: "line", filter, paint, layout: { "line-join": "round" } });
  return [
    { id: "country-shade", source: "land", type: "fill",
      paint: { "fill-color": byLevel(ramp, ["coalesce", ["feature-state", "level"], 0]),
        "fill-opacity": ["interpolate", ["linear"], ["coalesce", ["feature-state", "about"], 0],
          0, 0, 1, p.dark ? 0.1 : 0.07, 30, p.dark ? 0.26 : 0.17] } },
    { id: "area-fill", source: "areas", type: "fill", filter: ["all", about, ["!", feared]],
      paint: { "fill-color": colour, "fill-opacity": p.dark ? 0.34 : 0.26 } },
    { id: "area-hatch", source: "areas", type: "fill", filter: ["all", about, feared],
      paint: { "fill-pattern": ["concat", "hatch-", ["to-string", ["get", "level"]]], "fill-opacity": 0.55 } },
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

function lineLayers(p) {
  const width = ["interpolate", ["linear"], ["get", "n"], 1, 0.9, 10, 2.2, 100, 4];
  const layer = (id, filter, paint) => ({
    id, source: "arcs", type: "line", filter, layout: { "line-cap": "round", "line-join": "round" }, paint,
  });
  // Halfway, an arrow with the number of statements; where there is no room for all, those of most statements show.
  const way = (id, chosen, more) => ({
    id, source: "arc-ways", type: "symbol", filter: ["==", ["get", "chosen"], chosen],
    layout: { "icon-image": "arrow", "icon-rotate": ["get", "heading"], "icon-rotation-alignment": "map", "icon-size": chosen ? 0.8 : 0.6,
      "text-field": ["case", [">", ["get", "n"], 1], ["to-string", ["get", "n"]], ""], "text-font": FONT, "text-size": chosen ? 12.5 : 11,
      "text-offset": [0.9, -0.7], "text-optional": true, "symbol-sort-key": ["-", 0, ["get", "n"]], "icon-padding": 6, ...more },
    paint: { "text-color": p.accent, "text-halo-color": p.halo, "text-halo-width": 1.6, "icon-opacity": chosen ? 1 : 0.85 },
  });
  // The line gathers strength towards the place spoken about: that is its direction.
  const fade = (from, to) => ["interpolate", ["linear"], ["line-progress"], 0, faded(p.accent, from), 1, faded(p.accent, to)];
  return [
    layer("arc", ["!", ["get", "chosen"]], { "line-width": width, "line-gradient": fade(0.1, 0.6), "line-opacity": 0.75 }),
    layer("arc-chosen", ["get", "chosen"],
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
  // Circles push no labels aside; an unseen square of their size does.
  const guard = (reach) => ({ "icon-image": "blank", "icon-size": ["/", ["*", 1.6, reach], 8], "icon-allow-overlap": true });
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
    { id: "chosen", source: "chosen", type: "circle",
      paint: { "circle-radius": ["+", 5, sized(["max", ["get", "about"], ["get", "said"]])], "circle-color": "rgba(0,0,0,0)",
        "circle-stroke-color": p.accent, "circle-stroke-width": 2.5 } },
    { id: "said-cluster", source: "said", type: "symbol", filter: many,
      layout: { "icon-image": "diamonds", "icon-size": 0.72, "icon-offset": far, "icon-allow-overlap": true, "icon-ignore-placement": true } },
    { id: "said", source: "said", type: "symbol", filter: single,
      layout: { "icon-image": "diamond", "icon-size": diamond, "icon-offset": aside, "icon-allow-overlap": true, "icon-ignore-placement": true } },
    name("area-name", "area-names", 12, { layout: { "text-letter-spacing": 0.08, "text-variable-anchor": ["center", "top", "bottom"],
      "text-radial-offset": 0.9 } }),
    name("point-name", "about", 12, { filter: single, layout: around(sized(["get", "about"])) }),
    name("cluster-name", "about", 12.5, { filter: many, layout: { ...around(["+", 2, crowd]),
      "symbol-sort-key": ["-", 0, ["get", "n"]],
      "text-field": ["concat", ["slice", ["get", "top"], 7], " +", ["to-string", ["-", ["get", "point_count"], 1]]] } }),
    count("said-cluster-count", "said", { "text-color": p.ink }, { "text-size": 10.5, "text-padding": 2,
      "text-field": ["case", ["<", ["get", "point_count"], 100], ["to-string", ["get", "point_count"]], ""],
      "text-offset": ["interpolate", ["linear"], ["log2", ["+", 1, ["get", "about"]]],
        0, ["literal", [0, 0]], 1, ["literal", [1.65, -1.65]], 10, ["literal", [2.6, -2.6]]] }),
    count("cluster-count", "about", { "text-color": p.ink }, guard(crowd)),
    { id: "point-guard", source: "about", type: "symbol", filter: single, layout: guard(sized(["get", "about"])) },
  ];
}

function drawImages(map, p, ramp) {
  const put = (name, image) => {
    if (map.hasImage(name)) map.removeImage(name);
    map.addImage(name, image, { pixelRatio: 2 });
  };
  put("blank", canvasOf(16, () => {}));
  put("arrow", arrowImage(p));
  put("diamond", diamondImage(p, 1));
  put("diamonds", diamondImage(p, 2));
  ramp.forEach((colour, level) => put(`hatch-${level}`, hatchImage(colour)));
}

function canvasOf(size, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  draw(pen);
  return pen.getImageData(0, 0, size, size);
}

function arrowImage(p) {
  return canvasOf(40, (pen) => {
    pen.moveTo(20, 5);
    pen.lineTo(33, 34);
    pen.lineTo(20, 27);
    pen.lineTo(7, 34);
    pen.closePath();
    pen.lineWidth = 5;
    pen.lineJoin = "round";
    pen.strokeStyle = p.halo;
    pen.stroke();
    pen.fillStyle = p.accent;
    pen.fill();
  });
}

function diamondImage(p, rings) {
  return canvasOf(64, (pen) => {
    const trace = (reach) => {
      pen.beginPath();
      pen.moveTo(32, 32 - reach);
      pen.lineTo(32 + reach, 32);
      pen.lineTo(32, 32 + reach);
      pen.lineTo(32 - reach, 32);
      pen.closePath();
    };
    trace(rings > 1 ? 29 : 20);
    pen.fillStyle = p.paper;
    pen.globalAlpha = 0.85;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = p.ink;
    pen.lineWidth = 3.6;
    pen.stroke();
  });
}

function hatchImage(colour) {
  return canvasOf(16, (pen) => {
    pen.strokeStyle = colour;
    pen.lineWidth = 2.4;
    for (const shift of [-16, 0, 16]) {
      pen.moveTo(shift - 2, 18);
      pen.lineTo(shift + 18, -2);
    }
    pen.stroke();
  });
}

/** Put the places and arcs of an update into the sources; nothing is removed or mounted anew. */
export function setMarks(map, data, shapes, chosen) {
  const places = data.places.features;
  const collection = (features) => ({ type: "FeatureCollection", features });
  const areas = places.filter((f) => ["shape", "circle"].includes(f.properties.drawn) && f.geometry);
  const points = places.filter((f) => f.properties.drawn === "point" && f.geometry);
  map.getSource("areas").setData(collection(areas.map((f) => outlined(f, shapes))));
  map.getSource("area-names").setData(collection(areas.filter((f) => f.properties.about).map((f) => named(f, shapes))));
  map.getSource("about").setData(collection(points.filter((f) => f.properties.about || !f.properties.said)));
  map.getSource("said").setData(collection(points.filter((f) => f.properties.said)));
  map.getSource("chosen").setData(collection(points.filter((f) => f.properties.id === chosen)));
  const touches = (arc) => chosen && [arc.properties.from, arc.properties.to].includes(chosen);
  const lines = data.arcs.features.filter((arc) => arc.geometry).map((arc) => ({
    ...arc,
    properties: { ...arc.properties, chosen: Boolean(touches(arc)) },
    geometry: { type: "LineString", coordinates: greatCircle(...arc.geometry.coordinates) },
  }));
  map.getSource("arcs").setData(collection(lines));
  map.getSource("arc-ways").setData(collection(lines.map(wayOf)));
  map.getSource("arc-ends").setData(collection(endsOf(data.arcs.features, places)));
  // The more arcs, the fainter each; beside a chosen place's own, the rest step back.
  map.setPaintProperty("arc", "line-opacity", chosen ? 0.22 : Math.max(0.45, 0.85 - lines.length / 120));
  for (const layer of ["area-chosen", "country-chosen"]) map.setFilter(layer, ["==", ["get", layer === "area-chosen" ? "id" : "c"], NONE]);
  const place = places.find((f) => f.properties.id === chosen)?.properties;
  if (place) map.setFilter("area-chosen", ["==", ["get", "id"], place.id]);
  if (place?.drawn === "country") map.setFilter("country-chosen", ["==", ["get", "c"], place.country]);
  shadeCountries(map, places);
  hideTwins(map, points);
}

/** Return the sign halfway of a line: where it stands and which way it points. */
function wayOf(line) {
  const { at, heading } = along(line.geometry.coordinates, 0.5);
  return { ...line, properties: { ...line.properties, heading }, geometry: { type: "Point", coordinates: at } };
}

/** Return the places where drawn lines end, each once: with their statements, and whether the marks of "About" name them. */
export function endsOf(arcs, places) {
  const named = new Set(places.filter((f) => f.geometry && f.properties.about).map((f) => f.properties.id));
  const ends = new Map();
  for (const { geometry, properties } of arcs.filter((arc) => arc.geometry)) {
    for (const [side, at] of [["from", 0], ["to", 1]]) {
      const id = properties[side];
      const n = (ends.get(id)?.properties.n ?? 0) + properties.n;
      ends.set(id, {
        type: "Feature", properties: { id, n, name: properties[`${side}_name`], named: named.has(id) },
        geometry: { type: "Point", coordinates: geometry.coordinates[at] },
      });
    }
  }
  return [...ends.values()];
}

/** Name all ends of lines where only lines are shown, else those that no place beside them names. */
export function nameEnds(map, layers) {
  for (const id of ["arc-end", "arc-end-name"]) map.setFilter(id, layers.includes("about") ? UNNAMED : null);
}

/** Take away the base map's own label of a town that the data name. */
function hideTwins(map, points) {
  const names = [...new Set(points.map((f) => f.properties.name))];
  const before = twinless.get(map) ?? map.getFilter("label-city");
  twinless.set(map, before);
  map.setFilter("label-city", ["all", before, ["!", ["in", ["get", "name"], ["literal", names]]]]);
}

function outlined(feature, shapes) {
  const shape = feature.properties.drawn === "shape" && shapes.get(feature.properties.id);
  const geometry = shape || {
    type: "Polygon", coordinates: [circle(feature.geometry.coordinates, Math.max(1, feature.properties.radius_km))],
  };
  return { ...feature, geometry };
}

/** Put an area's name in its middle: a name, never a dot. */
function named(feature, shapes) {
  const shape = feature.properties.drawn === "shape" && shapes.get(feature.properties.id);
  return shape ? { ...feature, geometry: { type: "Point", coordinates: middle(shape) } } : feature;
}

function middle(shape) {
  const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const boxes = polygons.map(([ring]) => [Math.min, Math.max].map((pick) => [0, 1].map((axis) => pick(...ring.map((c) => c[axis])))));
  const size = ([[w, s], [e, n]]) => (e - w) * (n - s);
  const [[west, south], [east, north]] = boxes.sort((a, b) => size(b) - size(a))[0];
  return [(west + east) / 2, (south + north) / 2];
}

const shaded = new WeakMap();
const twinless = new WeakMap();

function shadeCountries(map, places) {
  for (const code of shaded.get(map) ?? []) map.removeFeatureState({ source: "land", id: code });
  const countries = places.map((f) => f.properties).filter((p) => p.drawn === "country" && p.country && p.about);
  for (const { country, level, about } of countries) map.setFeatureState({ source: "land", id: country }, { about, level });
  shaded.set(map, countries.map((p) => p.country));
}

/** Show or hide one of the three kinds of marks. */
export function showLayer(map, name, shown) {
  for (const id of LAYERS[name]) map.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
}
