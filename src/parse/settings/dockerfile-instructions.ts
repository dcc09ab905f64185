/** The instructions of a Dockerfile with their here-documents. https://docs.docker.com/reference/dockerfile/ */
import { textLines } from "./text-lines.ts";

export interface DockerInstruction {
  /** In capitals. */
  readonly name: string;
  /** Behind the name. Continued lines stay lines, with a backslash at their ends whatever the file's sign is; comments among them are empty. */
  readonly text: string;
  /** From 1: of the text's first line. */
  readonly line: number;
  readonly heredocs: readonly DockerHeredoc[];
}

export interface DockerHeredoc {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly delimiter: string;
}

/** In order of writing. One pass over the lines. */
export function* dockerInstructions(text: string): Generator<DockerInstruction, void, undefined> {
  const lines = [...textLines(text)].map((line) => line.text);
  const sign = continuationOf(lines);
  for (let i = 0; i < lines.length; i++) {
    const head = /^\s{0,200}([A-Za-z]{2,20})(?=\s)/.exec((lines[i] ?? "").slice(0, 240));
    if (head === null) continue;
    const joined = joinedLines(lines, i, head[0].length, sign);
    const name = (head[1] ?? "").toUpperCase();
    const mayHold = name === "RUN" || name === "COPY" || name === "ADD";
    const heredocs = mayHold && joined.text.includes("<<") ? heredocsOf(lines, joined) : [];
    yield { name, text: joined.text, line: i + 1, heredocs };
    const last = heredocs.at(-1);
    i = last === undefined ? joined.last : last.line - 1 + last.lines;
  }
}

interface Joined {
  readonly text: string;
  /** The index of its last line. */
  readonly last: number;
}

function joinedLines(lines: readonly string[], first: number, from: number, sign: string): Joined {
  const pieces: string[] = [];
  let i = first;
  for (; i < lines.length; i++) {
    const line = i === first ? (lines[i] ?? "").slice(from) : (lines[i] ?? "");
    const trimmed = line.trimEnd();
    const isComment = i > first && (trimmed === "" || line.trimStart().startsWith("#"));
    const continued = isComment || trimmed.endsWith(sign);
    pieces.push(isComment ? "\\" : continued ? `${trimmed.slice(0, -1)}\\` : line);
    if (!continued) break;
  }
  return { text: pieces.join("\n"), last: Math.min(i, lines.length - 1) };
}

interface CountedHeredoc extends DockerHeredoc {
  readonly lines: number;
}

/** Here-documents stand one after another behind the instruction. */
function heredocsOf(lines: readonly string[], joined: Joined): readonly CountedHeredoc[] {
  const found: CountedHeredoc[] = [];
  let from = joined.last + 1;
  for (const match of joined.text.slice(0, 20_000).matchAll(/(?<!<)<<-?\s{0,5}(["']?)([A-Za-z_]\w{0,60})\1/g)) {
    if (found.length >= 20) break;
    const delimiter = match[2] ?? "";
    let end = from;
    while (end < lines.length && (lines[end] ?? "").trim() !== delimiter) end++;
    found.push({ text: lines.slice(from, end).join("\n"), line: from + 1, delimiter, lines: end - from });
    from = end + 1;
  }
  return found;
}

/** `# escape=\`` in the first lines changes the sign that continues a line. */
function continuationOf(lines: readonly string[]): string {
  for (const line of lines.slice(0, 5)) {
    if (!line.startsWith("#")) break;
    const directive = /^#\s{0,20}escape\s{0,20}=\s{0,20}(\S)\s{0,200}$/i.exec(line.slice(0, 300));
    if (directive !== null) return directive[1] ?? "\\";
  }
  return "\\";
}
