// Streamlit runs this text once a mount and again on every change of data or theme. The map itself is a module
// served from app/static, so that the browser keeps it; here the two are only tied together.
const mounted = new WeakMap();

export default function (component) {
  const { data, parentElement } = component;
  let here = mounted.get(parentElement);
  if (!here) {
    here = { latest: component, map: null, gone: false };
    mounted.set(parentElement, here);
    const address = new URL(`${data.static}live_map.mjs?v=${data.version}`, document.baseURI).href;
    import(address)
      .then((module) => module.open(parentElement, here.latest))
      .then((map) => {
        if (here.gone) return map.close();
        here.map = map;
        map.update(here.latest);
      })
      .catch((error) => {
        console.error("The map could not be opened:", error);
        parentElement.querySelector(".tm-notice").textContent =
          "The map could not be loaded. Its files are served when server.enableStaticServing is on.";
      });
  }
  here.latest = component;
  if (here.map) here.map.update(component);
  return () => {
    here.gone = true;
    if (here.map) here.map.close();
    mounted.delete(parentElement);
  };
}
