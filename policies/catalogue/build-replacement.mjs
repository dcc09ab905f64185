/**
 * Builds what the program loads, `replacement/<provider>.json`, from `replacement/sources/` and the reviewed `replacement/by-hand.json`.
 *
 *   node policies/catalogue/build-replacement.mjs            writes
 *   node policies/catalogue/build-replacement.mjs --check    exits 1 where what is written is not what would be built
 *
 * Sources: `<provider>.json` (what a change of each argument does), `older-<provider>-<version>.json` (what differed in an earlier major
 * version), `schema-<provider>.json` (optional, computed, set, list; see extract-schema.mjs),
 * `schema-older-<provider>-<major>.json` (the same of an earlier major version), `observed-<provider>.json` (what the provider itself
 * answered; see observe-provider.mjs), `defaults-<provider>.json` (what its documentation says that a left out argument stands for; see
 * extract-defaults.mjs). Correct or add a fact in `by-hand.json`, with its source; by-hand.schema.json says what an entry may hold.
 *
 * A built resource is one string: arguments by commas, nested ones in parentheses, `$n` for a body in `shared`. Before a name stand
 * what a change does: `!` replaces, `?` depends, nothing updates, `~` a group without a fact of its own; and how it is written:
 * `+` optional and computed, `=` required, `@` a set, `#` a list or map, `&` a block, `:` a truth value, `;` a number, `'` a text,
 * `-` not in the schema; nothing: an optional scalar of a kind that is not known.
 * `*` as a name: every path below. Before the string: `^` the provider has no update, `%` a conditional path is missing.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = new URL("./replacement/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, here), "utf8"));

/** A body as a map of name → { fact, marks, children }. */
function parseBody(text, shared, facts) {
  let at = 0;
  function items() {
    const found = new Map();
    while (at < text.length && text[at] !== ")") {
      if (text[at] === "$") {
        const digits = /^\$(\d+)/.exec(text.slice(at, at + 8));
        at += digits[0].length;
        return parseBody(shared[Number(digits[1])], shared, facts);
      }
      let prefix = "";
      while ("!?~+=@#&:;'".includes(text[at])) prefix += text[at++];
      let name = "";
      while (at < text.length && !",()".includes(text[at])) name += text[at++];
      let children = null;
      if (text[at] === "(") {
        at++;
        children = items();
        at++;
      }
      found.set(name, facts ? { fact: prefix, marks: null, children } : { fact: null, marks: prefix, children });
      if (text[at] === ",") at++;
    }
    return found;
  }
  return items();
}

/** Facts with the schema's marks beside them; arguments that only the schema has are not facts and are left out. */
function merge(facts, schema) {
  const merged = new Map();
  for (const [name, node] of facts) {
    const known = schema?.get(name) ?? null;
    const marks = name === "*" ? "" : known === null ? "-" : known.marks;
    merged.set(name, { fact: node.fact, marks, children: node.children === null ? null : merge(node.children, known?.children ?? null) });
  }
  return merged;
}

function writeBody(body, counts) {
  const items = [];
  for (const [name, node] of [...body].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const inner = node.children === null ? "" : `(${writeBody(node.children, counts)})`;
    items.push(`${node.fact}${node.marks}${name}${inner}`);
  }
  const text = items.join(",");
  counts.set(text, (counts.get(text) ?? 0) + 1);
  return text;
}

/** Bodies that stand in several places are written once, the longest first, so that one may use another. */
function share(resources, counts) {
  const bodies = [...counts].filter(([text, count]) => count > 1 && text.length >= 30).map(([text]) => text);
  bodies.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const index = new Map(bodies.map((text, at) => [`(${text})`, at]));
  const replace = (text, own) => {
    let result = "";
    let at = 0;
    while (at < text.length) {
      if (text[at] !== "(") {
        result += text[at++];
        continue;
      }
      const end = closing(text, at);
      const inner = text.slice(at, end + 1);
      const shared = index.get(inner);
      result += shared !== undefined && inner !== own ? `($${shared})` : `(${replace(inner.slice(1, -1), own)})`;
      at = end + 1;
    }
    return result;
  };
  return {
    shared: bodies.map((text) => replace(text, `(${text})`)),
    resources: Object.fromEntries(Object.entries(resources).map(([type, text]) => [type, replace(text, "")])),
  };
}

