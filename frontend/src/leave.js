// *Leave this computer*: what is unsaved is sent, then the page and what the tab kept go, here and
// in every other tab of this browser, and the server ends the session.
const CHANNEL = "ladder-leave";
const WAIT_MS = 3000;
const LOSE = "Something is not saved yet. Leave and lose it?";

/** Take over the button of `form`; `runtime` is what shows the app. */
export function followLeave({ form, runtime, base }) {
  const channel = new BroadcastChannel(`${CHANNEL}-${location.port}${base}`);
  const away = () => {
    runtime.forget();
    sessionStorage.clear();
    location.replace(`${base}ladder/left`);
  };
  channel.addEventListener("message", away);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const late = new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    await Promise.race([runtime.saver.flush(), late]);
    if (runtime.saver.dirty && !confirm(LOSE)) return;
    runtime.forget();
    sessionStorage.clear();
    channel.postMessage("left");
    // The answer leads to the page that says so; where none comes, the page is empty at least.
    await fetch(form.action, { method: "POST", credentials: "same-origin" }).catch(() => {});
    location.replace(`${base}ladder/left`);
  });
}
