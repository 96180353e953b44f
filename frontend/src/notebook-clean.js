// Makes HTML of a notebook harmless before it is put in: no script, no form, no style of its own
// sheet, nothing from another host. `notebook_page.py` does the same on the server.
import createDOMPurify from "dompurify";

const PICTURE = /^data:image\//i;
const STYLE =
  /^(color|background-color|font-(size|style|weight|family)|text-(align|decoration.*)|vertical-align|white-space|((min|max)-)?(width|height)|(padding|margin)(-.*)?|border(?!-image)(-.*)?)$/;
const NO_DESCRIPTION = "Picture without a description";

const purify = createDOMPurify(window);

purify.addHook("uponSanitizeAttribute", (_element, attribute) => {
  const { attrName: name, attrValue: value } = attribute;
  if (name === "src" && !PICTURE.test(value)) attribute.keepAttr = false;
  if (name === "style") attribute.attrValue = plainStyle(value);
});
purify.addHook("afterSanitizeAttributes", (element) => {
  if (element.tagName === "A") element.setAttribute("rel", "noopener noreferrer");
  if (element.tagName !== "IMG") return;
  if (!element.hasAttribute("src")) element.remove();
  else if (!element.hasAttribute("alt")) element.alt = NO_DESCRIPTION;
});

/** A style without what covers the page or asks for a file. */
function plainStyle(value) {
  const { style } = document.createElement("span");
  style.cssText = value;
  const kept = [...style].filter((name) => STYLE.test(name));
  return kept.map((name) => `${name}: ${style.getPropertyValue(name)}`).join("; ");
}

/** HTML without anything that acts; `options` are DOMPurify's. */
export function clean(html, options = {}) {
  return purify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ["audio", "button", "dialog", "form", "input", "option", "picture", "select",
      "source", "style", "textarea", "track", "video"],
    FORBID_ATTR: ["background", "id", "name", "poster", "srcset", "usemap"],
    ALLOW_DATA_ATTR: false,
    ...options,
  });
}
