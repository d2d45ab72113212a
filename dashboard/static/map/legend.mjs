// What the marks mean: rows under the map, so that they cover nothing of it.

const search = new URL(import.meta.url).search;
const [{ el, sign }, { radius }] = await Promise.all(["el.mjs", "layers.mjs"].map((name) => import(`./${name}${search}`)));

/** Fill the legend with the words of the levels, gravest first. */
export function fillLegend(box, levels) {
  const item = (marks, words) => el("li", {}, ...marks, el("span", {}, words));
  const row = (title, ...items) => el("div", {}, el("h4", {}, title), el("ul", {}, ...items));
  box.replaceChildren(
    row("Gravest language", ...levels.map((words, level) => item([sign("dot", level)], words)).reverse()),
    row("Said to be", item([sign("dot", 3), sign("province", 3)], "reported"), item([sign("dot", 3, true), sign("province", 3, true)], "feared only")),
    row("Known to", item([sign("dot", 0)], "town or site"), item([sign("patch", 3)], "somewhere within")),
    row("Shaded", item([sign("province", 3)], "province: any place in it"), item([sign("shade", 3)], "whole country")),
    row("Speech", item([sign("diamond", 0)], "said here"), item([sign("arc", 0)], "said → about")),
    row("Quotes", ...[1, 10, 100].map((n) => item([sized(n)], String(n)))),
  );
}

function sized(n) {
  const dot = sign("dot", 0);
  dot.style.width = dot.style.height = `${2 * radius(n)}px`;
  return dot;
}
