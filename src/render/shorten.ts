/** Shortens texts to a size that can be read, in a way that keeps what tells them apart. */

const ELLIPSIS = "…";

/** Does not cut a surrogate pair in two. */
function start(text: string, length: number): string {
  const code = text.charCodeAt(length - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? length - 1 : length);
}

function end(text: string, length: number): string {
  const from = text.length - length;
  const code = text.charCodeAt(from);
  return text.slice(code >= 0xdc00 && code <= 0xdfff ? from + 1 : from);
}

/** At most `max` UTF-16 units: head, `…`, tail. Identifiers keep both ends. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const tail = Math.max(1, Math.floor((max - 1) / 4));
  return start(text, max - 1 - tail) + ELLIPSIS + end(text, tail);
}

/** A cloud provider's identifier: `ami-0a1b2c3d4e5f60718` becomes `ami-0a1b2c…0718`. */
const IDENTIFIER = /^([a-z]{1,12}-[0-9a-f]{6})[0-9a-f]{3,40}([0-9a-f]{4})$/;

function shortenOne(text: string, max: number): string {
  const identifier = IDENTIFIER.exec(text);
  return identifier === null ? shorten(text, max) : `${identifier[1]}${ELLIPSIS}${identifier[2]}`;
}

function commonPrefix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
}

function around(text: string, at: number, max: number): string {
  const from = Math.max(0, at - Math.floor(max / 3));
  const window = text.slice(from);
  const lead = from > 0 ? ELLIPSIS : "";
  return lead + shortenTail(window, max - lead.length);
}

function shortenTail(text: string, max: number): string {
  return text.length <= max ? text : start(text, max - 1) + ELLIPSIS;
}

/** Both sides of a change: two texts that differ never look the same. */
export function shortenPair(before: string, after: string, max: number): readonly [string, string] {
  const short: readonly [string, string] = [shortenOne(before, max), shortenOne(after, max)];
  if (before === after || short[0] !== short[1]) return short;
  const at = commonPrefix(before, after);
  return [around(before, at, max), around(after, at, max)];
}

/** An identifier or any other single value. */
export function shortenValue(text: string, max: number): string {
  return shortenOne(text, max);
}
