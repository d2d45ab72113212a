// Pure geometry: TopoJSON → GeoJSON, circles on the ground, great circles, bounds. Positions are [longitude, latitude].

const EARTH_KM = 6371.0088;
const RAD = Math.PI / 180;

/** Decode one object of a TopoJSON topology (quantised, delta-encoded) into a FeatureCollection. */
export function decode(topology, name) {
  const arcs = topology.decoded ?? (topology.decoded = topology.arcs.map((arc) => absolute(arc, topology.transform)));
  const shapes = topology.objects[name].geometries ?? [topology.objects[name]];
  const features = shapes.map((shape) => ({
    type: "Feature",
    properties: shape.properties ?? {},
    geometry: { type: shape.type, coordinates: coordinates(shape, arcs) },
  }));
  return { type: "FeatureCollection", features: features.filter((feature) => feature.geometry.type) };
}

function absolute(arc, { scale, translate }) {
  let x = 0;
  let y = 0;
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

function coordinates(shape, arcs) {
  const line = (indexes) =>
    indexes.flatMap((index, at) => {
      const arc = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
      return at ? arc.slice(1) : arc;
    });
  const whole = (indexes) => unbroken(line(indexes));
  const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[shape.type];
  const dig = (part, level) => (level ? part.map((inner) => dig(inner, level - 1)) : whole(part));
  return depth === undefined ? null : dig(shape.arcs, depth);
}

/** Let a line run on past the date line (190°) where its positions jump to the other side of the world (-170°). */
function unbroken(line) {
  let turn = 0;
  return line.map(([x, y], at) => {
    if (at && Math.abs(x - line[at - 1][0]) > 180) turn += x < line[at - 1][0] ? 360 : -360;
    return turn ? [x + turn, y] : [x, y];
  });
}

/** Return the ring of all positions at a distance from a centre, on the ground rather than on the screen. */
export function circle([longitude, latitude], km, steps = 72) {
  const reach = km / EARTH_KM;
  const [sin, cos] = [Math.sin(latitude * RAD), Math.cos(latitude * RAD)];
  return Array.from({ length: steps + 1 }, (_, at) => {
    const bearing = (at / steps) * 2 * Math.PI;
    const up = Math.asin(sin * Math.cos(reach) + cos * Math.sin(reach) * Math.cos(bearing));
    const across = Math.atan2(
      Math.sin(bearing) * Math.sin(reach) * cos,
      Math.cos(reach) - sin * Math.sin(up),
    );
    return [longitude + across / RAD, up / RAD];
  });
}

/** Return the shortest way over the globe between two positions, unbroken at the date line. */
export function greatCircle([x1, y1], [x2, y2], steps = 32) {
  const [a, b] = [unit(x1, y1), unit(x2, y2)];
  const angle = Math.acos(Math.min(1, Math.max(-1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
  if (angle < 1e-6) return [[x1, y1], [x2, y2]];
  let last = x1;
  return Array.from({ length: steps + 1 }, (_, at) => {
    const share = at / steps;
    const [p, q] = [Math.sin((1 - share) * angle) / Math.sin(angle), Math.sin(share * angle) / Math.sin(angle)];
    const [x, y, z] = a.map((value, axis) => p * value + q * b[axis]);
    let longitude = Math.atan2(y, x) / RAD;
    longitude += 360 * Math.round((last - longitude) / 360);
    last = longitude;
    return [longitude, Math.asin(Math.min(1, Math.max(-1, z))) / RAD];
  });
}

/** Return the point of a line at a share of its positions, with its heading there on a Mercator map (degrees from north). */
export function along(line, share) {
  const at = Math.min(line.length - 2, Math.floor(share * (line.length - 1)));
  const [[x1, y1], [x2, y2]] = [line[at], line[at + 1]];
  const north = (y) => Math.log(Math.tan(Math.PI / 4 + (Math.max(-85, Math.min(85, y)) * RAD) / 2)) / RAD;
  return { at: [(x1 + x2) / 2, (y1 + y2) / 2], heading: Math.atan2(x2 - x1, north(y2) - north(y1)) / RAD };
}

function unit(longitude, latitude) {
  const [x, y] = [longitude * RAD, latitude * RAD];
  return [Math.cos(y) * Math.cos(x), Math.cos(y) * Math.sin(x), Math.sin(y)];
}

/** Return [[west, south], [east, north]] round positions, each with its reach in km, or null without any. */
export function bounds(spots) {
  if (!spots.length) return null;
  const box = [[180, 90], [-180, -90]];
  for (const { at: [x, y], km } of spots) {
    const tall = km / 111.2;
    const wide = tall / Math.max(0.2, Math.cos(y * RAD));
    box[0] = [Math.min(box[0][0], x - wide), Math.min(box[0][1], Math.max(-75, y - tall))];
    box[1] = [Math.max(box[1][0], x + wide), Math.max(box[1][1], Math.min(80, y + tall))];
  }
  return box;
}
