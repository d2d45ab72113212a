// Where the map opens, and what lies beyond what it shows.

const { bounds } = await import(`./geometry.mjs${new URL(import.meta.url).search}`);

// The first view holds the places of this share of the quotes; a button leads to the rest.
const MOST = 0.7;
const NARROW = 560; // pixels
const quoted = (f) => f.properties.about || f.properties.said;

/** Return the box of what most quotes are about, or null; share 1: of all that is quoted. */
export const homeOf = (features, share = MOST) => bounds(mostOf(features, share));

/** Return how far from the edges of its element the map keeps that box. */
export function marginsOf(element) {
  const wide = element.clientWidth >= NARROW;
  return { padding: wide ? { top: 32, bottom: 36, left: 48, right: 56 } : { top: 24, bottom: 28, left: 24, right: 32 }, maxZoom: 7.5 };
}

/** Count the places of quotes that lie outside a view. */
export const beyondView = (features, view) => features.filter((f) => f.geometry && quoted(f) && !view.contains(f.geometry.coordinates)).length;

/** Return the spots of what most quotes are about: strays at the edge of the world do not shrink the rest; share 1: all quoted. */
function mostOf(features, share) {
  const spots = features.filter((f) => f.geometry);
  const by = (key) => spots.filter((f) => f.properties[key]).sort((a, b) => b.properties[key] - a.properties[key]);
  const [ranked, key] = by("about").length ? [by("about"), "about"] : by("said").length ? [by("said"), "said"] : [spots, "articles"];
  const total = ranked.reduce((sum, f) => sum + f.properties[key], 0);
  let sum = 0;
  const most = share === 1 ? spots.filter(quoted) : ranked.filter((f) => (sum += f.properties[key]) - f.properties[key] < share * total);
  return most.map((f) => ({
    at: f.geometry.coordinates, km: f.properties.drawn === "point" ? 30 : Math.min(200, f.properties.radius_km),
  }));
}
