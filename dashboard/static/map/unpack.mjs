// The inverse of dashboard/map/packing.py: columns and a pool of words → records, or GeoJSON features.

const POOLED = ["country", "admin1", "drawn", "precision", "where", "known"];

/** Return one record a row. */
export function unpackRows({ columns, pool }) {
  const names = Object.keys(columns);
  const words = (entry) => entry.map((part, at) => (at < entry.length - 1 ? pool[part] : part)); // the last is a count
  const read = {
    ...Object.fromEntries(POOLED.map((name) => [name, (value) => pool[value]])),
    feared: Boolean, risks: (entries) => entries.map(words), stances: (entries) => entries.map(words),
  };
  return (columns[names[0]] ?? []).map((_, row) => {
    const record = {};
    for (const name of names) record[name] = read[name] ? read[name](columns[name][row]) : columns[name][row];
    return record;
  });
}

/** Return the places as features with all that is known of each; `omitted` as it came. */
export function unpack({ at, omitted, ...packed }) {
  const features = unpackRows(packed).map((properties, row) => ({
    type: "Feature", id: properties.id, geometry: at[row] && { type: "Point", coordinates: at[row] }, properties,
  }));
  return { type: "FeatureCollection", features, omitted };
}
