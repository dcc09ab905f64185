/** Tokens with one of the shapes of `token-shapes.ts`, Google API keys and Kubernetes' service account tokens in a text. */
import { type TokenShape, tokenShapes } from "./token-shapes.ts";

export interface ShapedToken {
  /** UTF-16 offsets; the end is exclusive. */
  readonly begin: number;
  readonly end: number;
  /** `HashiCorp Vault token`. */
  readonly what: string;
}

const anySign = new RegExp(
  [...new Set([...tokenShapes.map((shape) => shape.sign), "AIza", "eyJ"])].map((sign) => sign.replaceAll(/[.+/~]/g, "\\$&")).join("|"),
  "i",
);

/** A plain search: most texts hold no sign of any shape. */
export function mayHoldShape(text: string): boolean {
  return anySign.test(text);
}

/** Linear: each shape is bounded, and is only tried where its sign stands. */
export function* shapedTokensIn(text: string): Generator<ShapedToken, void, undefined> {
  let small: string | null = null;
  for (const shape of tokenShapes) {
    if (shape.anyCase) small ??= smallLetters(text);
    yield* tokensOfShape(text, shape.anyCase ? (small ?? text) : text, shape);
  }
  yield* googleKeysIn(text);
  yield* serviceAccountTokensIn(text);
}

/** Small letters of as many UTF-16 units: `İ` would become two. */
function smallLetters(text: string): string {
  const small = text.toLowerCase();
  return small.length === text.length ? small : text.replaceAll(/[A-Z]{1,100}/g, (capitals) => capitals.toLowerCase());
}

function* tokensOfShape(text: string, searched: string, wanted: TokenShape): Generator<ShapedToken, void, undefined> {
  const { sign, shape, before, joined, bits, what, anyCase } = wanted;
  for (let at = searched.indexOf(sign); at !== -1; at = searched.indexOf(sign, at + sign.length)) {
    const start = at - before;
    if (start < 0 || (!anyCase && !isAddress(sign) && isWithinWord(text, start, joined))) continue;
    shape.lastIndex = start;
    const match = shape.exec(text);
    if (match === null) continue;
    const token = match[1] ?? match[0];
    const end = start + match[0].length;
    if (entropy(token) >= bits && !isStandIn(token)) yield { begin: end - token.length, end, what };
  }
}

/** A webhook's sign is the path of its URL, in front of which the host stands. */
function isAddress(sign: string): boolean {
  return sign.includes("/");
}

/** A word's character in front, unless it is that of an escape (`\n`). So no two tokens overlap, and each text is looked at once. */
function isWithinWord(text: string, at: number, joined = /[\w-]/): boolean {
  return joined.test(text[at - 1] ?? "") && text[at - 2] !== "\\";
}

/** What documents write instead of a token. */
function isStandIn(token: string): boolean {
  return /example|x{5}|placeholder|your|changeme|dummy|redacted|(.)\1{6}|0123456789|abcdefghij/i.test(token);
}

/** Of Shannon, in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const googleKey = /AIza[\w-]{35}(?![\w-])/y;

/**
 * A key for Google's APIs. Those of Firebase's clients are made to be public (https://firebase.google.com/docs/projects/api-keys), and so are
 * those of a page's maps: only one that is assigned counts, and none beside what such a client is configured with.
 */
function* googleKeysIn(text: string): Generator<ShapedToken, void, undefined> {
  for (let at = text.indexOf("AIza"); at !== -1; at = text.indexOf("AIza", at + 4)) {
    if (isWithinWord(text, at) || !/[:=][ \t]{0,8}\\?["']?$/.test(text.slice(Math.max(0, at - 12), at))) continue;
    googleKey.lastIndex = at;
    const token = googleKey.exec(text)?.[0];
    const around = text.slice(Math.max(0, at - 600), at + 600);
    if (
      token === undefined ||
      entropy(token) < 4 ||
      isStandIn(token) ||
      /authDomain|firebaseapp\.com|mobilesdk_app_id|maps\.googleapis/.test(around)
    )
      continue;
    yield { begin: at, end: at + token.length, what: "Google API key" };
  }
}

const webToken = /eyJ[\w-]{15,500}\.(eyJ[\w-]{20,4000})\.[\w-]{20,1000}/y;

/** JSON web tokens in general prove too little (samples, expired ones); one of a Kubernetes service account says so itself. */
function* serviceAccountTokensIn(text: string): Generator<ShapedToken, void, undefined> {
  for (let at = text.indexOf("eyJ"); at !== -1; at = text.indexOf("eyJ", at + 3)) {
    if (isWithinWord(text, at)) continue;
    webToken.lastIndex = at;
    const match = webToken.exec(text);
    if (match === null) continue;
    const payload = decoded(match[1] ?? "");
    if (/kubernetes\.io|system:serviceaccount:/.test(payload))
      yield { begin: at, end: at + match[0].length, what: "Kubernetes service account token" };
  }
}

function decoded(base64url: string): string {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  const whole = base64.slice(0, base64.length - (base64.length % 4 === 1 ? 1 : 0));
  return atob(whole);
}
