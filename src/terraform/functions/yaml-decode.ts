/** `yamldecode`. The library reads the structure; what scalars, tags, keys and aliases mean is Terraform's. */
import type { CST, Document, ErrorCode, Node, Scalar, YAMLMap } from "yaml";
import { Composer, isAlias, isMap, isScalar, isSeq, Parser } from "yaml";
import type { Value } from "../../model/value.ts";
import { toText } from "../convert.ts";
import type { Run } from "../evaluation.ts";
import { fail, LimitReached, spend } from "../evaluation.ts";
import { contents, nullValue, stringValue } from "../values.ts";
import { blockScalar, plainScalar, taggedScalar } from "./yaml-scalar.ts";

/** Longer texts, and deeper ones, are not read. */
const maxText = 500_000;
const maxDepth = 90;

/** Steps that a token is worth. */
const tokenCost = 8;

/** Thrown where a construct is outside what is evaluated; the call is unknown then. */
class UnsupportedYaml extends Error {
  override readonly name: string = "UnsupportedYaml";
}

/** Null: the text has something that this library and Terraform's may read differently. Fails where Terraform would refuse. */
export function decodedYaml(text: string, run: Run): Value | null {
  if (text.length > maxText) throw new LimitReached(`yamldecode reads more than ${maxText} characters`);
  try {
    const document = documentOf(text, run);
    return document === null ? null : new Reader(text, run).value(document.contents, 0);
  } catch (failure) {
    if (failure instanceof UnsupportedYaml) return null;
    throw failure;
  }
}

