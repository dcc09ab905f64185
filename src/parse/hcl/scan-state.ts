/** What the scanner remembers while it goes through a text: open brackets and templates, faults, and the masked text. */
import type { Fault } from "./source-text.ts";

/** What a text is read as. A bare template is the content of a JSON string or of a template file: no quotes around it. */
export type ScanMode = "file" | "expression" | "template";

/** Deeper brackets and templates are refused before anything recursive sees them. */
export const MAX_DEPTH = 200;
/** The grammar's scanner keeps at most 127 open templates and sequences, and loses all of them beyond. */
export const MAX_TEMPLATES = 50;
/** After so many faults a file is not read any further. */
const MAX_FAULTS = 20;
/** No file that somebody wrote comes near; the grammar takes half a kilobyte of memory for each. */
const MAX_TOKENS = 1_000_000;
const MAX_BLANKS = 60;
/** More operators between two separators would lie in one another as deep as that. */
const MAX_OPERATORS = 400;

/** The last token in a frame: nothing yet, a finished operand, something that needs a right side, or a comma. */
export type Previous = "start" | "operand" | "operator" | "comma";

/** Something open: a bracket, a template, or the text itself. `sequence` is `${ … }` or `%{ … }`. */
export interface Frame {
  readonly kind:
    | "file"
    | "expression"
    | "bare"
    | "block"
    | "object"
    | "for-object"
    | "parentheses"
    | "brackets"
    | "sequence"
    | "quoted"
    | "heredoc";
  readonly open: number;
  /** Of a file or block: right of an equals sign. */
  inValue: boolean;
  /** Of a file or block: no token since the last line end. Of a heredoc: nothing since the last line end. */
  atLineStart: boolean;
  previous: Previous;
  /** Operators since the last separator. */
  operators: number;
  /** Of a template: where literal text began that is not masked yet. */
  literalStart: number;
  /** Of a heredoc. */
  readonly marker: string;
  readonly bodyStart: number;
}

export interface Heredoc {
  /** After the line of `<<MARKER`. */
  readonly bodyStart: number;
  /** The start of the line that holds the closing marker. */
  readonly bodyEnd: number;
  /** `<<-`: common indentation is removed. */
  readonly indented: boolean;
}

export interface Scan {
  readonly text: string;
  at: number;
  readonly stack: Frame[];
  /** How many of the open frames are templates. */
  templates: number;
  readonly pieces: string[];
  /** Up to here the text is in `pieces`. */
  done: number;
  readonly heredocs: Map<number, Heredoc>;
  readonly faults: Fault[];
  /** Of a file: where lines at its top level start. */
  readonly items: number[];
  tokens: number;
  refused: boolean;
}

export function topFrame(scan: Scan): Frame {
  const frame = scan.stack[scan.stack.length - 1];
  if (frame === undefined) {
    throw new Error("the scanner closed the text's own frame");
  }
  return frame;
}

export function fault(scan: Scan, message: string, start: number, end: number): void {
  scan.faults.push({ message, start, end: Math.min(Math.max(end, start + 1), Math.max(scan.text.length, start)) });
  scan.refused ||= scan.faults.length >= MAX_FAULTS;
}

/** Refuses the whole text for one reason. */
export function refuseText(scan: Scan, message: string): void {
  scan.faults.length = 0;
  fault(scan, message, scan.at, scan.at + 1);
  scan.refused = true;
}

/** Counts a token, and the operators of its frame, against what is still read. */
export function countToken(scan: Scan, frame: Frame, now: Previous): void {
  scan.tokens++;
  frame.operators = now === "operator" ? frame.operators + 1 : now === "comma" ? 0 : frame.operators;
  if (scan.tokens > MAX_TOKENS) {
    refuseText(scan, `Too large: more than ${MAX_TOKENS} tokens, so this file is not read.`);
  } else if (frame.operators > MAX_OPERATORS) {
    refuseText(scan, `Nested too deeply: more than ${MAX_OPERATORS} operators follow one another here, so this file is not read.`);
  }
}

