// Marks in a text: what is said of one (data-tip-LAYER) shows beside it, by mouse, finger and keyboard.
const LAYERS = ["cited", "quotes", "places", "actors", "risks"];
const TIPPED = LAYERS.map((layer) => `[data-tip-${layer}]`).join(", ");
const EDGE = 8; // px between a tip and the window's edge
const LEAVE_MS = 140; // to get from a mark to its tip
const REST_MS = 160; // a mouse that only passes over asks for nothing
let resting; // timer of the mark that the mouse stands on
let last = {}; // where the mouse was: a text that moves under it asks for nothing either
let tipped = null; // { root, mark, line }: one tip at a time, on the whole page

const isOn = (root, layer) => layer === "cited" || root.classList.contains(`on-${layer}`);

/** What is said of a mark in the layers that are on: [words, name@version of the model]. */
function said(root, mark) {
  const text = mark.closest(".text");
  return LAYERS.filter((layer) => isOn(root, layer) && mark.hasAttribute(`data-tip-${layer}`)).flatMap((layer) =>
    mark.getAttribute(`data-tip-${layer}`).split("\n\n").map((words) => [words, text?.getAttribute(`data-by-${layer}`)]),
  );
}

const line = (name, words) => {
  const made = document.createElement(name);
  made.dir = "auto";
  made.textContent = words;
  return made;
};

function write(box, parts) {
  box.replaceChildren(
    ...parts.map(([words, model]) => {
      const part = document.createElement("div");
      const [first, ...rest] = words.split("\n");
      part.append(line("b", first), ...rest.map((one) => line("span", one)));
      if (model) part.append(line("small", model));
      return part;
    }),
  );
}

/** Put the tip under the line of the mark that was pointed at, or above it, always inside the window. */
function place(box, { mark, line: index }) {
  const lines = mark.getClientRects();
  const at = lines[Math.min(index, lines.length - 1)];
  if (!at || at.bottom < 0 || at.top > innerHeight) return untip();
  const { offsetWidth: width, offsetHeight: height } = box;
  const turned = getComputedStyle(mark).direction === "rtl";
  const left = turned ? at.right - width : at.left;
  const below = at.bottom + 6 + height <= innerHeight - EDGE || at.top < innerHeight - at.bottom;
  const top = below ? at.bottom + 6 : at.top - 6 - height;
  box.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  box.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
}

function untip() {
  if (!tipped) return;
  const { root, mark } = tipped;
  clearTimeout(tipped.leaving);
  mark.removeAttribute("aria-describedby");
  for (const one of root.querySelectorAll(".together, .same")) one.classList.remove("together", "same");
  root.querySelector(":scope > .tip")?.remove();
  tipped = null;
}

/** Show what is said of a mark, and which other marks belong to it: the cue and the source of a quote. */
function tip(root, mark, index = 0) {
  if (tipped?.mark === mark) return clearTimeout(tipped.leaving);
  untip();
  const parts = mark ? said(root, mark) : [];
  if (!parts.length) return;
  const box = document.createElement("div");
  box.className = "tip";
  box.id = "tip";
  box.setAttribute("role", "tooltip");
  write(box, parts);
  root.append(box);
  mark.setAttribute("aria-describedby", "tip");
  tipped = { root, mark, line: index };
  for (const of of (mark.dataset.of ?? "").split(" ").filter((of) => ties(mark, of)))
    for (const one of root.querySelectorAll(`[data-of~="${CSS.escape(of)}"]`)) one.classList.add(of.startsWith("s") ? "same" : "together");
  place(box, tipped);
}

/** Risks (s1) light their sentence, a mark of a quote (q1) all parts of it. */
const ties = (mark, of) => (of.startsWith("s") ? mark.matches(".flags") : of.startsWith("q") && mark.matches("[data-tip-quotes]"));

const lineUnder = (mark, event) =>
  Math.max(0, [...mark.getClientRects()].findIndex((at) => event.clientY >= at.top - 2 && event.clientY <= at.bottom + 2));

