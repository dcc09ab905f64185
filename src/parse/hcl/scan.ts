/**
 * Reads HCL's tokens in one linear pass before the grammar sees the text: it refuses what is nested too deeply, finds
 * what the grammar would wrongly accept, and blanks out what the grammar reads wrongly (literal text, heredocs, exponents,
 * long blanks), so that offsets stay and only structure is left.
 * The tokens are those of HCL's own scanner (hashicorp/hcl, hclsyntax/scan_tokens.rl).
 */
import { scanCode } from "./scan-code.ts";
import { closeAtEnd, type Frame, type Heredoc, mask, type Scan, type ScanMode, topFrame } from "./scan-state.ts";
import { scanBare, scanHeredoc, scanQuoted } from "./scan-template.ts";
import type { Fault } from "./source-text.ts";

export interface Scanned {
  /** The text as the grammar is to see it: same length, structure only. */
  readonly masked: string;
  /** What has to follow to close what is open at the end. */
  readonly closers: string;
  /** Of a file: the offsets at which lines at its top level start. */
  readonly items: readonly number[];
  /** By the offset of `<<`. */
  readonly heredocs: ReadonlyMap<number, Heredoc>;
  readonly faults: readonly Fault[];
  /** True: the text must not be handed to the grammar (nested too deeply). */
  readonly refused: boolean;
}

const ROOTS: Readonly<Record<ScanMode, Frame["kind"]>> = { file: "file", expression: "expression", template: "bare" };

/** Scans a file, a bare expression, or a bare template. Linear in the text's length; never throws. */
export function scanHcl(text: string, mode: ScanMode): Scanned {
  const root: Frame = {
    kind: ROOTS[mode],
    open: 0,
    inValue: false,
    atLineStart: true,
    previous: "start",
    operators: 0,
    literalStart: 0,
    marker: "",
    bodyStart: 0,
  };
  const scan: Scan = {
    text,
    at: 0,
    stack: [root],
    templates: mode === "template" ? 1 : 0,
    pieces: [],
    done: 0,
    heredocs: new Map(),
    faults: [],
    items: [],
    tokens: 0,
    refused: false,
  };
  if (mode === "file" && text.charCodeAt(0) === 0xfeff) {
    mask(scan, 0, 1, " ");
    scan.at = 1;
  }
  while (scan.at < text.length && !scan.refused) {
    const frame = topFrame(scan);
    switch (frame.kind) {
      case "quoted":
        scanQuoted(scan, frame);
        break;
      case "heredoc":
        scanHeredoc(scan, frame);
        break;
      case "bare":
        scanBare(scan, frame);
        break;
      default:
        scanCode(scan, frame);
    }
  }
  const closers = scan.refused ? "" : closeAtEnd(scan);
  scan.pieces.push(text.slice(scan.done));
  return { masked: scan.pieces.join(""), closers, items: scan.items, heredocs: scan.heredocs, faults: scan.faults, refused: scan.refused };
}
