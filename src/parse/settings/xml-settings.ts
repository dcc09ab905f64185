/** Settings in XML: Maven's `settings.xml`, `web.config`, `tomcat-users.xml`, Jenkins' and Hadoop's configurations, `autounattend.xml`. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { withParts } from "./connection-part.ts";
import { type FoundSetting, settingsAt } from "./found-settings.ts";

/** Elements below this nesting are read without their names above. */
const deepest = 64;
/** Longer tags and texts hold no setting, in UTF-16 units. */
const longest = 20_000;

/** In order of writing. Never throws, also where it is no well-formed XML; linear. */
export function xmlSettings(text: string): readonly WrittenSetting[] {
  return settingsAt(text, withParts(settings(text)));
}

interface Open {
  readonly name: string;
  /** Of `<property name="password">…</property>`. */
  readonly key: string | null;
}

interface Reading {
  readonly open: Open[];
  /** Of `<name>X</name><value>y</value>`, side by side. */
  named: string | null;
}

function* settings(text: string): Generator<FoundSetting, void, undefined> {
  const reading: Reading = { open: [], named: null };
  for (let at = text.indexOf("<"); at !== -1; ) {
    if (!/[A-Za-z_/!?]/.test(text[at + 1] ?? "")) {
      at = text.indexOf("<", at + 1);
      continue;
    }
    const end = endOfTag(text, at);
    if (end === -1) return;
    const next = text.indexOf("<", end);
    const sign = text[at + 1];
    if (sign === "/") reading.open.pop();
    else if (sign !== "!" && sign !== "?") yield* ofElement(reading, text, at, end, next === -1 ? text.length : next);
    at = next;
  }
}

/** An element's attributes and the text behind its tag. */
function* ofElement(reading: Reading, text: string, at: number, end: number, next: number): Generator<FoundSetting, void, undefined> {
  const tag = text.slice(at, Math.min(end, at + longest));
  const name = /^<([\w.:-]{0,120})/.exec(tag)?.[1] ?? "";
  const above = reading.open.slice(-4).map((one) => one.key ?? one.name);
  const attributes = [...attributesOf(tag, at, name.length + 1)];
  const key = keyOf(attributes);
  yield* ofAttributes(attributes, [...above, name], key);
  if (tag.endsWith("/>")) return;
  if (reading.open.length < deepest) reading.open.push({ name, key });
  const found = textAt(text, end, next);
  if (found === null) return;
  const isValue = /^value$/i.test(name);
  if (/^(?:name|key)$/i.test(name)) reading.named = found.value.trim().slice(0, 200);
  // `<Password><Value>…</Value></Password>`, and `<value>` behind the `<name>` that it belongs to.
  const said = key ?? (isValue ? reading.named : null) ?? (isValue || /^string$/i.test(name) ? (above.at(-1) ?? name) : name);
  // FileZilla's `<Pass encoding="base64">`.
  const path = said === "Pass" ? [...above, said, "password"] : [...above, said];
  if (!isEncrypted(found.value)) yield { path, ...found, quoted: true };
  if (isValue) reading.named = null;
}

/** The offset behind a tag, a comment or a piece of CDATA; -1: it has no end. Quotes may hold `>`. */
function endOfTag(text: string, at: number): number {
  for (const [opening, closing] of [
    ["<!--", "-->"],
    ["<![CDATA[", "]]>"],
    ["<?", "?>"],
  ] as const) {
    if (!text.startsWith(opening, at)) continue;
    const end = text.indexOf(closing, at + opening.length);
    return end === -1 ? -1 : end + closing.length;
  }
  let quote = "";
  const limit = Math.min(text.length, at + longest);
  for (let i = at + 1; i < limit; i++) {
    const c = text[i] ?? "";
    if (quote === "" && c === ">") return i + 1;
    if (quote === "" && (c === '"' || c === "'")) quote = c;
    else if (c === quote) quote = "";
  }
  // A quote without its partner: the next sign ends the tag all the same.
  const end = text.indexOf(">", at);
  return end === -1 ? -1 : end + 1;
}

interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

function* attributesOf(tag: string, offset: number, from: number): Generator<Attribute, void, undefined> {
  for (const match of tag.slice(from).matchAll(/\s([A-Za-z_][\w.:-]{0,100})\s{0,10}=\s{0,10}("[^"]{0,4000}"|'[^']{0,4000}')/g)) {
    const [whole, name = "", written = ""] = match;
    const end = offset + from + match.index + whole.length - 1;
    yield { name, value: decoded(written.slice(1, -1)), start: end - written.length + 2, end };
  }
}

function keyOf(attributes: readonly Attribute[]): string | null {
  return attributes.find(({ name }) => /^(?:name|key)$/i.test(name))?.value.slice(0, 200) ?? null;
}

/** `<user password="…"/>`, and `<add key="Password" value="…"/>` under the key's name. */
function* ofAttributes(
  attributes: readonly Attribute[],
  path: readonly string[],
  key: string | null,
): Generator<FoundSetting, void, undefined> {
  for (const { name, value, start, end } of attributes) {
    const isValue = key !== null && /^(?:value|defaultValue|connectionString)$/i.test(name);
    if (!isEncrypted(value)) yield { path: [...path, isValue ? key : name], value, quoted: true, start, end };
  }
}

function textAt(text: string, start: number, end: number): { readonly value: string; readonly start: number; readonly end: number } | null {
  if (text.startsWith("<![CDATA[", end)) {
    const close = text.indexOf("]]>", end);
    if (close === -1 || close - end > longest) return null;
    return { value: text.slice(end + 9, close), start: end + 9, end: close };
  }
  if (end - start > longest) return null;
  const written = text.slice(start, end);
  const value = written.trim();
  if (value === "") return null;
  const from = start + written.indexOf(value);
  return { value: decoded(value), start: from, end: from + value.length };
}

/** What Jenkins and Maven have encrypted stands in braces. */
function isEncrypted(value: string): boolean {
  return /^\{[A-Za-z0-9+/=\\]{8,4000}\}$/.test(value.trim());
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.includes("&") ? text.replaceAll(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole) : text;
}
