/** Reads one YAML document that somebody wrote into plain values, and remembers where each stands. */
import {
  type Alias,
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Diagnostic } from "../../model/policy.ts";
import { plain, quote } from "./quote.ts";

/** Plain data. Mappings have no prototype. */
export type YamlValue = null | boolean | number | string | readonly YamlValue[] | { readonly [key: string]: YamlValue };

export interface YamlDocument {
  readonly path: string;
  /** Null: the file is empty or holds comments only. */
  readonly value: YamlValue;
  /**
   * Where the value at a JSON pointer stands, or its key within the mapping that holds it.
   * What is not there is looked for further out, so the answer is always a place in the file.
   */
  locate(pointer: string, part: "key" | "value"): { readonly line: number; readonly column: number };
}

/** In UTF-16 units. */
const largestText = 262_144;
const deepest = 30;
/** Values in one document, those that aliases stand for counted each time. */
const mostValues = 20_000;
const mostDiagnostics = 20;

/** Reads a document, or says what is wrong with it. Never throws; time is linear in the text, whatever it holds. */
export function readYaml(path: string, source: string): YamlDocument | { readonly diagnostics: readonly Diagnostic[] } {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const refuse = (line: number, column: number, message: string) => ({ diagnostics: [{ file: path, line, column, message }] });
  if (text.length > largestText) {
    return refuse(1, 1, `the file is too large: ${text.length} characters, and at most ${largestText} are read`);
  }
  const deep = tooDeepAt(text);
  if (deep !== null) return refuse(deep.line, deep.column, `nested more than ${deepest} levels deep`);

  const lines = new LineCounter();
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(Math.min(Math.max(offset, 0), text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const composer = new Composer({
    stringKeys: true,
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const documents = [];
  for (const document of composer.compose(new Parser(lines.addNewLine).parse(text), true, text.length)) {
    documents.push(document);
    if (documents.length > 1) break;
  }
  const [first, second] = documents;
  if (second !== undefined) {
    const { line, column } = placeAt(second.range[0]);
    return refuse(line, column, "a second document starts here; a file holds one");
  }
  if (first === undefined) return refuse(1, 1, "the file could not be read as YAML");
  const faults = [...first.errors, ...first.warnings];
  if (faults.length > 0) {
    const diagnostics = faults.slice(0, mostDiagnostics).map((fault) => {
      const { line, column } = placeAt(fault.pos[0]);
      return { file: path, line, column, message: faultMessage(fault.code, fault.message) };
    });
    return { diagnostics };
  }

  const reading = new Reading();
  const value = first.contents === null ? null : reading.read(first.contents, "", 0);
  if (reading.faults.length > 0) {
    return {
      diagnostics: reading.faults
        .slice(0, mostDiagnostics)
        .map((fault) => ({ file: path, ...placeAt(fault.offset), message: fault.message })),
    };
  }
  return {
    path,
    value,
    locate(pointer, part) {
      for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
        const offsets = reading.offsets.get(at);
        if (offsets !== undefined)
          return placeAt(part === "key" && at === pointer ? offsets.key : at === pointer ? offsets.value : offsets.key);
        if (at === "") return { line: 1, column: 1 };
      }
    },
  };
}

/** One step of a JSON pointer. */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** True for a mapping. */
export function isMapping(value: YamlValue | undefined): value is { readonly [key: string]: YamlValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The library's words in one line, and our own for what happens most. */
function faultMessage(code: string, message: string): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "a tab is used to indent; YAML takes spaces only";
    case "TAG_RESOLVE_FAILED":
      return "a tag (!…) is not read here; write the plain value";
    case "MULTIPLE_DOCS":
      return "a second document starts here; a file holds one";
    default:
      return `not valid YAML: ${plain(message.replace(/\s+/g, " "), 200)}`;
  }
}

/**
 * Where the nesting of brackets, or of indicators on one line (`- - - a`), goes too deep for what follows to be safe; else null.
 * Nesting by indentation needs a text as long as the square of its depth, which the size bounds.
 */
function tooDeepAt(text: string): { readonly line: number; readonly column: number } | null {
  let line = 1;
  let column = 1;
  let brackets = 0;
  let indicators = 0;
  for (const token of new Lexer().lex(text)) {
    // Tokens that only steer the parser are single control characters or a byte order mark.
    if (token === "\u0002" || token === "\u0018" || token === "\u001f" || token === "\uFEFF") continue;
    if (token === "[" || token === "{") brackets += 1;
    else if (token === "]" || token === "}") brackets -= 1;
    else if (token === "-" || token === "?" || token === ":") indicators += 1;
    if (brackets > deepest || (brackets <= 0 && indicators > deepest)) return { line, column };
    let last = -1;
    for (let at = token.indexOf("\n"); at !== -1; at = token.indexOf("\n", at + 1)) {
      line += 1;
      last = at;
    }
    if (last === -1) {
      column += token.length;
    } else {
      column = token.length - last;
      indicators = 0;
    }
  }
  return null;
}

/** Turns nodes into values; stops at the first fault that makes going on dangerous. */
class Reading {
  readonly offsets = new Map<string, { readonly key: number; readonly value: number }>();
  readonly faults: { readonly offset: number; readonly message: string }[] = [];
  readonly #anchors = new Map<string, ParsedNode>();
  #values = 0;
  #stopped = false;

  read(node: ParsedNode, pointer: string, depth: number, keyOffset?: number): YamlValue {
    const offset = node.range[0];
    this.#values += 1;
    if (this.#stopped) return null;
    if (depth > deepest) return this.#stop(offset, `nested more than ${deepest} levels deep`);
    if (this.#values > mostValues) return this.#stop(offset, `more than ${mostValues} values in one file`);
    this.offsets.set(pointer, { key: keyOffset ?? offset, value: offset });
    if (isAlias(node)) return this.#alias(node, pointer, depth, keyOffset ?? offset);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#scalar(node.value, offset);
    if (isMap(node)) return this.#mapping(node, pointer, depth);
    if (isSeq(node)) return this.#list(node, pointer, depth);
    return this.#stop(offset, "cannot be read");
  }

  #stop(offset: number, message: string): null {
    this.#stopped = true;
    this.faults.push({ offset, message });
    return null;
  }

  #alias(node: Alias.Parsed, pointer: string, depth: number, keyOffset: number): YamlValue {
    const target = this.#anchors.get(node.source);
    if (target === undefined)
      return this.#stop(node.range[0], `the alias *${plain(node.source)} refers to an anchor that does not stand before it`);
    return this.read(target, pointer, depth + 1, keyOffset);
  }

  #scalar(value: unknown, offset: number): YamlValue {
    if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
    return this.#stop(offset, "cannot be read as text, number, true, false or null");
  }

  #list(node: YAMLSeq.Parsed, pointer: string, depth: number): YamlValue {
    const items: YamlValue[] = [];
    for (const [index, item] of node.items.entries()) {
      if (this.#stopped) break;
      items.push(this.read(item as ParsedNode, pointer + pointerStep(index), depth + 1));
    }
    return items;
  }

  #mapping(node: YAMLMap.Parsed, pointer: string, depth: number): YamlValue {
    const mapping: Record<string, YamlValue> = Object.create(null) as Record<string, YamlValue>;
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      if (this.#stopped) break;
      const keyOffset = key.range[0];
      if (!isScalar(key) || typeof key.value !== "string") {
        this.faults.push({ offset: keyOffset, message: "a key has to be plain text" });
        continue;
      }
      const name = key.value;
      if (key.anchor !== undefined) this.#anchors.set(key.anchor, key);
      if (name === "__proto__") this.faults.push({ offset: keyOffset, message: 'the key "__proto__" is not allowed' });
      else if (name === "<<") this.faults.push({ offset: keyOffset, message: 'merge keys ("<<") are not read; write the keys out' });
      else if (seen.has(name)) this.faults.push({ offset: keyOffset, message: `the key ${quote(name)} stands here twice` });
      else mapping[name] = this.#member(value, pointer + pointerStep(name), depth, keyOffset);
      seen.add(name);
    }
    return mapping;
  }

  #member(value: ParsedNode | null, pointer: string, depth: number, keyOffset: number): YamlValue {
    if (value !== null) return this.read(value, pointer, depth + 1, keyOffset);
    this.offsets.set(pointer, { key: keyOffset, value: keyOffset });
    return null;
  }
}
