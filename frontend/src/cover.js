// Covers the screen of somebody who went away: nothing is ended and no word is lost, but nobody who
// passes by reads it.
export const COVER_AFTER_MS = 10 * 60 * 1000;
const LOOK_EVERY_MS = 5000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchmove", "input"];

export function followIdleness(app, { after = COVER_AFTER_MS, now = () => Date.now() } = {}) {
  let last = now();
  let cover = null;
  const hidden = () => [app, ...document.querySelectorAll("body > footer")];

  const show = () => {
    if (cover) return;
    const focused = document.activeElement;
    for (const part of hidden()) part.hidden = true;
    cover = document.createElement("main");
    cover.className = "ladder ladder-cover";
    const heading = document.createElement("h1");
    heading.textContent = "Covered";
    const words = document.createElement("p");
    words.textContent = "Nobody has been here for ten minutes, so the page is covered. Nothing is lost.";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nhsuk-button";
    button.textContent = "Go on where I was";
    button.addEventListener("click", () => {
      for (const part of hidden()) part.hidden = false;
      cover.remove();
      cover = null;
      last = now();
      focused?.focus({ preventScroll: true });
    });
    const inside = document.createElement("div");
    inside.className = "ladder-width ladder-plain";
    inside.append(heading, words, button);
    cover.append(inside);
    document.body.prepend(cover);
    button.focus();
  };
  const look = () => { if (now() - last >= after) show(); };

  for (const sign of SIGNS) {
    addEventListener(sign, () => {
      // Whoever comes back to a machine that slept is covered first: the timer slept too.
      look();
      last = now();
    }, { capture: true, passive: true });
  }
  setInterval(look, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", look);
}
