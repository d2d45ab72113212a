// Keyed items of ready, escaped markup: kept while data changes; clicks go to Python.
const search = new URL(import.meta.url).search;
const [{ copy }, { listenToKeys, listenToMarks, restop }] = await Promise.all(["copying.mjs", "marks.mjs"].map((name) => import(`./${name}${search}`)));

const kept = new WeakMap();

// While a finger or a button is down, nothing is replaced: a browser tells no click that began on an element now gone.
const AFTER_CLICK_MS = 80;
let pressed = false;
const waiting = new Map(); // root → its newest data, drawn once the press is over
const press = () => (pressed = true);
const release = () => {
  pressed = false;
  // After the click that this release makes; that of a finger comes some moments later than that of a mouse.
  setTimeout(() => {
    if (pressed) return;
    for (const [root, draw] of waiting) if (root.isConnected) draw();
    waiting.clear();
  }, AFTER_CLICK_MS);
};
addEventListener("pointerdown", press, true);
for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, release, true);

// A page that is left for another first gets the other's parameters, as an entry of its own; going back would end there
// and be sent on again. That entry becomes the other page's.
const push = history.pushState.bind(history);
let pushed = null;
history.pushState = (state, title, address) => {
  const to = new URL(address ?? location.href, location.href);
  const elsewhere = to.pathname !== location.pathname && to.search !== "" && to.search === location.search;
  if (elsewhere && pushed === location.href) history.replaceState(state, title, address);
  else push(state, title, address);
  pushed = location.href;
};

function element(item) {
  const box = document.createElement("div");
  box.className = "item";
  box.dataset.key = item.key;
  box.innerHTML = item.html;
  return box;
}

/** Replace an item's markup; whoever stood on a button in it stands on the same button afterwards. */
function rewrite(box, html) {
  const held = box.getRootNode().activeElement;
  const { act, value, key } = (box.contains(held) && held.dataset) || {};
  box.innerHTML = html;
  if (!act) return;
  const isSame = (one) => (key ? one.dataset.key === key : one.dataset.act === act && one.dataset.value === value);
  const same = [...box.querySelectorAll("[data-act]")].find(isSame);
  same?.focus({ preventScroll: true });
}

function reconcile(root, state, data) {
  const same = state.view === data.view && state.view !== undefined;
  const wanted = new Set(data.items.map((item) => item.key));
  const lastKept = [...state.items.keys()].filter((key) => wanted.has(key)).pop();
  const lastIndex = data.items.findIndex((item) => item.key === lastKept);
  for (const [key, old] of state.items) {
    if (!wanted.has(key)) { old.box.remove(); state.items.delete(key); }
  }
  let before = root.firstChild;
  data.items.forEach((item, index) => {
    let entry = state.items.get(item.key);
    if (!entry) {
      entry = { box: element(item), html: item.html };
      // What follows the last item we had was asked for ("show more"); what stands between came by itself.
      if (same && index < lastIndex) entry.box.classList.add("new");
      state.items.set(item.key, entry);
    } else if (entry.html !== item.html) {
      rewrite(entry.box, item.html);
      entry.html = item.html;
    }
    if (entry.box !== before) root.insertBefore(entry.box, before);
    else before = before.nextSibling;
  });
  state.view = data.view;
}

/** Show what is folded behind a button, or fold it again. */
function turn(button) {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  button.nextElementSibling.hidden = !open;
}

/** Scroll to a mark, once; to the button that it is folded behind, if it is. */
function scroll(root, state, goto) {
  if (!goto || state.goto === goto) return;
  state.goto = goto;
  const mark = root.querySelector(`[id="${CSS.escape(goto)}"]`) ?? root.querySelector("[data-goto]");
  const seen = mark?.closest("[hidden]")?.previousElementSibling ?? mark;
  const block = mark?.dataset.goto || "center";
  requestAnimationFrame(() => seen?.scrollIntoView({ block, behavior: "instant" }));
}

