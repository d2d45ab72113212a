// Building blocks of the words round the map. Every text goes through textContent: names come from articles.

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

/** Say a number with its noun: "1 quote", "2,000 quotes". */
export const many = (n, one, more = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : more}`;

/** Return the sign of a level as the map has it; hollow or hatched: feared only. The colour follows the theme. */
export const sign = (kind, level, feared = false) => el("i", {
  class: `tm-sign tm-sign-${kind} tm-l${level}${feared ? " tm-feared" : ""}`, "aria-hidden": "true",
});

/** Draw the sign of a place: dot, ring, area, hatched area or diamond. */
export function placeSign(place) {
  const kind = !place.about && place.said ? "diamond" : place.drawn === "point" ? "dot" : "patch";
  return sign(kind, place.level, place.feared);
}

/** Say the gravest risk language of a place or province: "Mass harm, feared only". */
export const gravest = ({ level, feared }, levels) => (level ? `${levels[level]}, ${feared ? "feared only" : "reported"}` : levels[0]);
