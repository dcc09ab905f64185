/** Renders what the catalogue says about a resource type or an argument, for `bakegate policy explain`. */
import type { AttributeClass, OmittedArgument, ReplacementFact, ResourceClass } from "../model/catalogue.ts";
import type { ArgumentPage, CataloguePage, VersionedFact } from "../model/catalogue-page.ts";
import { jsonText } from "./escape-json.ts";
import { code, markdownLine } from "./escape-markdown.ts";
import { listed } from "./phrase.ts";
import type { RulePageFormat } from "./rule-page.ts";
import { visibleText } from "./visible.ts";

/** One line of a page: what it is about, and what is known. */
type Line = readonly [about: string, told: string];

const FACT_WORDS: Readonly<Record<ReplacementFact, string>> = {
  replace: "replaces the resource",
  update: "updates in place",
  conditional: "replaces or updates: it depends",
  unknown: "is not known",
};

const CLASS_WORDS: Readonly<Record<ResourceClass, string>> = {
  server: "server: replaced, never changed in place",
  pointer: "pointer: says from what its units are made, and rolls new ones",
  stateful: "stateful: holds data; replacing, deleting or forgetting it blocks (immutable/stateful-loss)",
  config: "config: mutable by nature; changes are shown, not blocked",
};

/** What an in-place change of an attribute means, by default. */
const MEANING_WORDS: Readonly<Record<AttributeClass, string>> = {
  defining: "mutation of a running unit: blocks (immutable/in-place-update)",
  "network-or-disk": "tolerated; bakegate:strict blocks it",
  identity: "tolerated, with a warning: it changes what the unit may do",
  pointer: "pointer-roll, if the roll-out that must go with it is there",
  rollout: "tolerated: it says how new units are rolled out",
  size: "tolerated; a shrink warns",
  engine: "tolerated; a downgrade or another engine warns",
  attachment: "tolerated; taking it away warns",
  protection: "tolerated; taking it away blocks (immutable/protection-removed)",
  tolerated: "tolerated: the unit stays what it is",
  unclassed: "undecided on a server or a pointer, for nobody has classed it; tolerated elsewhere",
};

const TRAIT_WORDS = {
  serving: "serves traffic",
  versioned: "is a version that nothing runs on by itself",
  "create-first-possible": "a second one can stand beside the first while it is replaced",
  "machine-image": "is a machine image",
  "attaches-data": "attaches data",
  "protected-by-default": "is protected unless something else is written",
} as const;

/** Words that need no more than these many arguments of a kind are told in full. */
const maxListed = 60;

/** The page, with a newline at its end. */
export function renderCataloguePage(page: CataloguePage, format: RulePageFormat): string {
  if (format === "json") return jsonText(page);
  const title = page.argument === null ? page.type : `${page.type}.${page.argument.path}`;
  const lines = linesOf(page).map(([about, told]): Line => [about, visibleText(told)]);
  if (format === "markdown") {
    const rows = lines.map(([about, told]) => `- **${markdownLine.prose(about)}:** ${markdownLine.prose(told)}`);
    return `# ${code(title)}\n\n${rows.join("\n")}\n`;
  }
  const width = Math.max(...lines.map(([about]) => about.length)) + 2;
  return `${visibleText(title)}\n\n${lines.map(([about, told]) => `  ${about.padEnd(width)}${wrapped(told, width + 2)}`).join("\n")}\n`;
}

const TEXT_WIDTH = 100;

/** Lines after the first stand below the first. */
function wrapped(text: string, indent: number): string {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && indent + last.length + word.length + 1 > TEXT_WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}

function linesOf(page: CataloguePage): readonly Line[] {
  const lines: Line[] = page.argument === null ? typeLines(page) : argumentLines(page.argument, page);
  lines.push(["Class", page.classed ? CLASS_WORDS[page.resourceClass] : `${CLASS_WORDS[page.resourceClass]} (it stands in no class)`]);
  if (page.note !== null) lines.push(["Why", page.note]);
  if (page.argument === null && page.traits.length > 0) lines.push(["Also", listed(page.traits.map((trait) => TRAIT_WORDS[trait]))]);
  lines.push(["From", [...new Set(sourcesOf(page))].join("; ")]);
  return lines;
}

