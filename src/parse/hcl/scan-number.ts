/** Scans numbers: decimal, exact, and not followed by a letter. */
import { characterAt, isAsciiNameStart, startsName } from "./name-characters.ts";
import { type Frame, fault, mask, type Scan } from "./scan-state.ts";
import { token } from "./scan-token.ts";

/** Longer numbers, and exponents beyond this, are refused: their exact value would not fit in memory. */
const MAX_NUMBER_LENGTH = 1000;
const MAX_EXPONENT = 1000;

/** HCL's number token takes digits, dots and exponents; what follows directly must not be a name (`0x1F`). */
export function scanNumber(scan: Scan, frame: Frame): void {
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
  if (isAsciiNameStart(next) || (next > 127 && startsName(characterAt(text, end)))) {
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
