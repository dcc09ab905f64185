/** What policy files say of credentials: names and paths compiled, several files added up. */
import type { Diagnostic, Glob, OwnCredentials, OwnName, OwnPattern, OwnSink, PatternSearch } from "../../model/policy.ts";
import { isGlobProblem, parseGlob } from "./glob.ts";
import type { WrittenPolicy } from "./policy-schema.ts";
import { quote } from "./quote.ts";
import { compileOne } from "./rule-settings.ts";
import { isMapping, pointerStep, type YamlDocument, type YamlValue } from "./yaml-document.ts";

/** Compiles the pattern of a token, or says what is wrong with it in words that follow it in a sentence. */
export type PatternCompiler = (source: string) => { search(text: string): PatternSearch } | { readonly problem: string };

/** A policy file or pack that was found valid. */
export interface CredentialPart {
  readonly written: WrittenPolicy;
  readonly source: string;
  /** Of a JSON pointer in it; null: a pack. */
  lineOf(pointer: string): number | null;
}

/** More faults than this are not looked for in one file. */
const most = 50;

/** Patterns that cannot be used. Works on plain values, so that it speaks up beside the schema's faults. */
export function patternFaults(document: YamlDocument, compile: PatternCompiler): readonly Diagnostic[] {
  const credentials = isMapping(document.value) ? document.value.credentials : undefined;
  const patterns = isMapping(credentials) ? credentials.patterns : undefined;
  const faults: Diagnostic[] = [];
  for (const [index, entry] of (Array.isArray(patterns) ? (patterns as readonly YamlValue[]) : []).slice(0, most).entries()) {
    const pattern = isMapping(entry) ? entry.pattern : undefined;
    if (typeof pattern !== "string" || pattern === "" || pattern.length > 1000) continue;
    const compiled = compile(pattern);
    if (!("problem" in compiled)) continue;
    const place = document.locate(`/credentials/patterns/${index}/pattern`, "value");
    faults.push({ file: document.path, ...place, message: `the pattern ${quote(pattern)} ${compiled.problem}` });
  }
  return faults;
}

/** @param compile has found no fault in any of the patterns. */
export function ownCredentials(parts: readonly CredentialPart[], compile: PatternCompiler): OwnCredentials {
  const sinks: OwnSink[] = [];
  const secretNames: OwnName[] = [];
  const harmlessNames: OwnName[] = [];
  const patterns: OwnPattern[] = [];
  const entropies: number[] = [];
  for (const part of parts) {
    const { credentials } = part.written;
    if (credentials === undefined) continue;
    sinks.push(...sinksOf(part, credentials.sinks ?? {}));
    secretNames.push(...namesOf(part, "secret", credentials.names?.secret ?? []));
    harmlessNames.push(...namesOf(part, "harmless", credentials.names?.harmless ?? []));
    for (const [index, { name, pattern, min_entropy: minEntropy = 0 }] of (credentials.patterns ?? []).entries()) {
      const compiled = compile(pattern);
      if ("problem" in compiled) throw new TypeError(`the pattern ${name} was found valid but ${compiled.problem}`);
      const origin = originOf(part, `/credentials/patterns/${index}`);
      patterns.push({ name: name.trim(), source: pattern, search: compiled.search, minEntropy, origin });
    }
    if (credentials.entropy !== undefined) entropies.push(credentials.entropy.minimum);
  }
  return { sinks, secretNames, harmlessNames, patterns, minimumEntropy: entropies.length === 0 ? null : Math.min(...entropies) };
}

function* sinksOf(part: CredentialPart, written: Readonly<Record<string, readonly string[]>>): Iterable<OwnSink> {
  for (const [holder, paths] of Object.entries(written)) {
    const provider = holder.startsWith("provider.");
    const glob = compileOne(provider ? holder.slice("provider.".length) : holder, "resource");
    for (const [index, path] of paths.entries()) {
      const origin = originOf(part, `/credentials/sinks${pointerStep(holder)}/${index}`);
      yield { holder: glob, of: provider ? "provider" : "resource", path: path.split("."), origin };
    }
  }
}

function namesOf(part: CredentialPart, kind: "secret" | "harmless", written: readonly string[]): readonly OwnName[] {
  return written.map((name, index) => ({
    name: nameGlob(name),
    origin: originOf(part, `/credentials/names/${kind}/${index}`),
  }));
}

/** Longer names are no names, in UTF-16 units. */
const longestName = 200;

/** Matches a name however it is written. */
function nameGlob(source: string): Glob {
  const glob = parseGlob(plainName(source), "rule");
  if (isGlobProblem(glob)) throw new TypeError(`the name ${source} passed the schema but ${glob.problem}`);
  return { source, matches: (name) => name.length <= longestName && glob.matches(plainName(name)) };
}

/** `acmePin`, `ACME-PIN`, `acme.pin` → `acme_pin`. */
function plainName(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9*]+/g, "_")
    .toLowerCase();
}

function originOf(part: CredentialPart, pointer: string) {
  return { source: part.source, line: part.lineOf(pointer) };
}