function closing(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at;
  }
  throw new Error("unbalanced parentheses");
}

/** `older-aws-5.45.json` holds for every version below the next major; the oldest also for those before it. */
function editionOf(file, provider) {
  const older = read(`sources/${file}`);
  const major = Number(/-v?(\d+)\.[^-]*\.json$/.exec(file)[1]);
  return {
    below: `${major + 1}.0.0`,
    version: older.version,
    source: `older-${provider}`,
    changed: older.changed,
    only: older.removed_resources,
  };
}

/**
 * How outermost arguments were declared in an earlier major version, where that differs: `+` computed, `=` required, nothing plain optional.
 * What the newest schema does not have is left out.
 */
function olderSchema(file, newest) {
  const older = read(`sources/${file}`);
  const major = Number(/-(\d+)\.json$/.exec(file)[1]);
  const differs = {};
  for (const [type, text] of Object.entries(older.resources)) {
    if (newest.resources[type] === undefined) continue;
    const now = parseBody(newest.resources[type], [], false);
    for (const [name, node] of parseBody(text, [], false)) {
      const sign = (marks) => (marks.includes("=") ? "=" : marks.includes("+") ? "+" : "");
      const known = now.get(name);
      if (name === "id" || known === undefined || sign(known.marks) === sign(node.marks)) continue;
      differs[type] ??= {};
      differs[type][name] = sign(node.marks);
    }
  }
  return { from: `${major}.0.0`, below: `${major + 1}.0.0`, version: older.version, differs };
}

/** A source that not every provider has. */
function optional(file, files) {
  return files.includes(file) ? read(`sources/${file}`) : null;
}

function build(provider, files, hand) {
  const source = read(`sources/${provider}.json`);
  const schema = files.includes(`schema-${provider}.json`) ? read(`sources/schema-${provider}.json`) : null;
  const counts = new Map();
  const texts = {};
  for (const [type, text] of Object.entries(source.resources)) {
    const prefix = /^[\^%]*/.exec(text)[0];
    const facts = parseBody(text.slice(prefix.length), source.shared, true);
    const marks = schema?.resources[type] === undefined ? null : parseBody(schema.resources[type], [], false);
    texts[type] = `${prefix}${writeBody(merge(facts, marks), counts)}`;
  }
  const olderSchemas = files.filter((file) => file.startsWith(`schema-older-${provider}-`)).map((file) => olderSchema(file, schema));
  olderSchemas.sort((a, b) => Number.parseInt(a.below, 10) - Number.parseInt(b.below, 10));
  const older = files.filter((file) => file.startsWith(`older-${provider}-`)).map((file) => editionOf(file, provider));
  older.sort((a, b) => Number.parseInt(a.below, 10) - Number.parseInt(b.below, 10));
  return {
    provider,
    version: source.version,
    schema: schema?.version ?? null,
    olderSchemas,
    older,
    ...share(texts, counts),
    observed: optional(`observed-${provider}.json`, files),
    documented: optional(`defaults-${provider}.json`, files),
    hand,
  };
}

const files = readdirSync(new URL("sources/", here));
const byHand = read("by-hand.json");
let stale = 0;
for (const file of files.filter((name) => !/^(older|schema|observed|defaults)-/.test(name)).sort()) {
  const provider = file.replace(/\.json$/, "");
  const text = `${JSON.stringify(build(provider, files, byHand[provider] ?? {}))}\n`;
  const target = new URL(`${provider}.json`, here);
  if (process.argv.includes("--check")) {
    let written = "";
    try {
      written = readFileSync(target, "utf8");
    } catch {
      // Not written yet: that is stale too.
    }
    if (written !== text) {
      stale++;
      process.stderr.write(`${fileURLToPath(target)} is not what its sources say; run node policies/catalogue/build-replacement.mjs\n`);
    }
  } else {
    writeFileSync(target, text);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
