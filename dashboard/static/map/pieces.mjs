// What comes to a map beside its places, by the map's key: what is chosen, arcs, counts by day, names that led nowhere. A
// piece may come before the map or after it.

const latest = new Map();
const listeners = new Map();

/** Take in a piece; the map of the key hears it. */
export function bring(key, piece) {
  latest.set(key, { ...latest.get(key), ...piece });
  listeners.get(key)?.(piece);
}

/** Resolve with all pieces that have come, once no map could be drawn without another. */
export function first(key) {
  const whole = () => latest.get(key)?.shown && latest.get(key).arcs && latest.get(key);
  return whole() ? Promise.resolve(whole()) : new Promise((done) => listeners.set(key, () => whole() && done(whole())));
}

/** Call with each piece that comes from now on. */
export function listen(key, heard) {
  listeners.set(key, heard);
}

/** Hear no more. */
export function leave(key, heard) {
  if (listeners.get(key) === heard) listeners.delete(key);
}
