/** Reads waivers from the comments of a file: `# bakegate:allow RULE until DATE because …`. */
import type { ParsedFile } from "../../model/syntax.ts";
import type { WaiverFault, WaiverFaultReason, WrittenWaiver } from "../../model/waiver.ts";
import { dateProblem } from "../configuration/calendar-date.ts";
import type { KnownRule } from "../configuration/known-rule.ts";
import { plain, unrevealing } from "../configuration/quote.ts";
import { nearestRule } from "../configuration/suggestion.ts";
import { syntaxAnchor, textAnchor } from "./anchor.ts";

export interface ReadWaivers {
  readonly waivers: readonly WrittenWaiver[];
  readonly faults: readonly WaiverFault[];
}

export interface WaivedFile {
  readonly path: string;
  readonly text: string;
  /** Null: it is no HCL. */
  readonly parsed: ParsedFile | null;
}

export const waiverMark = "bakegate:allow";

/** Further ones in one file are not read. */
const mostOfFile = 200;
/** A longer comment is cut, in UTF-16 units. */
const longest = 1_000;

/** Linear in the text. */
export function readWaivers({ path, text, parsed }: WaivedFile, rules: readonly KnownRule[]): ReadWaivers {
  const waivers: WrittenWaiver[] = [];
  const faults: WaiverFault[] = [];
  if (!text.includes(waiverMark)) return { waivers, faults };
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const comment = commentIn(line);
    if (comment === null) continue;
    const place = { file: path, line: index + 1, endLine: index + 1 };
    if (waivers.length + faults.length >= mostOfFile) {
      faults.push({ place, ...fault("too-many") });
      break;
    }
    const read = waiverOf(comment.text, rules);
    if ("written" in read) faults.push({ place, ...read });
    else {
      const target = comment.alone ? index + 2 : index + 1;
      const anchor = parsed === null ? textAnchor(lines, target) : syntaxAnchor(parsed, target);
      waivers.push({ place, anchor, ...read });
    }
  }
  // In prose a form is shown, not used.
  return { waivers, faults: /\.(?:md|mdx|rst|adoc|txt|html?)$/i.test(path) ? [] : faults };
}

interface Comment {
  /** Behind the mark, without what closes the comment. */
  readonly text: string;
  /** Nothing else stands on the line, so it speaks of the next one. */
  readonly alone: boolean;
}

const openings = ["<!--", "/*", "//", "--", "*", "#", ";"];

function commentIn(line: string): Comment | null {
  const mark = line.indexOf(waiverMark);
  if (mark === -1) return null;
  const before = line.slice(0, mark).trimEnd();
  const opening = openings.find((sign) => before.endsWith(sign));
  if (opening === undefined) return null;
  const text = line
    .slice(mark + waiverMark.length, mark + longest)
    .trim()
    .replace(/(?:\*\/|-->)$/, "")
    .trim();
  return { text, alone: before.slice(0, -opening.length).replaceAll(opening.charAt(0), "").trim() === "" };
}

type Fault = Omit<WaiverFault, "place">;

/** What it says, or what is wrong with it. */
function waiverOf(text: string, rules: readonly KnownRule[]): Omit<WrittenWaiver, "place" | "anchor"> | Fault {
  const [rule = "", ...words] = text.split(/\s+/);
  const fingerprint = /^[0-9a-f]{12}$/.test(words[0] ?? "") ? (words.shift() ?? null) : null;
  const wrong = ruleFault(rule, fingerprint, rules);
  if (wrong !== null) return wrong;
  const [until, day = "", because, ...reason] = words;
  if (until !== "until" || day === "") return fault("no-day", until === "until" ? "" : until);
  if (dateProblem(day) !== null) return fault("wrong-day", day);
  if (because !== "because" || reason.length === 0) return fault("no-reason", because === "because" ? "" : because);
  return { rule, fingerprint, expires: day, reason: plain(reason.join(" "), 500) };
}

function ruleFault(written: string, fingerprint: string | null, rules: readonly KnownRule[]): Fault | null {
  if (written === "") return fault("no-rule");
  const rule = rules.find(({ id }) => id === written);
  if (rule === undefined) {
    const ids = rules.map(({ id }) => id);
    const meant = nearestRule(written, ids);
    return { ...fault(meant === null ? "unknown-rule" : "misspelt-rule", written), meant };
  }
  if (rule.on === "problem") return fault("never-passes", written);
  return rule.id.startsWith("credentials/") && fingerprint === null ? fault("no-fingerprint", written) : null;
}

function fault(reason: WaiverFaultReason, written = ""): Fault {
  return { reason, written: unrevealing(written), meant: null };
}
