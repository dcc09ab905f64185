/** Scans HCL outside of literal text: names, numbers, operators, brackets, comments, and where lines may end. */
import { characterAt, continuesName, isAsciiNameStart, startsName } from "./name-characters.ts";
import { scanClosing, scanOpening } from "./scan-brackets.ts";
import { scanNumber } from "./scan-number.ts";
import { type Frame, fault, mask, maskBlanks, maskComment, push, type Scan } from "./scan-state.ts";
import { token } from "./scan-token.ts";

const NEWLINE = 10;
/** A longer marker is not looked for: its first line would then be read as operators, which is a syntax error. */
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]{0,250})\r?\n/uy;
/** One token (or blank, comment, line end) outside of literal text. */
export function scanCode(scan: Scan, frame: Frame): void {
  const { text, at } = scan;
  const code = text.charCodeAt(at);
  if (code === 32 || code === 9) {
    scanBlanks(scan);
  } else if (code === NEWLINE) {
    scanNewline(scan, frame);
  } else if (isAsciiNameStart(code)) {
    scanName(scan, frame);
  } else if (code >= 48 && code <= 57) {
    scanNumber(scan, frame);
  } else if (code === 34) {
    token(scan, frame, "operand", at);
    push(scan, "quoted");
    scan.at++;
  } else {
    scanSymbol(scan, frame, text.charAt(at));
  }
}

function scanBlanks(scan: Scan): void {
  const start = scan.at;
  let code = 32;
  while (code === 32 || code === 9) {
    scan.at++;
    code = scan.text.charCodeAt(scan.at);
  }
  maskBlanks(scan, start, scan.at);
}

/** Line ends and blanks after a line end that counted. */
function skipEmptyLines(scan: Scan): void {
  const { text } = scan;
  const start = scan.at;
  for (;;) {
    const code = text.charCodeAt(scan.at);
    if (code === 32 || code === 9 || code === NEWLINE || (code === 13 && text.charCodeAt(scan.at + 1) === NEWLINE)) {
      scan.at++;
    } else {
      break;
    }
  }
  maskBlanks(scan, start, scan.at);
}

function isNewlineSensitive(frame: Frame): boolean {
  return frame.kind === "file" || frame.kind === "block" || frame.kind === "object";
}

/** In an object, a line end separates items: the grammar is shown a comma. In a body it ends the argument. */
function scanNewline(scan: Scan, frame: Frame): void {
  const { at } = scan;
  scan.at++;
  if (!isNewlineSensitive(frame)) {
    skipEmptyLines(scan);
    return;
  }
  if (frame.previous === "operator") {
    fault(scan, "Invalid expression: the line ends where a value is expected. Put the value on this line, or use parentheses.", at, at + 1);
  } else if (frame.kind === "object" && frame.previous === "operand") {
    mask(scan, at, at + 1, ",");
    frame.previous = "comma";
  }
  frame.operators = 0;
  if (frame.kind !== "object") {
    frame.inValue = false;
    frame.atLineStart = true;
    frame.previous = "start";
  }
  skipEmptyLines(scan);
}

function scanName(scan: Scan, frame: Frame): void {
  const { text, at } = scan;
  let end = at + 1;
  for (;;) {
    const code = text.charCodeAt(end);
    if (isAsciiNameStart(code) || (code >= 48 && code <= 57) || code === 45) {
      end++;
    } else if (code > 127 && continuesName(characterAt(text, end))) {
      end += characterAt(text, end).length;
    } else {
      break;
    }
  }
  token(scan, frame, "operand", at, true);
  scan.at = end;
}

const LONG_OPERATORS = new Set(["==", "!=", "<=", ">=", "&&", "||", "=>", "::"]);
const SHORT_OPERATORS = new Set("=+-*/%<>!?:.");

function scanSymbol(scan: Scan, frame: Frame, character: string): void {
  const { text, at } = scan;
  const two = text.slice(at, at + 2);
  if (character === "#" || two === "//") {
    const end = text.indexOf("\n", at);
    scan.at = end === -1 ? text.length : end;
    maskComment(scan, at, scan.at);
    return;
  }
  if (two === "/*") {
    scanInlineComment(scan);
    return;
  }
  if (two === "<<" && scanHeredocStart(scan, frame)) {
    return;
  }
  if ("([{".includes(character)) {
    scanOpening(scan, frame, character);
    return;
  }
  if (")]}".includes(character)) {
    scanClosing(scan, frame, character);
    return;
  }
  scanOperator(scan, frame, character, two);
}

function scanInlineComment(scan: Scan): void {
  const { text, at } = scan;
  const end = text.indexOf("*/", at + 2);
  if (end === -1) {
    fault(scan, 'Unterminated comment: there is no closing "*/".', at, at + 2);
  }
  scan.at = end === -1 ? text.length : end + 2;
  maskComment(scan, at, scan.at);
}

function scanHeredocStart(scan: Scan, frame: Frame): boolean {
  const { text, at } = scan;
  HEREDOC.lastIndex = at;
  const match = HEREDOC.exec(text);
  const marker = match?.[1];
  if (marker === undefined) {
    return false;
  }
  token(scan, frame, "operand", at);
  push(scan, "heredoc", { marker, bodyStart: HEREDOC.lastIndex });
  mask(scan, at, HEREDOC.lastIndex, '"');
  scan.at = HEREDOC.lastIndex;
  return true;
}

function scanOperator(scan: Scan, frame: Frame, character: string, two: string): void {
  const { text, at } = scan;
  if (character === ",") {
    token(scan, frame, "comma", at);
    scan.at++;
  } else if (text.startsWith("...", at)) {
    token(scan, frame, "operand", at);
    scan.at += 3;
  } else if (two === ".*") {
    token(scan, frame, "operand", at);
    scan.at += 2;
  } else if (LONG_OPERATORS.has(two)) {
    token(scan, frame, "operator", at);
    scan.at += 2;
  } else if (SHORT_OPERATORS.has(character)) {
    token(scan, frame, "operator", at);
    if (character === "=") {
      frame.inValue = true;
      frame.operators = 0;
    } else if (character === ".") {
      frame.operators--;
    }
    scan.at++;
  } else if (character === "~" && two === "~}" && frame.kind === "sequence") {
    mask(scan, at, at + 1);
    scan.at++;
  } else {
    scanRest(scan, frame);
  }
}

const HINTS: Readonly<Record<string, string>> = {
  "'": "Single quotes are not valid. Use double quotes to enclose strings.",
  "`": "Backquotes are not valid. Use double quotes or a heredoc for strings.",
  ";": "Semicolons are not valid. Use newlines to separate arguments.",
  "&": 'Bitwise operators are not supported. Did you mean "&&"?',
  "|": 'Bitwise operators are not supported. Did you mean "||"?',
  "^": "Bitwise operators are not supported.",
  "~": "Bitwise operators are not supported.",
};

/** Names in other scripts; carriage returns; everything else is no token of HCL. */
function scanRest(scan: Scan, frame: Frame): void {
  const { text, at } = scan;
  const character = characterAt(text, at);
  if (character === "\r" && text.charAt(at + 1) === "\n") {
    scan.at++;
    return;
  }
  if (character.charCodeAt(0) > 127 && startsName(character)) {
    scanName(scan, frame);
    return;
  }
  const hint = HINTS[character] ?? "This character is not used within the language.";
  fault(scan, `Invalid character: ${hint}`, at, at + character.length);
  mask(scan, at, at + character.length);
  scan.at += character.length;
}
