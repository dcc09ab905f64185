/** Parts of the living comment that are written beside its review: the answer to a command, the line of a release. */
import { COMMENT_MARKER } from "./comment-footer.ts";
import { MEMORY } from "./comment-memory.ts";
import { byteLength } from "./comment-part.ts";

export type CommentSection = "answer" | "release";

/** Values never hold the start of an HTML comment, so that nobody else can write these lines. */
const lines: Readonly<Record<CommentSection, { readonly begin: string; readonly end: string }>> = {
  answer: { begin: "<!-- bakegate:answer -->", end: "<!-- bakegate:answered -->" },
  release: { begin: "<!-- bakegate:release -->", end: "<!-- bakegate:released -->" },
};

/** GitHub takes 65,536 of them; in bytes, to be sure. */
const MOST_BODY = 65_000;

/**
 * The body of the living comment with a section in it, in the place of an earlier one of its kind.
 * @param body null: there is no comment yet.
 * @param short what is written where there is no room for it; where even that does not fit, the body is left without the section.
 */
export function withSection(body: string | null, kind: CommentSection, written: string, short: string): string {
  const { begin, end } = lines[kind];
  const section = (text: string) => `${begin}\n\n${text}\n\n${end}`;
  if (body === null) return `${COMMENT_MARKER} ${kind} -->\n\n${section(written)}\n`;
  const without = withoutSection(asWritten(body), kind);
  const memory = without.lastIndexOf(`\n${MEMORY}`);
  const [shown, hidden] = memory === -1 ? [without, ""] : [without.slice(0, memory), without.slice(memory)];
  for (const text of [written, short]) {
    const whole = `${shown.trimEnd()}\n\n${section(text)}\n${hidden}`;
    if (byteLength(whole) <= MOST_BODY) return whole;
  }
  return without;
}

/** GitHub may trim bodies, and browsers send other line ends when a comment is edited. */
function asWritten(body: string): string {
  return `${body.replaceAll("\r\n", "\n").trimEnd()}\n`;
}

function withoutSection(body: string, kind: CommentSection): string {
  const { begin, end } = lines[kind];
  const from = body.lastIndexOf(`\n${begin}\n`);
  const to = body.indexOf(`\n${end}\n`, from);
  return from === -1 || to === -1 ? body : body.slice(0, from).trimEnd() + body.slice(to + end.length + 1);
}
