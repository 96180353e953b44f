// The page of any other notebook: the server has put in what never changes; this file shows the
// widgets, takes over what the kernel displays later, and says when the kernel is lost.
import { connect } from "./notebook-kernel.js";

const CONFIG_ID = "ladder-config";
const { base, kernel: id } = JSON.parse(document.getElementById(CONFIG_ID).textContent);
const live = document.documentElement;

const kernel = connect({ base, id, lost });

/** Show the widgets; what they are made of is loaded only if there are any. */
async function showWidgets() {
  const places = [...document.querySelectorAll("[data-widget]")];
  if (!places.length) return;
  const { NotebookManager } = await import("./notebook-widgets.js");
  const manager = new NotebookManager(kernel);
  await manager.load();
  await Promise.all(places.map((place) => manager.show(place.dataset.widget, place)));
}

/** Take over a display that the kernel changes after the page was made. */
async function update({ data, metadata, transient }) {
  const places = document.querySelectorAll(`[data-display-id="${CSS.escape(transient.display_id)}"]`);
  if (!places.length) return;
  const { display } = await import("./notebook-render.js");
  for (const place of places) place.replaceChildren(display({ data, metadata }));
}

kernel.iopubMessage.connect((_kernel, { header, content }) => {
  if (header.msg_type === "update_display_data") update(content);
});

function lost() {
  live.dataset.ladder = "lost";
  document.getElementById("ladder-lost").hidden = false;
  const words = document.getElementById("ladder-lost-words");
  // Put in now, not made visible: only a change is read out.
  if (!words.textContent) words.textContent = words.dataset.words;
}

document.getElementById("ladder-again").addEventListener("click", () => location.reload());
// A page that is left takes its kernel along; one that comes back finds a new one.
addEventListener("pagehide", () => navigator.sendBeacon(`${base}ladder/leave/${id}`));
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

live.dataset.ladder = "starting";
await Promise.all([kernel.info, showWidgets()]);
if (live.dataset.ladder === "starting") live.dataset.ladder = "live";