/** Go from a footnote's mark to the note, or back: a browser finds no id inside a component. */
function follow(root, link, event) {
  event.preventDefault();
  const found = root.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"]`);
  if (!found) return;
  for (const old of root.querySelectorAll(".reached")) old.classList.remove("reached");
  found.classList.add("reached");
  found.scrollIntoView({ block: "center", behavior: "instant" });
  (found.matches("a") ? found : found.querySelector("a"))?.focus({ preventScroll: true });
}

// Rows and columns that a key of the arrows goes by.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Walk a table of buttons with the arrows, over its empty cells. */
function walk(event) {
  const grid = event.target.closest("[data-walk]");
  const step = grid && STEPS[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const here = event.target.closest("th, td");
  let [row, column] = [here.parentElement.rowIndex, here.cellIndex];
  for (;;) {
    row += step[0];
    column += step[1];
    const cell = grid.rows[row]?.cells[column];
    if (!cell) return;
    const button = cell.querySelector("button");
    if (button) return button.focus();
  }
}

/** Let a table of buttons be one stop of the tab key: the button stood on last. */
function stand(button) {
  const grid = button.closest("[data-walk]");
  if (!grid || button.tabIndex === 0) return;
  for (const old of grid.querySelectorAll('[tabindex="0"]')) old.tabIndex = -1;
  button.tabIndex = 0;
}

/** Show beside an element what its label says: at once, by mouse and by keyboard, within the window. */
function tell(root, target) {
  let bubble = root.querySelector(":scope > .tell");
  if (!target) return bubble?.remove();
  if (!bubble) {
    bubble = document.createElement("div");
    bubble.className = "tell";
    bubble.setAttribute("aria-hidden", "true"); // the label itself is read out
    root.append(bubble);
  }
  bubble.textContent = target.getAttribute("aria-label");
  const at = target.getBoundingClientRect();
  const below = at.bottom + 6 + bubble.offsetHeight < innerHeight;
  bubble.style.top = `${below ? at.bottom + 6 : at.top - 6 - bubble.offsetHeight}px`;
  bubble.style.left = `${Math.max(8, Math.min(at.left, innerWidth - bubble.offsetWidth - 8))}px`;
}

/** Answer to the keyboard and to pointing. */
function listen(root) {
  root.addEventListener("keydown", (event) => (event.key === "Escape" ? tell(root, null) : walk(event)));
  root.addEventListener("focusin", (event) => {
    stand(event.target);
    if (event.target.matches("[data-tell]:focus-visible")) tell(root, event.target);
  });
  root.addEventListener("focusout", () => tell(root, null));
  root.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") tell(root, event.target.closest("[data-tell]"));
  });
  root.addEventListener("pointerleave", () => tell(root, null));
  listenToMarks(root);
  listenToKeys(root);
}

/** Draw a piece of screen: what it shows now, and what its clicks tell. */
export function draw(component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".surface");
  if (!kept.has(root)) listen(root);
  const state = kept.get(root) ?? { items: new Map() };
  kept.set(root, state);
  root.className = ["surface", ...data.classes].join(" ");
  const redraw = () => {
    reconcile(root, state, data);
    // Where along a chart's axis an element stands (0–1): the sheet turns it into a place.
    for (const one of root.querySelectorAll("[data-at]")) one.style.setProperty("--at", one.dataset.at);
    restop(root);
    scroll(root, state, data.goto);
  };
  waiting.delete(root);
  if (pressed && state.view !== undefined) waiting.set(root, redraw);
  else redraw();
  root.onclick = (event) => {
    const fold = event.target.closest("[data-fold]");
    if (fold) return turn(fold);
    const cite = event.target.closest("[data-copy]");
    if (cite) return copy(cite, root);
    const within = event.target.closest('a[href^="#"]');
    if (within) return follow(root, within, event);
    const target = event.target.closest("[data-act]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("act", { name: target.dataset.act, value: target.dataset.value ?? "" });
  };
}
