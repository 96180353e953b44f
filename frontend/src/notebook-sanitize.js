// Stands in for `sanitize-html`, by which ipywidgets' manager sanitises descriptions: the same job
// by the sanitiser that this page has anyway.
import { clean } from "./notebook-clean.js";

export default function sanitize(html, { allowedTags }) {
  return clean(html, { USE_PROFILES: undefined, ALLOWED_TAGS: allowedTags });
}
