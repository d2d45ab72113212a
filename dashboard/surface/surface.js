// Keyed items of ready, escaped markup: kept while data changes; clicks go to Python.
const kept = new WeakMap();

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

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".surface");
  const state = kept.get(root) ?? { items: new Map() };
  kept.set(root, state);
  reconcile(root, state, data);
  root.className = ["surface", ...data.classes].join(" ");
  root.onclick = (event) => {
    const target = event.target.closest("[data-act]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("act", { name: target.dataset.act, value: target.dataset.value ?? "" });
  };
  if (data.goto && state.goto !== data.goto) {
    state.goto = data.goto;
    const mark = root.querySelector(`[id="${CSS.escape(data.goto)}"]`) ?? root.querySelector("[data-goto]");
    requestAnimationFrame(() => mark?.scrollIntoView({ block: "center", behavior: "instant" }));
  }
}
