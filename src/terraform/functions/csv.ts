/** `csvdecode`: comma-separated values as Go's `encoding/csv` reads them (RFC 4180, without lazy quotes). */
import type { Value } from "../../model/value.ts";
import { fail } from "../evaluation.ts";
import type { AttributeType, Type } from "../type.ts";
import { stringType } from "../type.ts";
import { listValue, stringValue, typedValue } from "../values.ts";
import { pure, textArgument } from "./pure-function.ts";

export const csvFunctions = [pure("csvdecode", 1, (args) => decodedCsv(textArgument(args, 0)))];

/** A list of objects, one for each row below the header. */
function decodedCsv(text: string): Value {
  const [header, ...rows] = recordsOf(text);
  if (header === undefined) return fail("csvdecode needs a header line");
  if (new Set(header).size < header.length) return fail("csvdecode finds a column twice");
  if (rows.some((row) => row.length !== header.length)) return fail("csvdecode finds a row of another length than the header");
  const objects = rows.map(
    (row): Value => ({ kind: "object", entries: new Map(header.map((name, i) => [name, stringValue(row[i] ?? "")])) }),
  );
  return objects.length > 0 ? listValue(objects) : typedValue(listValue([]), { kind: "list", element: rowType(header) });
}

function rowType(header: readonly string[]): Type {
  const attribute: AttributeType = { type: stringType, optional: false, default: null };
  return { kind: "object", attributes: new Map(header.map((name) => [name, attribute])) };
}

/** Empty lines are passed over; a line break inside quotes counts as one character, whatever it is written with. */
function recordsOf(source: string): readonly (readonly string[])[] {
  const text = source.replaceAll("\r\n", "\n").replace(/\r$/, "");
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === "\n") {
      at++;
      continue;
    }
    const record: string[] = [];
    let open = true;
    while (open) {
      const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
      record.push(field.text);
      open = text[field.end] === ",";
      at = field.end + 1;
    }
    records.push(record);
  }
  return records;
}

interface Field {
  readonly text: string;
  /** Where the comma, the line break or the end behind it stands. */
  readonly end: number;
}

function plainField(text: string, start: number): Field {
  let end = start;
  while (end < text.length && text[end] !== "," && text[end] !== "\n") {
    if (text[end] === '"') return fail("csvdecode finds a quote inside a field without quotes");
    end++;
  }
  return { text: text.slice(start, end), end };
}

function quotedField(text: string, start: number): Field {
  let content = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return fail("csvdecode finds a quote that is not closed");
    content += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') break;
    content += '"';
    at++;
  }
  if (at < text.length && text[at] !== "," && text[at] !== "\n") return fail("csvdecode finds text behind a closing quote");
  return { text: content, end: at };
}
