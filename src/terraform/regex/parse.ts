/** Reads a regular expression in RE2's syntax (github.com/google/re2/wiki/Syntax) into a tree. */

import { fail } from "../evaluation.ts";
import type { CharacterTest } from "./character-class.ts";
import { characterClass, classOf } from "./character-class.ts";

/** Terraform's engine knows it, ours does not. */
export class UnsupportedPattern extends Error {
  override readonly name: string = "UnsupportedPattern";
}

export type Assertion = "start" | "end" | "line-start" | "line-end" | "word-boundary" | "no-word-boundary";

export type Node =
  | { readonly kind: "empty" }
  | { readonly kind: "character"; readonly matches: CharacterTest }
  | { readonly kind: "assertion"; readonly assertion: Assertion }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly items: readonly Node[] }
  | { readonly kind: "repeat"; readonly item: Node; readonly least: number; readonly most: number; readonly greedy: boolean }
  | { readonly kind: "group"; readonly item: Node; readonly index: number };

export interface ParsedPattern {
  readonly root: Node;
  /** By index; the whole match is group 0 and has no name. */
  readonly groupNames: readonly (string | null)[];
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

/** As RE2: no repetition counts above 1,000. */
const maxRepeat = 1000;
const maxNesting = 100;
const maxPattern = 10_000;

/** Fails where the pattern is wrong; throws `UnsupportedPattern` where only RE2 knows it. */
export function parsePattern(source: string): ParsedPattern {
  if (source.length > maxPattern) throw new UnsupportedPattern("the pattern is too long");
  const reader = new PatternReader([...source]);
  return { root: reader.whole(), groupNames: reader.groupNames };
}

class PatternReader {
  readonly groupNames: (string | null)[] = [null];
  readonly #text: readonly string[];
  #at = 0;
  #flags: Flags = { i: false, m: false, s: false, U: false };

  constructor(text: readonly string[]) {
    this.#text = text;
  }

  whole(): Node {
    const root = this.#choice(0);
    return this.#at < this.#text.length ? fail("the pattern has an unexpected )") : root;
  }

