/** Scans HCL outside of literal text: names, numbers, operators, brackets, comments, and where lines may end. */
import { countToken, type Frame, fault, mask, maskBlanks, maskComment, type Previous, pop, push, type Scan } from "./scan-state.ts";

const NEWLINE = 10;
const NAME_START = /[\p{ID_Start}_]/u;
const NAME_REST = /[\p{ID_Continue}-]/u;
/** A longer marker is not looked for: its first line would then be read as operators, which is a syntax error. */
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]{0,250})\r?\n/uy;
/** Longer numbers, and exponents beyond this, are refused: their exact value would not fit in memory. */
const MAX_NUMBER_LENGTH = 1000;
const MAX_EXPONENT = 1000;

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

function isAsciiNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
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

/** Notes a token in its frame. A line of a body starts with a name or closes the body. */
function token(scan: Scan, frame: Frame, now: Previous, at: number, isName = false): void {
  if (frame.atLineStart && (frame.kind === "file" || frame.kind === "block") && !isName) {
    fault(scan, "Argument or block definition required: a line of a body starts with the name of an argument or block.", at, at + 1);
  }
  if (frame.atLineStart && frame.kind === "file") {
    scan.items.push(at);
  }
  frame.atLineStart = false;
  frame.previous = now;
  countToken(scan, frame, now);
}

function scanName(scan: Scan, frame: Frame): void {
  const { text, at } = scan;
  let end = at + 1;
  for (;;) {
    const code = text.charCodeAt(end);
    if (isAsciiNameStart(code) || (code >= 48 && code <= 57) || code === 45) {
      end++;
    } else if (code > 127 && NAME_REST.test(characterAt(text, end))) {
      end += characterAt(text, end).length;
    } else {
      break;
    }
  }
  token(scan, frame, "operand", at, true);
  scan.at = end;
}

function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

/** HCL's number token takes digits, dots and exponents; what follows directly must not be a name (`0x1F`). */
function scanNumber(scan: Scan, frame: Frame): void {
  const { text, at } = scan;
  const isLegacyIndex = text.charAt(at - 1) === "." && frame.previous === "operator";
  let end = at;
  let dots = 0;
  let exponent = -1;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code >= 48 && code <= 57) {
      end++;
    } else if (code === 46 && text.charCodeAt(end + 1) >= 48 && text.charCodeAt(end + 1) <= 57) {
      dots += exponent === -1 ? 1 : 2;
      end++;
    } else if ((code === 101 || code === 69) && exponent === -1 && exponentEnd(text, end) !== -1) {
      exponent = end;
      end = exponentEnd(text, end);
    } else {
      break;
    }
  }
  token(scan, frame, "operand", at);
  scan.at = end;
  if (!isLegacyIndex && dots > 1) {
    fault(scan, "Invalid number literal: a number has at most one decimal point.", at, end);
  }
  if (end - at > MAX_NUMBER_LENGTH || (exponent !== -1 && Math.abs(Number(text.slice(exponent + 1, end))) > MAX_EXPONENT)) {
    fault(scan, "Number too large: it has too many digits to be evaluated.", at, end);
  }
  const next = text.charCodeAt(end);
  if (isAsciiNameStart(next) || (next > 127 && NAME_START.test(characterAt(text, end)))) {
    fault(scan, "Invalid number literal: a number must not be followed directly by a letter. Numbers are decimal.", at, end + 1);
  }
  if (exponent !== -1) {
    mask(scan, exponent, end, "0".repeat(end - exponent));
  }
}

/** The offset after an exponent's first digit, or -1 where no exponent stands. */
function exponentEnd(text: string, at: number): number {
  const sign = text.charAt(at + 1);
  const digit = sign === "+" || sign === "-" ? at + 2 : at + 1;
  const code = text.charCodeAt(digit);
  return code >= 48 && code <= 57 ? digit + 1 : -1;
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

function scanOpening(scan: Scan, frame: Frame, character: string): void {
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

function scanClosing(scan: Scan, frame: Frame, character: string): void {
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
  if (character.charCodeAt(0) > 127 && NAME_START.test(character)) {
    scanName(scan, frame);
    return;
  }
  const hint = HINTS[character] ?? "This character is not used within the language.";
  fault(scan, `Invalid character: ${hint}`, at, at + character.length);
  mask(scan, at, at + character.length);
  scan.at += character.length;
}
