/** Terragrunt's units whose code lies elsewhere: a `terragrunt.hcl` without module files beside it. */
import type { Expression, ParsedFile } from "../model/syntax.ts";
import { attributeNamed, blocksOfType, literalString } from "../model/syntax-query.ts";
import type { ObjectReader, TreeEntry } from "../model/tree.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import type { DirectorySummary } from "../terraform/module-graph.ts";
import { calledDirectory } from "../terraform/modules.ts";
import { directoryOf, fileNameOf, pathFrom } from "../terraform/repository-path.ts";
import type { ParseMemory } from "./parse-memory.ts";
import { readSources } from "./read-sources.ts";

export interface UnitTools {
  readonly reader: ObjectReader;
  readonly parser: HclParser;
  readonly memory: ParseMemory;
}

export interface DistantUnit {
  /** Of its file. */
  readonly path: string;
  readonly id: string;
  /** Null: it cannot be read. */
  readonly file: ParsedFile | null;
  /** The directory of the repository that it runs as a root module; null: what it runs is not in the repository, or worked out. */
  readonly runs: string | null;
}

/** More units than this are not looked into. */
const mostUnits = 2000;

/** Files that only others include are left out: they run nothing. */
export async function readDistantUnits(
  tools: UnitTools,
  entries: ReadonlyMap<string, TreeEntry>,
  graph: ReadonlyMap<string, DirectorySummary>,
): Promise<readonly DistantUnit[]> {
  const distant = [...entries.values()].filter(({ path }) => isUnit(path) && !graph.has(directoryOf(path))).slice(0, mostUnits);
  const sources = await readSources(tools.reader, distant);
  return distant.flatMap(({ path, id }): readonly DistantUnit[] => {
    const text = sources.get(path)?.text ?? null;
    if (text === null) return [{ path, id, file: null, runs: null }];
    const file = tools.memory.parse(tools.parser, path, id, text);
    const source = sourceOf(file);
    if (source === undefined && file.problems.length === 0 && blocksOfType(file.body, "include").length === 0) return [];
    return [{ path, id, file, runs: source === undefined ? null : runsOf(source, directoryOf(path)) }];
  });
}

export function isUnit(path: string): boolean {
  return fileNameOf(path) === "terragrunt.hcl";
}

function sourceOf(file: ParsedFile): Expression | undefined {
  const settings = blocksOfType(file.body, "terraform").at(-1);
  return settings === undefined ? undefined : attributeNamed(settings.body, "source")?.expression;
}

/** A path of the repository: relative to the unit, or to what Terragrunt's functions say of the repository. `//` only parts it. */
function runsOf(source: Expression, dir: string): string | null {
  const literal = literalString(source);
  if (literal !== undefined) return calledDirectory(dir, literal);
  if (source.kind !== "template") return null;
  const [first, second, ...rest] = source.parts;
  if (first?.kind !== "interpolation" || first.expression.kind !== "call" || second?.kind !== "literal" || rest.length > 0) return null;
  const from = new Map([
    ["get_terragrunt_dir", dir],
    ["get_repo_root", "."],
  ]).get(first.expression.name);
  return from === undefined || !second.value.startsWith("/") ? null : pathFrom(from, `.${second.value}`);
}