function typeLines({ facts }: CataloguePage): Line[] {
  if (facts === null) return [["Facts", "no provider's facts are in the catalogue: changes of it are undecided without a real plan"]];
  const lines: Line[] = [];
  if (!facts.updatable) lines.push(["Changes", "the provider has no update: whatever changes, replaces it"]);
  const kinds = { replace: "Replace", conditional: "Depend", update: "Update" } as const;
  for (const kind of ["replace", "conditional", "update"] as const) {
    const names = facts.arguments[kind];
    if (names.length > 0) lines.push([kinds[kind], namesOf(names)]);
  }
  return lines;
}

function namesOf(names: readonly string[]): string {
  if (names.length <= maxListed) return names.join(", ");
  return `${names.slice(0, maxListed).join(", ")} and ${names.length - maxListed} more`;
}

function argumentLines(argument: ArgumentPage, page: CataloguePage): Line[] {
  const lines: Line[] = [];
  if (argument.fact !== "unknown" || argument.recomputedBy === null) lines.push(["A change", FACT_WORDS[argument.fact]]);
  if (argument.condition !== null) lines.push(["Depends on", argument.condition]);
  else if (argument.fact === "conditional") lines.push(["Depends on", "a rule in the provider's own code; a real plan tells"]);
  for (const older of argument.versions.slice(0, -1)) lines.push([`Below ${older.below ?? ""}`, olderWords(older)]);
  if (argument.argument !== null) lines.push(["Declared", declaredWords(argument)]);
  const omitted = argument.omitted === null ? null : omittedWords(argument.omitted);
  if (omitted !== null) lines.push(["Left out", omitted]);
  if (argument.recomputedBy !== null) lines.push(["Computed anew", triggerWords(argument.recomputedBy)]);
  if (argument.recomputes.length > 0) lines.push(["Makes unknown", `${namesOf(argument.recomputes)} (until the apply)`]);
  if (argument.mayRecompute.length > 0) lines.push(["Perhaps also", `${namesOf(argument.mayRecompute)} (unknown until the apply)`]);
  if (argument.members.length > 0) lines.push(["Within it", namesOf(argument.members)]);
  if (page.attributeClass !== null)
    lines.push(["In place", `${MEANING_WORDS[page.attributeClass]} (${page.attributeClass} of a ${page.resourceClass})`]);
  return lines;
}

function olderWords({ fact, version }: VersionedFact): string {
  return `${FACT_WORDS[fact]} (${version})`;
}

function declaredWords({ argument }: ArgumentPage): string {
  if (argument === null) return "";
  const presence = argument.required ? "required" : argument.computed ? "optional; left out, the provider chooses" : "optional";
  const kind = argument.kind === "scalar" ? (argument.scalar ?? "scalar") : argument.kind === "set" ? "set" : "list or map";
  return `${presence}, ${argument.block ? `block (${kind})` : kind}`;
}

function omittedWords({ value, kept }: OmittedArgument): string | null {
  if (kept) return "taking it away changes nothing: the provider keeps what is there";
  if (value === undefined) return null;
  return value === null || value === "" ? "stands for nothing at all" : `stands for ${JSON.stringify(value)}`;
}

function triggerWords(triggers: readonly string[]): string {
  if (triggers.includes("?")) return "by some changes of the resource; which ones is not known";
  const condition = triggers.find((name) => name.endsWith("=true"));
  if (condition !== undefined) {
    const others = triggers.filter((name) => name !== condition);
    return `where ${condition.replace("=", " = ")}: ${triggerWords(others)}`;
  }
  const perhaps = triggers.filter((name) => name.startsWith("?")).map((name) => name.slice(1));
  if (perhaps.length > 0) {
    const certain = triggers.filter((name) => !name.startsWith("?"));
    return `${certain.length > 0 ? `${triggerWords(certain)}; ` : ""}perhaps by ${listed(perhaps)}`;
  }
  if (!triggers.includes("*")) return `by an update of ${listed(triggers)}`;
  const but = triggers.filter((name) => name.startsWith("!")).map((name) => name.slice(1));
  return but.length === 0 ? "by any update" : `by any update, but for one of ${listed(but)}`;
}

function sourcesOf({ facts }: CataloguePage): readonly string[] {
  if (facts === null) return ["policies/catalogue/workloads"];
  const reviewed = facts.sources.map(({ versions, source }) =>
    versions === null ? source : `${source} (versions ${rangeWords(versions)})`,
  );
  return [`${facts.provider} provider ${facts.version}`, ...reviewed];
}

/** `>= 4.0.0, < 6.0.0` as words. */
function rangeWords(versions: string): string {
  return versions.replaceAll(">= ", "from ").replaceAll("< ", "below ").replaceAll(",", "");
}
