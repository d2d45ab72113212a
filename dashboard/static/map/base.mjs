// The base map: calm land, water and borders, in the light or the dark of the page. No glyph server: MapLibre draws
// labels with the page's own fonts when a style names no `glyphs`.

const FONT = ["Inter", "Noto Sans Arabic", "sans-serif"];

// The least important label that shows, by zoom: what is small waits until there is room.
const RANKS = {
  country: ["step", ["zoom"], 1, 2.4, 2, 3.6, 3, 4.6, 4],
  city: ["step", ["zoom"], 0, 5.2, 1, 6.2, 2],
};

const LIGHT = {
  dark: false, water: "#DCE6EA", land: "#F8F5EE", coast: "#B7C6CD", border: "#A79F90", admin: "#D9D2C3",
  river: "#C9DAE1", country: "#7D7667", city: "#6B655A", halo: "#F8F5EE", ink: "#1E2226", paper: "#FFFFFF",
};
const DARK = {
  dark: true, water: "#0D1218", land: "#1B222A", coast: "#33404B", border: "#59636E", admin: "#2E3842",
  river: "#1A2833", country: "#8A94A0", city: "#9AA3AD", halo: "#161C23", ink: "#E6E3DC", paper: "#10151A",
};

/** Choose the palette that fits the page, by how light its background is. */
export function paletteOf(element) {
  const style = getComputedStyle(element);
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = style.getPropertyValue("--st-background-color").trim() || "#ffffff";
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  const accent = style.getPropertyValue("--st-primary-color").trim() || "#0B5C8A";
  return { ...(0.299 * r + 0.587 * g + 0.114 * b < 128 ? DARK : LIGHT), accent };
}

/** Return the style without data: sources are filled once the base map has come. */
export function baseStyle(palette) {
  const empty = { type: "FeatureCollection", features: [] };
  const source = (more = {}) => ({ type: "geojson", data: empty, ...more });
  return {
    version: 8,
    sources: {
      land: source({ promoteId: "c", tolerance: 0.2 }),
      borders: source({ tolerance: 0.2 }),
      disputed: source({ tolerance: 0.2 }),
      water: source({ tolerance: 0.2 }),
      admin: source({ tolerance: 0.2 }),
      labels: source(),
    },
    layers: layers(palette),
  };
}

/** Return the layers of the base map, lowest first. */
export function layers(p) {
  const line = (id, source, paint, more = {}) => ({
    id, source, type: "line", layout: { "line-join": "round", "line-cap": "round" }, paint, ...more,
  });
  const width = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];
  const label = (id, kind, layout, paint, more = {}) => ({
    id, source: "labels", type: "symbol",
    filter: ["all", ["==", ["get", "kind"], kind], ["<=", ["get", "rank"], RANKS[kind]]],
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-padding": 4, ...layout },
    paint: { "text-halo-color": p.halo, "text-halo-width": 1.2, ...paint },
    ...more,
  });
  return [
    { id: "water", type: "background", paint: { "background-color": p.water } },
    { id: "land", source: "land", type: "fill", paint: { "fill-color": p.land, "fill-antialias": false } },
    { id: "rivers", source: "water", type: "line", minzoom: 3.5, filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": p.river, "line-width": width(3.5, 0.5, 8, 1.6) } },
    { id: "lakes", source: "water", type: "fill", filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": p.water, "fill-outline-color": p.coast } },
    line("coast", "land", { "line-color": p.coast, "line-width": width(1, 0.4, 6, 0.8) }),
    line("admin", "admin", { "line-color": p.admin, "line-width": width(4, 0.4, 8, 1) }, { minzoom: 4.2 }),
    line("borders", "borders", { "line-color": p.border, "line-width": width(1, 0.5, 4, 0.9, 8, 1.6) }),
    line("disputed", "disputed",
      { "line-color": p.border, "line-width": width(1, 0.5, 4, 0.9, 8, 1.6), "line-dasharray": [2.5, 2.5] },
      { layout: { "line-cap": "butt" } }),
    label("label-city", "city",
      { "text-size": width(4, 10, 8, 12.5), "text-anchor": "left", "text-offset": [0.5, 0],
        "icon-image": "town", "icon-allow-overlap": false, "symbol-sort-key": ["get", "rank"] },
      { "text-color": p.city, "icon-opacity": 0.8 },
      { minzoom: 4.4 }),
    label("label-country", "country",
      { "text-size": ["interpolate", ["linear"], ["zoom"], 2, ["match", ["get", "rank"], 0, 11, 9.5], 6,
          ["match", ["get", "rank"], [0, 1], 16, 12.5]],
        "text-transform": "uppercase", "text-letter-spacing": 0.14, "text-max-width": 7,
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 1.6,
        "symbol-sort-key": ["get", "rank"] },
      { "text-color": p.country },
      { maxzoom: 7.5 }),
  ];
}

/** Fill the base map's sources with what has come; the admin-1 lines come later. */
export function fillBase(map, { land, labels, decode }) {
  const put = (source, ...collections) =>
    map.getSource(source).setData({ type: "FeatureCollection", features: collections.flatMap((c) => c.features) });
  const named = (kind) => ([name, latitude, longitude, rank]) => ({
    type: "Feature", properties: { kind, name, rank }, geometry: { type: "Point", coordinates: [longitude, latitude] },
  });
  put("land", decode(land, "countries"));
  put("borders", decode(land, "borders"));
  put("disputed", decode(land, "disputed"));
  put("water", decode(land, "rivers"), decode(land, "lakes"));
  put("labels", { features: [...labels.countries.map(named("country")), ...labels.cities.map(named("city"))] });
}

/** Repaint the base map for another theme; nothing is loaded again, the view stays. */
export function repaint(map, palette) {
  for (const layer of layers(palette)) {
    for (const [name, value] of Object.entries(layer.paint)) map.setPaintProperty(layer.id, name, value);
  }
}

/** Draw the little ring of a town's label. */
export function townImage(palette) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 12;
  const pen = canvas.getContext("2d");
  pen.strokeStyle = palette.city;
  pen.fillStyle = palette.land;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(6, 6, 3.6, 0, 7);
  pen.fill();
  pen.stroke();
  return pen.getImageData(0, 0, 12, 12);
}
