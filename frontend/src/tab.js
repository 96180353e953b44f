// What this tab keeps for itself: words that were not saved yet, under the key of the session that
// wrote them. A tab that is opened again after somebody left the computer finds nothing.
const NAME = "ladder-unsaved";

export class Tab {
  constructor(key) {
    this.key = key;
  }

  keep(save) {
    try {
      sessionStorage.setItem(NAME, JSON.stringify({ key: this.key, save }));
    } catch {
      // No room for it (a text of megabytes), or the browser keeps nothing: the field still has it.
    }
  }

  clear() {
    sessionStorage.removeItem(NAME);
  }

  /** The save that no answer came to, if it is this session's; anything else is dropped. */
  unsaved() {
    try {
      const { key, save } = JSON.parse(sessionStorage.getItem(NAME)) ?? {};
      if (save && key && key === this.key) return save;
    } catch {
      // What cannot be read is nobody's.
    }
    this.clear();
    return null;
  }
}