/** Writes `replacement` (padded with spaces) over a range, which must not lie before what is already masked. */
export function mask(scan: Scan, start: number, end: number, replacement = ""): void {
  if (end <= start) {
    return;
  }
  scan.pieces.push(scan.text.slice(scan.done, start), replacement.padEnd(end - start, " "));
  scan.done = end;
}

/** Hides blanks that are too long for the grammar, whose scanner goes through the rest of them at each one, in a comment. */
export function maskBlanks(scan: Scan, start: number, end: number): void {
  if (end - start > MAX_BLANKS) {
    maskComment(scan, start, end);
  }
}

/** Writes a comment over a comment: one that ends where it ends, whatever is written over the newline after it. */
export function maskComment(scan: Scan, start: number, end: number): void {
  const length = end - start;
  mask(scan, start, end, length < 4 ? "" : `/*${"-".repeat(length - 4)}*/`);
}

/** Opens a bracket or template at the current offset; refuses the text when it is nested too deeply. */
export function push(scan: Scan, kind: Frame["kind"], heredoc?: { readonly marker: string; readonly bodyStart: number }): void {
  const isTemplate = kind === "quoted" || kind === "heredoc";
  if (scan.stack.length >= MAX_DEPTH || (isTemplate && scan.templates >= MAX_TEMPLATES)) {
    const limit = isTemplate && scan.templates >= MAX_TEMPLATES ? `${MAX_TEMPLATES} templates` : `${MAX_DEPTH} brackets`;
    refuseText(scan, `Nested too deeply: more than ${limit} are open here, so this file is not read.`);
    return;
  }
  scan.templates += isTemplate ? 1 : 0;
  scan.stack.push({
    kind,
    open: scan.at,
    inValue: false,
    atLineStart: kind === "heredoc",
    previous: "start",
    operators: 0,
    literalStart: heredoc?.bodyStart ?? scan.at + 1,
    marker: heredoc?.marker ?? "",
    bodyStart: heredoc?.bodyStart ?? scan.at + 1,
  });
}

/** Closes the top frame; what is left is an operand of the frame below, or a gap in its literal text. */
export function pop(scan: Scan): void {
  const closed = scan.stack.pop();
  scan.templates -= closed?.kind === "quoted" || closed?.kind === "heredoc" ? 1 : 0;
  const below = topFrame(scan);
  below.previous = "operand";
  below.literalStart = scan.at;
  if (closed?.kind === "block") {
    below.inValue = false;
    below.operators = 0;
  }
}

const UNCLOSED: Readonly<Record<Frame["kind"], string>> = {
  file: "",
  expression: "",
  bare: "",
  block: 'Unclosed configuration block: there is no closing brace "}" for this block before the end of the text.',
  object: 'Unclosed object: there is no closing brace "}" before the end of the text.',
  "for-object": 'Unclosed for expression: there is no closing brace "}" before the end of the text.',
  parentheses: 'Unbalanced parentheses: there is no closing ")" before the end of the text.',
  brackets: 'Unclosed brackets: there is no closing "]" before the end of the text.',
  sequence: 'Unclosed template sequence: there is no closing brace "}" before the end of the text.',
  quoted: "Unterminated string: there is no closing quote before the end of the text.",
  heredoc: "Unterminated heredoc: there is no line that holds the closing marker alone and ends with a newline.",
};

const CLOSERS: Readonly<Record<Frame["kind"], string>> = {
  file: "",
  expression: "",
  bare: "",
  block: "\n}",
  object: "}",
  "for-object": "}",
  parentheses: ")",
  brackets: "]",
  sequence: "}",
  quoted: '"',
  heredoc: '"',
};

/** At the end of the text: masks literal text, reports what is still open, and says what would close it. */
export function closeAtEnd(scan: Scan): string {
  const frame = topFrame(scan);
  if (frame.kind === "bare") {
    mask(scan, frame.literalStart, scan.text.length);
    return "";
  }
  if (frame.kind === "quoted" || frame.kind === "heredoc") {
    mask(scan, Math.max(frame.literalStart, scan.done), scan.text.length);
  }
  if (scan.stack.length > 1) {
    fault(scan, UNCLOSED[frame.kind], frame.open, frame.open + 1);
  }
  return scan.stack
    .map((open) => CLOSERS[open.kind])
    .reverse()
    .join("");
}
