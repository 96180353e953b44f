// Put into every measured page before its own scripts: types one character into the text area in
// the first frame in which it can be typed into, and notes when the page says that it arrived.
// `way` is how that is said: "saved" (ours: data-saved counts what is committed), "echo" (a peer's
// server sends the character back) or "echo-on-blur" (the same, sent when the area is left).
// All times are milliseconds since the navigation began.
(way) => {
  if (window.top !== window) return;
  const CHARACTER = "x";
  const ECHO = `received: ${CHARACTER}`;
  const marks = (window.benchMarks = {});

  /** The document and every shadow root in it: Panel's widgets live in those. */
  const roots = (root) => [
    root,
    ...[...root.querySelectorAll("*")].filter((e) => e.shadowRoot).flatMap((e) => roots(e.shadowRoot)),
  ];
  const canBeTypedInto = (area) =>
    area && !area.disabled && !area.readOnly && area.checkVisibility({ visibilityProperty: true });

  const findOurs = () =>
    [...document.querySelectorAll("label")]
      .filter((label) => label.textContent.trim() === "What?")
      .map((label) => label.control)
      .find(canBeTypedInto);
  const findTheirs = () =>
    roots(document)
      .flatMap((root) => [...root.querySelectorAll("textarea")])
      .find(canBeTypedInto);
  const find = way === "saved" ? findOurs : findTheirs;

  const arrived = (area) =>
    way === "saved"
      ? Number(area.dataset.saved) >= 1
      : roots(document).some((root) => (root.body ?? root).textContent.includes(ECHO));

  const type = (area) => {
    area.focus();
    document.execCommand("insertText", false, CHARACTER);
    if (way === "echo-on-blur") area.blur();
  };

  const step = () => {
    const now = performance.now();
    if (document.documentElement?.dataset.ladder === "live") marks.live ??= now;
    const area = document.body ? find() : null;
    if (area && marks.ready === undefined) {
      marks.ready = now;
      type(area);
      marks.typed = performance.now();
    } else if (area && arrived(area)) {
      marks.saved = now;
      return;
    }
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
};
