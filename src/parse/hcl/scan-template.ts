/** Scans literal text: quoted strings, heredocs and bare templates, up to the next sequence or the end. */
import { type Frame, fault, mask, pop, push, type Scan } from "./scan-state.ts";

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const DOLLAR = 36;
const PERCENT = 37;
const BACKSLASH = 92;
const BRACE = 123;
const TILDE = 126;

/** One step through a quoted string: a run of plain text, an escape, a sequence, or the end. */
export function scanQuoted(scan: Scan, frame: Frame): void {
  const { text } = scan;
  while (scan.at < text.length) {
    const code = text.charCodeAt(scan.at);
    if (code === QUOTE) {
      maskLiteral(scan, frame);
      scan.at++;
      pop(scan);
      return;
    }
    if (code === BACKSLASH) {
      scanEscape(scan);
    } else if (code === DOLLAR || code === PERCENT) {
      if (scanSequenceStart(scan, frame, code)) {
        return;
      }
    } else if (code === NEWLINE || code === RETURN) {
      endAtNewline(scan, frame);
      return;
    } else {
      scan.at++;
    }
  }
}

function maskLiteral(scan: Scan, frame: Frame): void {
  mask(scan, frame.literalStart, scan.at);
}

/** Terraform's escapes: `\n \r \t \" \\ \uXXXX \UXXXXXXXX`. */
function scanEscape(scan: Scan): void {
  const { text, at } = scan;
  const letter = text.charAt(at + 1);
  if (letter === "u" || letter === "U") {
    const length = letter === "u" ? 4 : 8;
    const digits = text.slice(at + 2, at + 2 + length);
    const valid = digits.length === length && /^[0-9a-fA-F]+$/.test(digits) && Number.parseInt(digits, 16) <= 0x10ffff;
    if (!valid) {
      fault(scan, `Invalid escape sequence: \\${letter} must be followed by ${length} hexadecimal digits of a character.`, at, at + 2);
    }
    scan.at = valid ? at + 2 + length : at + 2;
    return;
  }
  if (letter === "" || !'nrt"\\'.includes(letter)) {
    fault(
      scan,
      "Invalid escape sequence: a backslash in a quoted string must be followed by n, r, t, a quote, a backslash, u or U.",
      at,
      at + 2,
    );
    scan.at = letter === "\n" || letter === "\r" ? at + 1 : at + 2;
    return;
  }
  scan.at = at + 2;
}

/**
 * At `$` or `%`: a single one before `{` opens a sequence; two or more before `{` are the escape of a literal brace.
 * True: a sequence was opened (or the text refused).
 */
function scanSequenceStart(scan: Scan, frame: Frame, code: number): boolean {
  const { text } = scan;
  let end = scan.at + 1;
  while (text.charCodeAt(end) === code) {
    end++;
  }
  if (text.charCodeAt(end) !== BRACE || end - scan.at > 1) {
    scan.at = text.charCodeAt(end) === BRACE ? end + 1 : end;
    return false;
  }
  maskLiteral(scan, frame);
  push(scan, "sequence");
  scan.at += 2;
  if (text.charCodeAt(scan.at) === TILDE) {
    mask(scan, scan.at, scan.at + 1);
    scan.at++;
  }
  return true;
}

/** A line ends inside quotes: report it, and close the string there so that the rest can still be read. */
function endAtNewline(scan: Scan, frame: Frame): void {
  fault(
    scan,
    'Invalid multi-line string: a quoted string may not be split over lines. Write "\\n" for a newline, or use a heredoc.',
    frame.open,
    scan.at,
  );
  if (scan.at > frame.literalStart) {
    mask(scan, frame.literalStart, scan.at - 1);
    mask(scan, scan.at - 1, scan.at, '"');
  } else {
    mask(scan, scan.at, scan.at + 1, '"');
    scan.at++;
  }
  pop(scan);
}

/** One step through a heredoc: to the end of the line, a sequence, or the closing marker. */
export function scanHeredoc(scan: Scan, frame: Frame): void {
  const { text } = scan;
  if (frame.atLineStart) {
    const end = closingMarker(text, scan.at, frame.marker);
    if (end !== -1) {
      scan.heredocs.set(frame.open, { bodyStart: frame.bodyStart, bodyEnd: scan.at, indented: text.charAt(frame.open + 2) === "-" });
      mask(scan, frame.literalStart, end - 1);
      mask(scan, end - 1, end, '"');
      scan.at = end;
      pop(scan);
      return;
    }
    frame.atLineStart = false;
  }
  while (scan.at < text.length) {
    const code = text.charCodeAt(scan.at);
    if (code === NEWLINE) {
      scan.at++;
      frame.atLineStart = true;
      return;
    }
    if ((code === DOLLAR || code === PERCENT) && scanSequenceStart(scan, frame, code)) {
      return;
    }
    if (code !== DOLLAR && code !== PERCENT) {
      scan.at++;
    }
  }
}

/** The offset after the marker, where the line at `at` holds nothing else and ends with a newline; otherwise -1. */
function closingMarker(text: string, at: number, marker: string): number {
  let start = at;
  while (isBlank(text.charCodeAt(start))) {
    start++;
  }
  if (!text.startsWith(marker, start)) {
    return -1;
  }
  let end = start + marker.length;
  while (isBlank(text.charCodeAt(end))) {
    end++;
  }
  return text.charCodeAt(end) === NEWLINE ? start + marker.length : -1;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === RETURN || code === 11 || code === 12 || code === 0x85 || code === 0xa0;
}

/** One step through a bare template: to the next sequence or the end. */
export function scanBare(scan: Scan, frame: Frame): void {
  const { text } = scan;
  while (scan.at < text.length) {
    const code = text.charCodeAt(scan.at);
    if (code !== DOLLAR && code !== PERCENT) {
      scan.at++;
    } else if (scanSequenceStart(scan, frame, code)) {
      return;
    }
  }
}
