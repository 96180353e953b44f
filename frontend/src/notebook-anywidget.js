// anywidget's own front end, for widgets of others. It is built for a loader that calls `define`.
import * as base from "@jupyter-widgets/base";

let make;
globalThis.define = (_needs, factory) => { make = factory; };
await import("anywidget");
delete globalThis.define;

export const classes = make(base);
