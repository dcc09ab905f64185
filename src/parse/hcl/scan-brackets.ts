/** Scans brackets: what an opening one opens, and what a closing one closes. */
import { type Frame, fault, mask, pop, push, type Scan } from "./scan-state.ts";
import { token } from "./scan-token.ts";

export function scanOpening(scan: Scan, frame: Frame, character: string): void {
  token(scan, frame, "operator", scan.at);
  if (character === "(") {
    push(scan, "parentheses");
  } else if (character === "[") {
    push(scan, "brackets");
  } else if ((frame.kind === "file" || frame.kind === "block") && !frame.inValue) {
    push(scan, "block");
  } else {
    push(scan, startsWithFor(scan.text, scan.at + 1) ? "for-object" : "object");
  }
  scan.at++;
}

const FOR = /for(?![\p{ID_Continue}-])/uy;

/** Whether the first token after an opening brace is the keyword of a for expression. */
function startsWithFor(text: string, at: number): boolean {
  FOR.lastIndex = afterTrivia(text, at);
  return FOR.test(text);
}

/** The offset after blanks, line ends and comments. */
function afterTrivia(text: string, start: number): number {
  let at = start;
  for (;;) {
    const character = text.charAt(at);
    if (character !== "" && " \t\r\n".includes(character)) {
      at++;
      continue;
    }
    const isLine = character === "#" || text.startsWith("//", at);
    if (!isLine && !text.startsWith("/*", at)) {
      return at;
    }
    const end = isLine ? text.indexOf("\n", at) : text.indexOf("*/", at + 2);
    if (end === -1) {
      return text.length;
    }
    at = isLine ? end : end + 2;
  }
}

const CLOSES: Readonly<Record<string, readonly Frame["kind"][]>> = {
  ")": ["parentheses"],
  "]": ["brackets"],
  "}": ["block", "object", "for-object", "sequence"],
};

export function scanClosing(scan: Scan, frame: Frame, character: string): void {
  const { at } = scan;
  const closes = CLOSES[character] ?? [];
  if (!closes.includes(frame.kind)) {
    fault(scan, `Unbalanced brackets: this "${character}" does not close what is open here.`, at, at + 1);
    let index = scan.stack.length - 1;
    while (index > 0 && !closes.includes(scan.stack[index]?.kind ?? "file") && !isTemplate(scan.stack[index])) {
      index--;
    }
    if (index === 0 || isTemplate(scan.stack[index])) {
      mask(scan, at, at + 1);
      scan.at++;
      return;
    }
    scan.stack.length = index + 1;
  }
  scan.at++;
  pop(scan);
}

function isTemplate(frame: Frame | undefined): boolean {
  return frame?.kind === "quoted" || frame?.kind === "heredoc" || frame?.kind === "bare";
}