/** Null: what Terraform makes of the text is not told. */
function documentOf(text: string, run: Run): Document | null {
  if (isForbidden(text)) return fail("YAML holds a character that it does not allow");
  if (text.split("\n").every((line) => /^[ \t\r]*(?:#|$|\.\.\.)/.test(line))) return fail("yamldecode needs a value");
  if (isRisky(text)) return null;
  if (hasManySigns(text)) throw new LimitReached("YAML is nested too deep");
  const tokens = [...new Parser().parse(text)];
  spend(run, tokens.length * tokenCost);
  for (const token of tokens) walkTokens(token, run);
  const composer = new Composer({ version: "1.1", schema: "failsafe", merge: false, uniqueKeys: false, logLevel: "silent" });
  const [document, ...others] = [...composer.compose(tokens, true, text.length)];
  if (document === undefined || others.length > 0) return fail("yamldecode needs a single document");
  if (document.errors.length > 0) return isRefused(document, text) ? fail("the text is not YAML") : null;
  // The schema has no numbers and the like: they are told apart here.
  if (document.warnings.some((warning) => warning.code !== "TAG_RESOLVE_FAILED")) return null;
  return document;
}

/** Errors that both libraries see. With others, about indentation inside brackets, Terraform's may be content. */
const sharedErrors: ReadonlySet<ErrorCode> = new Set([
  "BAD_ALIAS",
  "BAD_DQ_ESCAPE",
  "BAD_SCALAR_START",
  "BLOCK_AS_IMPLICIT_KEY",
  "MULTILINE_IMPLICIT_KEY",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
]);

function isRefused(document: Document, text: string): boolean {
  const codes = new Set(document.errors.map((error) => error.code));
  if ([...codes].some((code) => sharedErrors.has(code))) return true;
  return (
    (codes.has("UNEXPECTED_TOKEN") && !codes.has("BAD_INDENT")) || (codes.has("MISSING_CHAR") && codes.size === 1 && !text.includes("#"))
  );
}

/** Characters that are no text to libyaml (`YAML 1.1`, 5.1). */
function isForbidden(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/.test(text);
}

/**
 * What the two libraries read differently: line breaks of YAML 1.1 and of old machines, tabs where white space has a meaning, directives,
 * keys behind question marks, colons that end a word inside brackets.
 */
function isRisky(text: string): boolean {
  return /[\u0085\u2028\u2029\ufeff]|\r(?!\n)|^%|(?:^|[\s\-?:,[{}\]"'&!*#|>])\t|\t(?:[\s#]|$)|:[,[\]{}]|(?:^|[\s\-,[{:])\?(?:\s|$)|^ *:/m.test(
    text,
  );
}

/** Compact nesting (`- - - -`) costs the parser time that grows with the square of a line's signs. */
function hasManySigns(text: string): boolean {
  let signs = 0;
  for (const character of text) {
    if (character === "\n") signs = 0;
    else if ("-?:&![{".includes(character)) signs++;
    else if (character !== " " && character !== "\t") signs = 0;
    if (signs > maxDepth * 4) return true;
  }
  return false;
}

/** The composer is recursive, so the depth is looked at before; it takes its time for every token. */
function walkTokens(root: CST.Token, run: Run): void {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > maxDepth) throw new LimitReached("YAML is nested too deep");
    const { token, depth } = next;
    if (token.type === "document" && token.value !== undefined) open.push({ token: token.value, depth: depth + 1 });
    if (!("items" in token)) continue;
    for (const { start, key, value } of token.items) {
      spend(run, (1 + start.length) * tokenCost);
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
}

class Reader {
  readonly #run: Run;
  /** Values by their anchor; an alias shares them. */
  readonly #anchors = new Map<string, Value>();
  readonly #open = new Set<string>();
  #weight = 0;

  readonly #source: string;

  constructor(source: string, run: Run) {
    this.#source = source;
    this.#run = run;
  }

  value(node: unknown, depth: number): Value {
    spend(this.#run, 1);
    const known = node as Node | null;
    if (known === null || known === undefined) return nullValue;
    if (isAlias(known)) return this.#alias(known.source);
    const anchor = "anchor" in known ? known.anchor : undefined;
    if (anchor !== undefined && !/^[0-9A-Za-z_-]+$/.test(anchor)) return unsupported();
    if (anchor !== undefined) this.#open.add(anchor);
    const value = this.#inside(known, depth);
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, value);
    }
    return value;
  }

  #alias(name: string): Value {
    if (this.#open.has(name)) return fail("an alias of YAML stands inside what it names");
    const value = this.#anchors.get(name) ?? fail("an alias of YAML names nothing");
    this.#weight += contents(value).weight;
    if (this.#weight > this.#run.limits.weight) throw new LimitReached(`a value holds more than ${this.#run.limits.weight} values`);
    return value;
  }

  #inside(node: Node, depth: number): Value {
    if (isScalar(node)) return this.#scalar(node);
    const tag = isSeq(node) ? "seq" : "map";
    if (node.tag !== undefined && node.tag !== `${prefix}${tag}`) return fail("YAML has a tag that Terraform does not know");
    if (isSeq(node)) return { kind: "tuple", items: node.items.map((item) => this.value(item, depth + 1)) };
    return isMap(node) ? this.#mapping(node, depth) : unsupported();
  }

  /** A key that stands twice counts the last time; `<<` puts another mapping in where it stands. */
  #mapping(node: YAMLMap, depth: number): Value {
    const entries = new Map<string, Value>();
    for (const pair of node.items) {
      const key = this.#key(pair.key);
      const value = this.value(pair.value, depth + 1);
      if (key !== null) entries.set(key, value);
      else if (value.kind === "object") for (const [name, inner] of value.entries) entries.set(name, inner);
      else fail("<< of YAML needs a mapping");
    }
    return { kind: "object", entries };
  }

  /** Null: `<<`. An anchor of a key names nothing. */
  #key(node: unknown): string | null {
    const known = node as Node | null;
    if (known !== null && !isScalar(known)) return fail("a key of YAML must be a string");
    if (known?.value === "<<" && known.tag === undefined) return null;
    const key = toText(known === null ? nullValue : this.#scalar(known));
    return key.kind === "string" ? key.value : fail("a key of YAML must not be null");
  }

  #scalar(node: Scalar): Value {
    const { tag, type } = node;
    const text = String(node.value ?? "");
    const isBlock = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
    if (tag !== undefined && !tag.startsWith(prefix)) return fail("YAML has a tag that Terraform does not know");
    const kind = tag?.slice(prefix.length);
    if (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE") return kind === undefined || kind === "str" ? stringValue(text) : unsupported();
    if (isBlock && kind !== undefined && kind !== "str") return unsupported();
    const written = isBlock ? this.#blockText(node, text) : text;
    if (kind !== undefined) return taggedScalar(kind, written) ?? unsupported();
    return (isBlock ? blockScalar(written) : plainScalar(written)) ?? unsupported();
  }

  /** A block that ends with the text, without a line break, has none at its end either. */
  #blockText(node: Scalar, text: string): string {
    const isLast = node.range != null && node.range[1] >= this.#source.trimEnd().length;
    const lastLine = this.#source.slice(this.#source.lastIndexOf("\n") + 1);
    return isLast && lastLine.trim() !== "" && text.endsWith("\n") ? text.slice(0, -1) : text;
  }
}

const prefix = "tag:yaml.org,2002:";

function unsupported(): never {
  throw new UnsupportedYaml();
}
