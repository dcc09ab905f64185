/** Private keys in a text, by the frames that their formats give them: PEM, OpenSSH, PGP, PuTTY. */

export interface PrivateKey {
  /** UTF-16 offsets; the end is exclusive. */
  readonly begin: number;
  readonly end: number;
  /** `RSA private key`. */
  readonly what: string;
}

const frame = /-----BEGIN ((?:[A-Z0-9]{2,12} ){0,3})PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-[1-9]: ?[a-z0-9-]{1,40}/g;

/** What is longer is no key of anybody, in UTF-16 units. */
const longestKey = 32 * 1024;
/** A line of the key itself stands this near to the frame; headers, line ends and escapes lie between. */
const nearest = 600;

/** A plain search: most texts hold no frame. */
export function mayHoldKey(text: string): boolean {
  return text.includes("PRIVATE KEY") || text.includes("PuTTY-User-Key-File-");
}

/** Linear in the text: of each frame what lies before the next one is looked at. A frame alone (in a document, in a test for its presence) is no key. */
export function* privateKeysIn(text: string): Generator<PrivateKey, void, undefined> {
  const frames = mayHoldKey(text) ? [...text.matchAll(frame)] : [];
  for (const [index, match] of frames.entries()) {
    const begin = match.index;
    const after = begin + match[0].length;
    const putty = match[0].startsWith("PuTTY");
    const body = text.slice(after, Math.min(frames[index + 1]?.index ?? text.length, after + longestKey));
    const close = putty ? /Private-MAC: ?[0-9a-f]{1,128}/.exec(body) : /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/.exec(body);
    const key = body.slice(0, close?.index ?? nearest);
    if (!holdsKey(key, putty, close !== null)) continue;
    yield {
      begin,
      end: close === null ? after + key.length : after + close.index + close[0].length,
      what: putty ? "PuTTY private key" : spoken(match[1] ?? ""),
    };
  }
}

/** A line as long as formats write them, of more than a few different characters: no dots, no stand-in. */
function holdsKey(key: string, putty: boolean, closed: boolean): boolean {
  const written = putty ? key.slice(Math.max(0, key.indexOf("Private-Lines"))) : key;
  // Cut off, it has to begin at once: after line ends, quotes and headers, in whatever language they are written.
  const pattern = closed || putty ? /[A-Za-z0-9+/]{32}/ : /^(?:\\[nrt]|[\s"'`+,.]|[A-Z][A-Za-z-]{2,20}: [^\n\\]{0,100})*[A-Za-z0-9+/]{32}/;
  const line = pattern.exec(written.slice(0, 4_000))?.[0].slice(-32);
  return line !== undefined && new Set(line).size >= 8;
}

function spoken(kind: string): string {
  const name = kind.trim().replace("OPENSSH", "OpenSSH").replace("ENCRYPTED", "encrypted");
  return `${name} private key`.trim();
}
