// The data's sources: what of an update is put where. Nothing is removed or mounted anew.

const search = new URL(import.meta.url).search;
const [{ along, circle, greatCircle }, layers, { drawImages }] = await Promise.all(
  ["geometry.mjs", "layers.mjs", "images.mjs"].map((name) => import(`./${name}${search}`)),
);

const NONE = "-"; // no id and no country: disputed areas have the empty one
const VAST_KM = 150; // a circle that would lie over whole countries: drawn fainter
const collection = (features) => ({ type: "FeatureCollection", features });

// The largest place of a cluster, as "0000046Idlib": clusters can keep a maximum, and this one carries its name along.
const ranked = ["concat", ["slice", ["concat", "0000000", ["to-string", ["get", "about"]]], -7], ["get", "name"]];
const kept = ["string", ["accumulated"]];
const LARGEST = [["case", [">", kept, ["string", ["get", "top"]]], kept, ["string", ["get", "top"]]], ranked];

/** Add the sources and layers of the data, empty. */
export function addMarks(map, palette, ramp) {
  const source = (id, more = {}) => map.addSource(id, { type: "geojson", data: collection([]), ...more });
  const clustered = { cluster: true, clusterRadius: 34, clusterMaxZoom: 9 };
  source("provinces", { promoteId: "id", tolerance: 0.2 });
  source("areas", { promoteId: "id" });
  source("area-names");
  source("about", { ...clustered, promoteId: "id", clusterProperties: {
    n: ["+", ["get", "about"]], top: LARGEST,
    ...Object.fromEntries([1, 2, 3, 4].map((l) => [`at${l}`, ["+", ["case", ["==", ["get", "level"], l], ["get", "about"], 0]]])) } });
  source("said", { ...clustered, promoteId: "id", clusterProperties: {
    n: ["+", ["get", "said"]], about: ["max", ["get", "about"]] } });
  source("arcs", { lineMetrics: true });
  source("played", { promoteId: "id" });
  for (const id of ["arc-ways", "arc-ends", "chosen", "walked", "played-names"]) source(id, { promoteId: "id" });
  drawImages(map, palette, ramp);
  for (const [layer, under] of layers.dataLayers(palette, ramp)) map.addLayer(layer, under);
  for (const id of layers.PLAYED) map.setLayoutProperty(id, "visibility", "none");
}

/** Repaint the data for another theme. */
export function repaintMarks(map, palette, ramp) {
  drawImages(map, palette, ramp);
  for (const [layer] of layers.dataLayers(palette, ramp)) {
    for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name, value);
  }
}

// Only what the layers ask for goes to MapLibre's worker: the rest stays here, by its id.
const slim = ({ geometry, properties: { id, name, about, said, level, feared, drawn, radius_km: km } }) => ({
  type: "Feature", geometry, properties: { id, name, about, said, level, feared, shape: drawn === "shape", ...(km > VAST_KM && { vast: true }) },
});

/** Put the places of an update into the sources. */
export function setPlaces(map, places, shapes) {
  const areas = places.filter((f) => ["shape", "circle"].includes(f.properties.drawn) && f.geometry);
  const points = places.filter((f) => f.properties.drawn === "point" && f.geometry).map(slim);
  const put = (source, features) => map.getSource(source).setData(collection(features));
  put("areas", areas.map((f) => ({ ...slim(f), geometry: outlineOf(f, shapes) })));
  put("area-names", areas.filter((f) => f.properties.about).map((f) => named(slim(f), f, shapes)));
  put("about", points.filter((f) => f.properties.about || !f.properties.said));
  put("said", points.filter((f) => f.properties.said));
  put("played", points.filter((f) => f.properties.about));
  shadeCountries(map, places);
  hideTwins(map, points);
}

/** Put the provinces of an update into their source, those with a risk named and an outline. */
export function setProvinces(map, provinces, shapes) {
  map.getSource("provinces").setData(collection(provinces.filter(({ id, level }) => level && shapes.has(id)).map(({ id, level, feared }) => (
    { type: "Feature", properties: { id, level, feared }, geometry: shapes.get(id) }))));
}

/** Put the arcs of an update into their sources, each along its great circle. */
export function setArcs(map, arcs, places) {
  const lines = arcs.filter((arc) => arc.geometry).map((arc) => ({
    ...arc, geometry: { type: "LineString", coordinates: greatCircle(...arc.geometry.coordinates) },
  }));
  map.getSource("arcs").setData(collection(lines));
  map.getSource("arc-ways").setData(collection(lines.map(wayOf)));
  map.getSource("arc-ends").setData(collection(endsOf(arcs, places)));
  return lines.length;
}

/** Mark the chosen place, wherever it is drawn, and the lines that touch it. */
export function setChosen(map, feature, n) {
  const place = feature?.properties;
  const point = place?.drawn === "point" && feature.geometry;
  map.getSource("chosen").setData(collection(point ? [slim(feature)] : []));
  map.setFilter("area-chosen", ["==", ["get", "id"], place?.id ?? NONE]);
  map.setFilter("country-chosen", ["==", ["get", "c"], place?.drawn === "country" ? place.country : NONE]);
  layers.chooseLines(map, place?.id ?? null, n);
}

