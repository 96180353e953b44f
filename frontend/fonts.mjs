// Copies the fonts of the PDF, with their licences, out of node_modules into the package.
// The same files on every machine give the same PDF; system fonts are never used.
// After a change of this list or of a version: python frontend/coverage.py
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(process.env.LADDER_FONTS_FROM ?? here, "node_modules", "@expo-google-fonts");
const target = join(here, "..", "ladder_widgets", "evidence", "fonts");
const plain = ["400Regular"];
const bold = [...plain, "700Bold"];
const fonts = [
  ["noto-sans", "NotoSans", [...bold, "400Regular_Italic", "700Bold_Italic"]],
  ["noto-sans-arabic", "NotoSansArabic", bold],
  ["noto-sans-hebrew", "NotoSansHebrew", bold],
  ["noto-sans-devanagari", "NotoSansDevanagari", bold],
  ["noto-sans-symbols", "NotoSansSymbols", plain],
  ["noto-sans-symbols-2", "NotoSansSymbols2", plain],
  ["noto-sans-math", "NotoSansMath", plain],
  ["noto-emoji", "NotoEmoji", plain],
  ["noto-sans-mono", "NotoSansMono", bold],
];

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, stem, styles] of fonts) {
  for (const style of styles) {
    const file = `${stem}_${style}.ttf`;
    copyFileSync(join(source, name, style, file), join(target, file));
  }
  copyFileSync(join(source, name, "LICENSE_FONT"), join(target, `LICENSE-${name}.txt`));
}
