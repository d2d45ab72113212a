// Streamlit sends this text with every piece of screen: it only ties the piece to the module and the sheets served from
// app/static, which the browser keeps.
const mounted = new WeakMap();
let loading = null;
let surface = null;

/** Load the module and the style sheets, once a page. */
function load({ address, version, sheets }) {
  const file = (name) => new URL(`${address}${name}?v=${version}`, document.baseURI).href;
  const words = (name) => fetch(file(name)).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)));
  return Promise.all([import(file("surface.mjs")), ...sheets.map(words)]).then(([module, ...texts]) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(texts.join("\n"));
    return { draw: module.draw, sheet };
  });
}

/** Draw the newest data of a piece, dressed in the desk's sheet unless it brings its own. */
function draw(here) {
  const { parentElement, data } = here.latest;
  const scope = parentElement.getRootNode();
  if (here.failed) parentElement.querySelector(".surface").textContent = "";
  here.failed = false;
  if (!data.dressed && !scope.adoptedStyleSheets.includes(surface.sheet)) scope.adoptedStyleSheets.push(surface.sheet);
  surface.draw(here.latest);
}

export default function (component) {
  const { data, parentElement } = component;
  const here = mounted.get(parentElement) ?? { gone: false };
  mounted.set(parentElement, here);
  here.latest = component;
  if (surface) draw(here);
  else {
    // Where it fails, the next data load it again: a server that was started anew comes back by itself.
    loading ??= load(data.files).then((loaded) => (surface = loaded)).finally(() => (loading = null));
    loading.then(() => here.gone || draw(here)).catch((error) => {
      console.error("The page could not be drawn:", error);
      here.failed = true;
      parentElement.querySelector(".surface").textContent =
        "This part could not be loaded. Its files are served when server.enableStaticServing is on.";
    });
  }
  return () => {
    here.gone = true;
    mounted.delete(parentElement);
  };
}
