/** Settings in Java's property files. https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader- */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { withParts } from "./connection-part.ts";
import { type FoundSetting, settingsAt } from "./found-settings.ts";
import { textLines } from "./text-lines.ts";

const key = /^[ \t\f]{0,80}((?:[^\s=:#!\\]|\\.){1,200})[ \t\f]{0,80}[=:]?[ \t\f]{0,80}/;

/** In order of writing. Never throws; linear. */
export function propertiesSettings(text: string): readonly WrittenSetting[] {
  return settingsAt(text, withParts(settings(text)));
}

function* settings(text: string): Generator<FoundSetting, void, undefined> {
  let open: { readonly found: FoundSetting; readonly pieces: string[] } | null = null;
  for (const { text: line, offset } of textLines(text)) {
    const continued = /(?:^|[^\\])(?:\\\\){0,20}\\$/.test(line.slice(-64));
    const written = continued ? line.slice(0, -1) : line;
    if (open !== null) {
      open.pieces.push(written.trimStart());
    } else {
      const match = key.exec(written.slice(0, 800));
      if (match === null) continue;
      const start = offset + match[0].length;
      const found = { path: [(match[1] ?? "").replaceAll("\\", "")], value: "", quoted: false, start, end: start };
      open = { found, pieces: [written.slice(match[0].length)] };
    }
    if (continued) continue;
    yield finished(open.found, open.pieces, offset + line.length);
    open = null;
  }
  if (open !== null) yield finished(open.found, open.pieces, text.length);
}

function finished(found: FoundSetting, pieces: readonly string[], end: number): FoundSetting {
  const written = pieces.join("").trimEnd();
  const value = written.includes("\\") ? written.replaceAll(/\\([:=#!\\ ])/g, "$1") : written;
  return { ...found, value, end: pieces.length === 1 ? found.start + written.length : Math.max(found.start, end) };
}