  #choice(depth: number): Node {
    if (depth > maxNesting) throw new UnsupportedPattern("the pattern is nested too deep");
    const before = this.#flags;
    const items = [this.#sequence(depth)];
    while (this.#taken("|")) items.push(this.#sequence(depth));
    this.#flags = before;
    return items.length === 1 ? (items[0] as Node) : { kind: "choice", items };
  }

  #sequence(depth: number): Node {
    const items: Node[] = [];
    while (this.#at < this.#text.length && this.#peek() !== "|" && this.#peek() !== ")") {
      const atom = this.#startsQuote() ? this.#quotedText(items) : this.#atom(depth);
      if (atom !== null) items.push(this.#repeated(atom));
      // Go repeats whatever stands before flags and before an empty quote.
      else if (this.#range() !== null) throw new UnsupportedPattern("the pattern repeats what has no length");
    }
    return { kind: "sequence", items };
  }

  /** Null: it only sets flags. */
  #atom(depth: number): Node | null {
    const character = this.#next();
    switch (character) {
      case "(":
        return this.#group(depth);
      case "[":
        return { kind: "character", matches: this.#class() };
      case ".": {
        const all = this.#flags.s;
        return { kind: "character", matches: (point) => all || point !== 10 };
      }
      case "^":
        return { kind: "assertion", assertion: this.#flags.m ? "line-start" : "start" };
      case "$":
        return { kind: "assertion", assertion: this.#flags.m ? "line-end" : "end" };
      case "*":
      case "+":
      case "?":
        return fail("the pattern repeats nothing");
      case "\\":
        return this.#escape();
      case "{":
        this.#at--;
        if (this.#range() !== null) return fail("the pattern repeats nothing");
        this.#at++;
        return this.#literal(character);
      default:
        return this.#literal(character);
    }
  }

  #repeated(atom: Node): Node {
    let node = atom;
    let repeats = 0;
    for (;;) {
      const range = this.#range();
      if (range === null) return node;
      repeats++;
      if (repeats > 1) return fail("the pattern repeats a repetition");
      const lazy = this.#taken("?");
      node = { kind: "repeat", item: node, least: range[0], most: range[1], greedy: lazy === this.#flags.U };
    }
  }

  #range(): readonly [number, number] | null {
    if (this.#taken("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.#taken("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.#taken("?")) return [0, 1];
    if (this.#peek() !== "{") return null;
    const close = this.#text.indexOf("}", this.#at);
    const inside = close < 0 ? "" : this.#text.slice(this.#at + 1, close).join("");
    const written = /^([0-9]{1,4})(?:(,)([0-9]{1,4})?)?$/.exec(inside);
    // A brace that is no count stands for itself.
    if (written === null) return null;
    this.#at = close + 1;
    const least = Number(written[1]);
    const most = written[2] === undefined ? least : written[3] === undefined ? Number.POSITIVE_INFINITY : Number(written[3]);
    if (least > maxRepeat || (most !== Number.POSITIVE_INFINITY && (most > maxRepeat || most < least)))
      return fail("the pattern has a wrong count");
    return [least, most];
  }

  #group(depth: number): Node | null {
    let index: number | null = null;
    const before = this.#flags;
    if (this.#taken("?")) {
      if (this.#peek() === "P" || (this.#peek() === "<" && this.#text[this.#at + 1] !== "=" && this.#text[this.#at + 1] !== "!")) {
        this.#taken("P");
        index = this.#named();
      } else if (this.#setFlags() === "whole") {
        return null;
      }
    } else {
      index = this.groupNames.push(null) - 1;
    }
    const item = this.#choice(depth + 1);
    this.#flags = before;
    if (!this.#taken(")")) return fail("the pattern lacks a )");
    return index === null ? item : { kind: "group", item, index };
  }

  #named(): number {
    if (!this.#taken("<")) return fail("the pattern has a wrong group name");
    let name = "";
    while (/^[0-9A-Za-z_]$/.test(this.#peek())) name += this.#next();
    if (name === "" || !this.#taken(">")) return fail("the pattern has a wrong group name");
    if (this.groupNames.includes(name)) return fail("the pattern names two groups alike");
    return this.groupNames.push(name) - 1;
  }

  /** `(?i)` changes the flags of the group around it (`whole`), `(?i:…)` those of its own. */
  #setFlags(): "whole" | "group" {
    const flags = { ...this.#flags };
    let on = true;
    for (;;) {
      const character = this.#next();
      if (character === "-") on = false;
      else if (character === "i" || character === "m" || character === "s" || character === "U") flags[character] = on;
      else if (character === ":" || character === ")") {
        this.#flags = flags;
        return character === ")" ? "whole" : "group";
      } else return fail("the pattern has a wrong group");
    }
  }

  #escape(): Node {
    const character = this.#next();
    switch (character) {
      case "A":
        return { kind: "assertion", assertion: "start" };
      case "z":
        return { kind: "assertion", assertion: "end" };
      case "b":
        return { kind: "assertion", assertion: "word-boundary" };
      case "B":
        return { kind: "assertion", assertion: "no-word-boundary" };
      default:
        break;
    }
    const test = this.#escapedClass(character);
    return test === null ? this.#literal(this.#escapedCharacter(character)) : { kind: "character", matches: test };
  }

  #startsQuote(): boolean {
    return this.#peek() === "\\" && this.#text[this.#at + 1] === "Q";
  }

  /** Its characters stand in the sequence one by one: a repetition behind them is one of the last, which is returned. Null: there is none. */
  #quotedText(items: Node[]): Node | null {
    this.#at += 2;
    let last: Node | null = null;
    while (this.#at < this.#text.length && !(this.#peek() === "\\" && this.#text[this.#at + 1] === "E")) {
      if (last !== null) items.push(last);
      last = this.#literal(this.#next());
    }
    this.#at += 2;
    return last;
  }

  #escapedClass(letter: string): CharacterTest | null {
    if (letter !== "p" && letter !== "P") return classOf(letter);
    let name = this.#next();
    if (name === "{") {
      name = "";
      while (this.#peek() !== "}") name += this.#next();
      this.#next();
    }
    const negated = name.startsWith("^");
    const test = characterClass(negated ? name.slice(1) : name);
    if (test === null) throw new UnsupportedPattern("the pattern names a class of characters that is not known");
    return negated === (letter === "P") ? test : (point) => !test(point);
  }

  #escapedCharacter(letter: string): string {
    const simple = { a: "\u0007", f: "\f", t: "\t", n: "\n", r: "\r", v: "\v" }[letter];
    if (simple !== undefined) return simple;
    if (letter === "x") return this.#hexadecimal();
    if (/^[0-9]$/.test(letter)) return this.#octal(letter);
    if (/^[A-Za-z]$/.test(letter)) return fail("the pattern has an unknown escape");
    return letter;
  }

  /** Up to three digits; one alone that is not zero would be a reference to a group, which RE2 does not have. */
  #octal(first: string): string {
    let digits = first;
    while (digits.length < 3 && /^[0-7]$/.test(this.#peek())) digits += this.#next();
    const isReference = digits.length === 1 && digits !== "0";
    return isReference || !/^[0-7]+$/.test(digits)
      ? fail("the pattern has a wrong escape")
      : String.fromCodePoint(Number.parseInt(digits, 8));
  }

  #hexadecimal(): string {
    let digits = "";
    if (this.#taken("{")) {
      while (this.#peek() !== "}") digits += this.#next();
      this.#next();
    } else {
      digits = this.#next() + this.#next();
    }
    const point = /^[0-9A-Fa-f]{1,6}$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    return point <= 0x10ffff ? String.fromCodePoint(point) : fail("the pattern has a wrong escape");
  }

  #literal(character: string): Node {
    return { kind: "character", matches: foldedTest(character, this.#flags.i) };
  }

  #class(): CharacterTest {
    const negated = this.#taken("^");
    const tests: CharacterTest[] = [];
    let first = true;
    while (first || this.#peek() !== "]") {
      first = false;
      tests.push(this.#classItem());
    }
    this.#next();
    const any: CharacterTest = (point) => tests.some((test) => test(point));
    return negated ? (point) => !any(point) : any;
  }

  #classItem(): CharacterTest {
    if (this.#peek() === "[" && this.#text[this.#at + 1] === ":") return this.#posixClass();
    const low = this.#classCharacter();
    if (typeof low === "function") return low;
    if (this.#peek() !== "-" || this.#text[this.#at + 1] === "]") return foldedTest(low, this.#flags.i);
    this.#next();
    const high = this.#classCharacter();
    if (typeof high === "function") return fail("the pattern has a wrong range");
    const [from, to] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
    if (from > to) return fail("the pattern has a wrong range");
    return this.#flags.i ? foldedRange(from, to) : (point) => point >= from && point <= to;
  }

  #classCharacter(): string | CharacterTest {
    const character = this.#next();
    if (character !== "\\") return character;
    const letter = this.#next();
    return this.#escapedClass(letter) ?? this.#escapedCharacter(letter);
  }

  #posixClass(): CharacterTest {
    const close = this.#text.indexOf("]", this.#at + 2);
    const name = this.#text.slice(this.#at + 2, close - 1).join("");
    const negated = name.startsWith("^");
    const test = characterClass(`:${negated ? name.slice(1) : name}`);
    if (test === null || this.#text[close - 1] !== ":") return fail("the pattern names an unknown class");
    this.#at = close + 1;
    return negated ? (point) => !test(point) : test;
  }

  #peek(): string {
    return this.#text[this.#at] ?? "";
  }

  #next(): string {
    const character = this.#text[this.#at];
    if (character === undefined) return fail("the pattern ends too early");
    this.#at++;
    return character;
  }

  #taken(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

function foldedTest(character: string, fold: boolean): CharacterTest {
  const wanted = character.codePointAt(0) ?? 0;
  if (!fold) return (point) => point === wanted;
  const forms = new Set([character, character.toLowerCase(), character.toUpperCase()].map((form) => form.codePointAt(0)));
  return (point) => forms.has(point);
}

function foldedRange(from: number, to: number): CharacterTest {
  return (point) => {
    const character = String.fromCodePoint(point);
    const forms = [point, character.toLowerCase().codePointAt(0) ?? 0, character.toUpperCase().codePointAt(0) ?? 0];
    return forms.some((form) => form >= from && form <= to);
  };
}
