// The choice of colours in *Me*: kept in a cookie that the server reads, so that the very first
// paint has them already.
const COOKIE = "ladder-theme";
const YEAR_S = 365 * 24 * 60 * 60;

/** Follow the radio buttons of `el`; returns what shows the present choice after a change of HTML. */
export function followTheme(el, base) {
  const root = document.documentElement;
  el.addEventListener("change", (event) => {
    if (event.target.name !== COOKIE) return;
    const theme = event.target.value;
    const age = theme === "system" ? 0 : YEAR_S;
    document.cookie = `${COOKIE}=${theme}; path=${base}; max-age=${age}; samesite=strict`;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  });
  return () => {
    const chosen = el.querySelector(`#theme-${root.dataset.theme ?? "system"}`);
    if (chosen) chosen.checked = true;
  };
}