/** The marks that arrows reach, in the order of the text: seen, and with something said of them. */
const stops = (root) =>
  [...root.querySelectorAll(`.text :is(${TIPPED})`)].filter((mark) => !mark.closest("[hidden]") && said(root, mark).length);

/** Let all marks of a text be one stop of the tab key: the wanted one, or the first. */
function stopAt(root, mark) {
  for (const old of root.querySelectorAll('.text [tabindex="0"]')) old.tabIndex = -1;
  if (mark) mark.tabIndex = 0;
}

export function restop(root) {
  if (!root.querySelector(".text")) return;
  const all = stops(root);
  stopAt(root, all.find((mark) => mark.tabIndex === 0) ?? all.find((mark) => mark.classList.contains("wanted")) ?? all[0]);
  if (tipped?.root === root && !(tipped.mark.isConnected && said(root, tipped.mark).length)) untip();
}

/** Go from mark to mark by the arrows, in the direction in which the paragraph is written. */
function step(root, event) {
  const here = event.target.closest(TIPPED);
  if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
  const forth = getComputedStyle(here).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const all = stops(root);
  const at = all.indexOf(here);
  const next = { Home: 0, End: all.length - 1, ArrowLeft: at - 1, ArrowRight: at - 1, [forth]: at + 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const mark = all[Math.max(0, Math.min(next, all.length - 1))];
  stopAt(root, mark);
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "nearest" });
}

/** Answer to pointing, tapping and the keyboard in the marks of a surface. */
export function listenToMarks(root) {
  root.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    if (event.clientX === last.x && event.clientY === last.y) return;
    const mark = event.target.closest(TIPPED);
    clearTimeout(resting);
    if (mark) resting = setTimeout(() => mark.isConnected && tip(root, mark, lineUnder(mark, event)), REST_MS);
    if (mark === tipped?.mark || event.target.closest(".tip")) clearTimeout(tipped?.leaving);
    else leave(root);
  });
  root.addEventListener("pointerleave", () => {
    clearTimeout(resting);
    leave(root);
  });
  root.addEventListener("click", (event) => {
    clearTimeout(resting);
    const mark = event.target.closest(TIPPED);
    if (!mark) return event.target.closest(".tip") ? undefined : tipped?.root === root && untip();
    stopAt(root, mark);
    tip(root, mark, lineUnder(mark, event));
  });
  root.addEventListener("focusin", (event) => {
    if (event.target.matches(TIPPED) && event.target.matches(":focus-visible")) tip(root, event.target);
  });
  root.addEventListener("focusout", (event) => {
    if (tipped?.mark === event.target) untip();
  });
  root.addEventListener("keydown", (event) => {
    clearTimeout(resting);
    if (event.key === "Escape") untip();
    else step(root, event);
  });
}

function leave(root) {
  if (tipped?.root !== root || tipped.mark.matches(":focus-visible")) return;
  clearTimeout(tipped.leaving);
  tipped.leaving = setTimeout(untip, LEAVE_MS);
}

// A tip stays beside its mark while the page is scrolled, and goes with it.
const follows = () => tipped && place(tipped.root.querySelector(":scope > .tip"), tipped);
addEventListener("scroll", follows, { capture: true, passive: true });
addEventListener("resize", follows);
addEventListener("pointermove", (event) => (last = { x: event.clientX, y: event.clientY }), { passive: true });
addEventListener("pointerdown", (event) => {
  if (tipped && !event.composedPath().includes(tipped.root)) untip();
});

/** Let a key that an element names (data-key) click it, wherever the reader is but in a field. */
export function listenToKeys(root) {
  const press = (event) => {
    if (!root.isConnected) return removeEventListener("keydown", press);
    const typing = event.composedPath()[0].matches?.("input, textarea, select, [contenteditable]");
    if (typing || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    if (/^[a-z]$/.test(event.key)) root.querySelector(`[data-act][data-key="${event.key}"]`)?.click();
  };
  addEventListener("keydown", press);
}
