// Copying a text of the page. Where the browser does not let a page write to the clipboard, the
// text is selected, so that the keys for copying do the rest.

/** Copy what `button` names; `say` tells screen readers, the words beside it everybody else. */
export async function copyText(root, button, say) {
  const source = root.querySelector(`#${CSS.escape(button.dataset.copy)}`);
  if (!source) return;
  const { label } = button.dataset;
  for (const old of root.querySelectorAll(".ladder-copy__said")) old.textContent = "";
  say("");
  const done = await write(source.value ?? source.textContent);
  if (!done) select(source);
  const keys = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘C" : "Ctrl+C";
  button.parentElement.querySelector(".ladder-copy__said").textContent = done ? "Copied" : `Press ${keys}`;
  say(done ? `Copied: ${label}.` : `Selected: ${label}. Press ${keys} to copy it.`);
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not permitted, or not offered at all outside a secure address.
    return false;
  }
}

function select(source) {
  if (source.select) {
    source.focus();
    source.select();
  } else {
    getSelection().selectAllChildren(source);
  }
}
