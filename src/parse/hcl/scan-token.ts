/** Notes tokens in the frame that they stand in, and where a line of a body starts wrongly. */
import { countToken, type Frame, fault, type Previous, type Scan } from "./scan-state.ts";

/** Notes a token in its frame. A line of a body starts with a name or closes the body. */
export function token(scan: Scan, frame: Frame, now: Previous, at: number, isName = false): void {
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
