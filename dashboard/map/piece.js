// Brings a piece to the map of the same key: small things come this way, so that the places are not sent again.
export default function ({ data }) {
  const address = new URL(`${data.static}pieces.mjs?v=${data.version}`, document.baseURI).href;
  import(address).then((module) => module.bring(data.key, data.piece)).catch(() => {}); // the map itself says what failed
}
