/** What the conversion from the grammar's tree to expressions carries along, and how faults are noted on the way. */
import type { Expression } from "../../model/syntax.ts";
import type { RawNode } from "./raw-tree.ts";
import type { Heredoc } from "./scan-state.ts";
import { type Fault, type SourceText, spanOf } from "./source-text.ts";

/** Deeper expressions are refused: a walk over them would not fit on the stack. */
export const MAX_EXPRESSION_DEPTH = 400;
const MAX_FAULTS = 100;

export interface Conversion {
  readonly source: SourceText;
  /** What the grammar saw, aligned with the source. */
  readonly masked: string;
  readonly heredocs: ReadonlyMap<number, Heredoc>;
  readonly faults: Fault[];
}

export function noteFault(conversion: Conversion, message: string, start: number, end: number): void {
  if (conversion.faults.length < MAX_FAULTS) {
    conversion.faults.push({ message, start, end });
  }
}

/** An expression without a value, with the fault that made it so. */
export function refuse(conversion: Conversion, node: RawNode, message: string): Expression {
  noteFault(conversion, message, node.start, node.end);
  return { kind: "invalid", span: spanOf(conversion.source, node.start, node.end) };
}

/** Whether a line ends in a gap between two nodes. */
export function hasNewline(conversion: Conversion, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (conversion.masked.charCodeAt(at) === 10) {
      return true;
    }
  }
  return false;
}