/** Ring the place that the keyboard stands on; null: none. */
export function setWalked(map, feature) {
  map.getSource("walked").setData(collection(feature ? [slim(feature)] : []));
}

/** Return the sign halfway of a line: where it stands and which way it points. */
function wayOf(line) {
  const { at, heading } = along(line.geometry.coordinates, 0.5);
  return { ...line, properties: { ...line.properties, heading }, geometry: { type: "Point", coordinates: at } };
}

/** Return the places where drawn lines end, each once: with their statements, and whether the marks of "About" name them. */
function endsOf(arcs, places) {
  const names = new Set(places.filter((f) => f.geometry && f.properties.about).map((f) => f.properties.id));
  const ends = new Map();
  for (const { geometry, properties } of arcs.filter((arc) => arc.geometry)) {
    for (const [side, at] of [["from", 0], ["to", 1]]) {
      const id = properties[side];
      const n = (ends.get(id)?.properties.n ?? 0) + properties.n;
      ends.set(id, {
        type: "Feature", properties: { id, n, name: properties[`${side}_name`], named: names.has(id) },
        geometry: { type: "Point", coordinates: geometry.coordinates[at] },
      });
    }
  }
  return [...ends.values()];
}

/** Take away the base map's own label of a town that the data name. */
function hideTwins(map, points) {
  const before = twinless.get(map) ?? { filter: map.getFilter("label-city"), hidden: "" };
  const names = new Set(points.map((f) => f.properties.name));
  const hidden = [...(before.towns ?? [])].filter((name) => names.has(name));
  if (String(hidden) !== before.hidden) map.setFilter("label-city", ["all", before.filter, ["!", ["in", ["get", "name"], ["literal", hidden]]]]);
  twinless.set(map, { ...before, hidden: String(hidden) });
}

/** Keep the names of the base map's towns, to know which of the data's are twins. */
export function keepTowns(map, names) {
  twinless.set(map, { filter: map.getFilter("label-city"), hidden: "", towns: new Set(names) });
}

function outlineOf({ geometry, properties }, shapes) {
  const shape = properties.drawn === "shape" && shapes.get(properties.id);
  return shape || { type: "Polygon", coordinates: [circle(geometry.coordinates, Math.max(1, properties.radius_km))] };
}

/** Put an area's name in its middle: a name, never a dot. */
function named(light, { properties }, shapes) {
  const shape = properties.drawn === "shape" && shapes.get(properties.id);
  return shape ? { ...light, geometry: { type: "Point", coordinates: middle(shape) } } : light;
}

/** Return the middle of the largest part of an outline. */
export function middle(shape) {
  const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const boxes = polygons.map(([ring]) => [Math.min, Math.max].map((pick) => [0, 1].map((axis) => pick(...ring.map((c) => c[axis])))));
  const size = ([[w, s], [e, n]]) => (e - w) * (n - s);
  const [[west, south], [east, north]] = boxes.sort((a, b) => size(b) - size(a))[0];
  return [(west + east) / 2, (south + north) / 2];
}

const shaded = new WeakMap();
const twinless = new WeakMap();
const played = new WeakMap();

function shadeCountries(map, places) {
  for (const code of shaded.get(map) ?? []) map.removeFeatureState({ source: "land", id: code });
  const countries = places.map((f) => f.properties).filter((p) => p.drawn === "country" && p.country && p.about);
  for (const { country, level, about } of countries) map.setFeatureState({ source: "land", id: country }, { about, level });
  shaded.set(map, countries.map((p) => p.country));
}

/** Draw the quotes of the days played (place → how many), and name the places in `named`; null: those named before. */
export function play(map, places, counts, named, shapes) {
  const state = played.get(map) ?? new Map();
  for (const { properties: { id, drawn, country } } of places) {
    const n = counts.get(id) ?? 0;
    if (state.get(id) === n) continue;
    state.set(id, n);
    const source = drawn === "point" ? "played" : drawn === "country" ? "land" : "areas";
    if (source !== "land" || country) map.setFeatureState({ source, id: source === "land" ? country : id }, { n });
  }
  played.set(map, state);
  if (named) nameDays(map, places, named, shapes);
}

function nameDays(map, places, found, shapes) {
  const by = new Map(places.map((feature) => [feature.properties.id, feature]));
  const placed = found.map(({ id, n }) => ({ n, feature: by.get(id) })).filter(({ feature }) => feature?.geometry);
  map.getSource("played-names").setData(collection(placed.map(({ n, feature }) => {
    const { properties, ...rest } = named(slim(feature), feature, shapes);
    return { ...rest, properties: { ...properties, n } };
  })));
}

/** Show the kinds of marks that are on; while days are played, only what is played. */
export function showLayers(map, palette, on, playing) {
  const show = (ids, shown) => ids.forEach((id) => map.setLayoutProperty(id, "visibility", shown ? "visible" : "none"));
  for (const [name, ids] of Object.entries(layers.LAYERS)) show(ids, on.includes(name) && !playing);
  show(layers.PLAYED, playing);
  layers.nameEnds(map, on);
  layers.fillAreas(map, palette, on.includes("provinces"));
}
