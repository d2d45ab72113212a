// Keyed items of ready, escaped markup: kept while data changes; clicks go to Python.
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

function element(item) {
  const box = document.createElement("div");
  box.className = "item";
  box.dataset.key = item.key;
  box.innerHTML = item.html;
  return box;
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
      entry.box.innerHTML = item.html;
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
  requestAnimationFrame(() => seen?.scrollIntoView({ block: "center", behavior: "instant" }));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".surface");
  const state = kept.get(root) ?? { items: new Map() };
  kept.set(root, state);
  root.className = ["surface", ...data.classes].join(" ");
  const draw = () => {
    reconcile(root, state, data);
    scroll(root, state, data.goto);
  };
  waiting.delete(root);
  if (pressed && state.view !== undefined) waiting.set(root, draw);
  else draw();
  root.onclick = (event) => {
    const fold = event.target.closest("[data-fold]");
    if (fold) return turn(fold);
    const target = event.target.closest("[data-act]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("act", { name: target.dataset.act, value: target.dataset.value ?? "" });
  };
}
