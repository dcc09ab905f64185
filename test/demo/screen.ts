/** The terminal that the demo is told in, and text that fits it. */
import type { Colors } from "picocolors/types.js";
import { columns } from "../../src/render/escape-terminal.ts";

export interface Screen {
  readonly colors: Colors;
  /** Columns. */
  readonly width: number;
}

/** The colours' own sequences: no other reaches a terminal from outside. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with ESC
const PAINT = /\u001b\[\d+m/g;

/** Columns that a painted text takes. */
export function paintedColumns(text: string): number {
  return columns(text.replace(PAINT, ""));
}

/** Breaks between words; lines after the first are indented. */
export function wrapWords(text: string, width: number, indent: string): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      const room = width - (lines.length === 0 ? 0 : indent.length);
      if (line !== "" && paintedColumns(longer) > room) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line].map((each, index) => (index === 0 ? each : indent + each));
  });
}
