/** The images that a Dockerfile builds on: `FROM` and `COPY --from`, with build arguments put in and its own stages left out. */
import type { ImageReference } from "../../model/automation.ts";
import { withDefaults } from "./substitution.ts";

interface Instruction {
  readonly name: string;
  readonly words: readonly string[];
  readonly line: number;
}

/** Every image from outside, in order of writing. `scratch` is no image. Source: https://docs.docker.com/reference/dockerfile/ */
export function baseImages(text: string, file: string): readonly ImageReference[] {
  const images: ImageReference[] = [];
  const stages = new Set<string>();
  // Only arguments before the first FROM hold in FROM lines.
  const known = new Map<string, string>();
  let stage: string | null = null;
  for (const instruction of instructionsOf(text)) {
    if (instruction.name === "ARG" && stage === null) learn(instruction.words, known);
    if (instruction.name === "FROM") {
      const from = fromOf(instruction.words);
      if (from === null) continue;
      stage = from.stage ?? `stage ${stages.size}`;
      const settled = withDefaults(from.image, known);
      if (settled.text !== "scratch" && !stages.has(settled.text.toLowerCase())) images.push(reference(settled, stage, instruction, file));
      stages.add(stage.toLowerCase());
    }
    if (instruction.name === "COPY") {
      const source = copySource(instruction.words, stages);
      if (source !== null) images.push(reference(withDefaults(source, known), stage ?? "stage 0", instruction, file));
    }
  }
  return images;
}

function reference(
  settled: { readonly text: string; readonly unsettled: readonly string[] },
  user: string,
  instruction: Instruction,
  file: string,
): ImageReference {
  const place = { file, line: instruction.line, endLine: instruction.line };
  return { reference: settled.text, unsettled: settled.unsettled, use: "base", user, place };
}

function learn(words: readonly string[], known: Map<string, string>): void {
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals > 0) known.set(word.slice(0, equals), withDefaults(unquoted(word.slice(equals + 1)), known).text.slice(0, 1_000));
  }
}

function fromOf(words: readonly string[]): { readonly image: string; readonly stage: string | null } | null {
  const plain = words.filter((word) => !word.startsWith("--"));
  const image = plain[0];
  if (image === undefined) return null;
  return { image: unquoted(image), stage: plain[1]?.toLowerCase() === "as" ? (plain[2] ?? null) : null };
}

/** The image of `COPY --from=image`; null for a stage by name or number. */
function copySource(words: readonly string[], stages: ReadonlySet<string>): string | null {
  const flag = words.find((word) => word.startsWith("--from="));
  if (flag === undefined) return null;
  const source = unquoted(flag.slice("--from=".length));
  const number = source !== "" && [...source].every((c) => c >= "0" && c <= "9");
  // A named build context has no colon and no slash either; only what looks like an image counts.
  const looksLikeImage = source.includes("/") || source.includes(":") || source.includes("@");
  return number || stages.has(source.toLowerCase()) || !looksLikeImage ? null : source;
}

function unquoted(text: string): string {
  const quote = text[0];
  return text.length >= 2 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}

/** Instructions with continued lines joined; comments, and bodies of here-documents, left out. One pass over the lines. */
function* instructionsOf(text: string): Generator<Instruction, void, undefined> {
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const continuation = escapeOf(lines);
  for (let i = 0; i < lines.length; i++) {
    const start = i;
    const pieces: string[] = [];
    for (; i < lines.length; i++) {
      const line = lines[i] ?? "";
      if (line.trimStart().startsWith("#")) {
        if (pieces.length === 0) break;
        continue;
      }
      const trimmed = line.trimEnd();
      const continued = trimmed.endsWith(continuation);
      pieces.push(continued ? trimmed.slice(0, -1) : line);
      if (!continued) break;
    }
    const words = pieces
      .join(" ")
      .split(" ")
      .flatMap((word) => word.split("\t"))
      .filter((word) => word !== "");
    const name = words[0]?.toUpperCase();
    if (name === undefined) continue;
    i = afterHeredocs(words, lines, i);
    yield { name, words: words.slice(1), line: start + 1 };
  }
}

/** `# escape=\`` in the first lines changes the sign that continues a line. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines.slice(0, 5)) {
    if (!line.startsWith("#")) return "\\";
    const directive = line.slice(1).replaceAll(" ", "").toLowerCase();
    if (directive.startsWith("escape=")) return directive.slice("escape=".length) === "`" ? "`" : "\\";
  }
  return "\\";
}

/** The index of the line that ends the last here-document of an instruction (`RUN <<EOF`). */
function afterHeredocs(words: readonly string[], lines: readonly string[], index: number): number {
  let i = index;
  for (const word of words.slice(1, 200)) {
    if (!word.startsWith("<<") || word.startsWith("<<<")) continue;
    const delimiter = unquoted(word.slice(word.startsWith("<<-") ? 3 : 2));
    if (delimiter === "") continue;
    let end = i + 1;
    while (end < lines.length && (lines[end] ?? "").trim() !== delimiter) end++;
    i = end;
  }
  return i;
}
