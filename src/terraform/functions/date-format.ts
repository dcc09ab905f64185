/** The notation of `formatdate`, from go-cty's `stdlib`: letters repeated say how a part of a time is written. */
import { fail } from "../evaluation.ts";
import type { Moment } from "./timestamp.ts";
import { offsetText, padded, yearText } from "./timestamp.ts";

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** Fails for letters without a meaning, and for a quote that is not closed. */
export function formattedDate(format: string, moment: Moment): string {
  let text = "";
  let at = 0;
  while (at < format.length) {
    const character = format[at] ?? "";
    if (character === "'") {
      const quoted = quotedAt(format, at);
      text += quoted.text;
      at = quoted.end;
      continue;
    }
    let end = at + 1;
    if (/^[A-Za-z]$/.test(character)) {
      while (format[end] === character) end++;
      text += verbText(format.slice(at, end), moment) ?? fail("formatdate does not know a verb");
    } else {
      text += character;
    }
    at = end;
  }
  return text;
}

/** Text between quotes stands for itself; two quotes are one. */
function quotedAt(format: string, start: number): { readonly text: string; readonly end: number } {
  if (format[start + 1] === "'") return { text: "'", end: start + 2 };
  let text = "";
  for (let at = start + 1; at < format.length; at++) {
    if (format[at] !== "'") {
      text += format[at];
    } else if (format[at + 1] === "'") {
      text += "'";
      at++;
    } else {
      return { text, end: at + 1 };
    }
  }
  // Two quotes at the very end are taken for one that closes, as go-cty's scanner does.
  if (format.endsWith("'") && format.length > start + 1) return { text, end: format.length };
  return fail("a quote of formatdate is not closed");
}

function verbText(verb: string, moment: Moment): string | null {
  const { year, hour } = moment;
  switch (verb) {
    case "YY":
      return padded(year % 100);
    case "YYYY":
      return yearText(year);
    case "MMM":
      return (months[moment.month - 1] ?? "").slice(0, 3);
    case "MMMM":
      return months[moment.month - 1] ?? "";
    case "EEE":
      return (weekdays[moment.weekday] ?? "").slice(0, 3);
    case "EEEE":
      return weekdays[moment.weekday] ?? "";
    case "AA":
      return hour < 12 ? "AM" : "PM";
    case "aa":
      return hour < 12 ? "am" : "pm";
    case "Z":
      return offsetText(moment.offsetSeconds, ":", "Z");
    case "ZZZ":
      return offsetText(moment.offsetSeconds, "", "UTC");
    case "ZZZZ":
      return offsetText(moment.offsetSeconds, "", "+0000");
    case "ZZZZZ":
      return offsetText(moment.offsetSeconds, ":", "+00:00");
    default:
      return numberText(verb, moment);
  }
}

/** One letter: the number as it is; two: padded to two digits. */
function numberText(verb: string, moment: Moment): string | null {
  const number = new Map([
    ["M", moment.month],
    ["D", moment.day],
    ["h", moment.hour],
    ["H", moment.hour % 12 === 0 ? 12 : moment.hour % 12],
    ["m", moment.minute],
    ["s", moment.second],
  ]).get(verb.slice(0, 1));
  if (number === undefined || verb.length > 2) return null;
  return verb.length === 1 ? String(number) : padded(number);
}
