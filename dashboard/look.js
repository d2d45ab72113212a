// Streamlit takes a theme from the page that hosts it; here the page is its own host (headers.py admits it alone).
const system = matchMedia("(prefers-color-scheme: dark)");
let component = null;
let shown = null; // null: Streamlit still follows the system by itself

function say() {
  const now = system.matches ? "dark" : "light";
  const { theme, themes } = component.data;
  const wanted = theme === "system" ? now : theme;
  if (wanted !== shown && !(shown === null && theme === "system")) {
    shown = wanted;
    const themeInfo = { ...themes[wanted], base: wanted === "dark" ? 1 : 0 };
    window.postMessage({ stCommVersion: 1, type: "SET_CUSTOM_THEME_CONFIG", themeInfo }, window.location.origin);
  }
  if (told !== now && shown !== null) component.setStateValue("system", (told = now));
}
let told = null;
system.addEventListener("change", () => component && say());

export default function (latest) {
  component = latest;
  say();
}
