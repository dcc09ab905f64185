/** Searches what passed through the commits of a change for credentials: added by one commit, removed by a later one, and published all the same. */
import { joinSightings } from "../credentials/join-sightings.ts";
import { type CommitHistory, type CommittedFile, type HistoryGap, passedFiles } from "../model/commit-history.ts";
import type { Evidence } from "../model/finding.ts";
import { placeAtCommit } from "../model/place.ts";
import type { Problem } from "../model/problem.ts";
import type { Review } from "../model/review.ts";
import type { FingerprintedSighting, Sighting } from "../model/sighting.ts";
import type { SourceFile } from "../model/source.ts";
import type { ParsedFile } from "../model/syntax.ts";
import type { Tree } from "../model/tree.ts";
import { isHclPath } from "../parse/hcl/parse-file.ts";
import { calledFrom } from "../terraform/module-graph.ts";
import { readModules } from "../terraform/modules.ts";
import { directoriesAbove, directoryOf, isModuleFile } from "../terraform/repository-path.ts";
import type { SideScope } from "./find-scope.ts";
import { fingerprintSightings, identityOf } from "./hash.ts";
import { packerTemplates, packerVariablesIn, type ReadSide, type SideReader } from "./read-side.ts";
import { mostBytes, readSources, sourceOf } from "./read-sources.ts";
import { cutSearch, unfinishedSearch, unsearchedFile, whyCut, whyUnread } from "./search-gaps.ts";
import { sightFiles } from "./trace-sightings.ts";

/** More files than this are not read. */
const mostFiles = 20_000;
/** The files that are read are this large together, in bytes. */
const mostTogether = 256 * 1024 * 1024;
/** Files that are held at the same time, where they are no larger than this in bytes. */
const mostAtOnce = 250;
const mostOfSmall = 1024 * 1024;
/** Different credentials that are told; the fingerprint of each is made slow on purpose. */
const mostTold = 200;

export interface HistoryToSight {
  readonly history: CommitHistory;
  /** The change's ends: what stands in one of them is reported there. */
  readonly base: Tree;
  readonly head: Tree;
  readonly readBase: ReadSide | null;
  readonly readHead: ReadSide;
  /** Of the head, whose files are what the passed ones are read among. */
  readonly scope: SideScope;
}

export interface SightedHistory {
  /** Each credential once, at the first commit that brought it. */
  readonly leaked: readonly FingerprintedSighting[];
  readonly unread: Review["unread"];
  /** What was left out. */
  readonly problems: readonly Problem[];
}

export async function sightHistory(tools: SideReader, asked: HistoryToSight): Promise<SightedHistory> {
  const passed = passedFiles(asked.history, asked.base, asked.head);
  const search = new HistorySearch(tools, asked);
  if (passed.length > mostFiles) search.leaveOut("too-many-files", { count: passed.length, most: mostFiles });
  for (const files of chunksOf(passed.slice(0, mostFiles))) {
    if (search.isFull) break;
    // What is large comes by itself, so that not much is held at a time.
    const large = await search.read(files, mostOfSmall);
    for (const file of large) if (!search.isFull) await search.read([file], mostBytes);
  }
  return search.end();
}

function* chunksOf(files: readonly CommittedFile[]): Generator<readonly CommittedFile[], void, undefined> {
  for (let at = 0; at < files.length; at += mostAtOnce) yield files.slice(at, at + mostAtOnce);
}

class HistorySearch {
  readonly #tools: SideReader;
  readonly #asked: HistoryToSight;
  /** Identities of what needs not be told: it is reported at one of the ends, or was told already. */
  readonly #known: Set<string>;
  readonly #leaked: Sighting[] = [];
  readonly #unread: Review["unread"][number][] = [];
  readonly #problems: Problem[] = [];
  #missing: CommittedFile | null = null;
  #bytes = 0;

  constructor(tools: SideReader, asked: HistoryToSight) {
    this.#tools = tools;
    this.#asked = asked;
    const { history, readBase, readHead } = asked;
    this.#known = new Set([readBase, readHead].flatMap((side) => side?.side.sightings.map(({ identity }) => identity) ?? []));
    if (history.gap !== null) this.#problems.push(gapProblem(history.gap));
  }

  get isFull(): boolean {
    return this.#bytes > mostTogether;
  }

  leaveOut(reason: string, evidence: Evidence): void {
    this.#problems.push(problemOf(reason, evidence));
  }

  /** Those that are larger than the limit are handed back, unless it is the last one. */
  async read(files: readonly CommittedFile[], limit: number): Promise<readonly CommittedFile[]> {
    const contents = await this.#tools.reader.readBlobs(
      files.map(({ id }) => id),
      limit,
    );
    const sources: PassedSource[] = [];
    const large: CommittedFile[] = [];
    for (const file of files) {
      const source = sourceOf({ ...file, mode: "file" }, contents.get(file.id));
      const searched = source.text ?? source.searchable;
      if (searched !== undefined) {
        this.#bytes += searched.length;
        sources.push({ commit: file.commit, source: asText(source) });
      }
      if (source.unreadable === "missing") this.#missing ??= file;
      else if (source.unreadable === "too-large" && limit < mostBytes) large.push(file);
      else if (source.unreadable !== null) this.#leaveUnread(source, file.commit);
    }
    const standing = await readNeighbours(this.#tools, this.#asked, files);
    for (const layer of layersOf(sources)) this.#take(sightLayer(this.#tools, this.#asked, standing, layer));
    return large;
  }

  #leaveUnread(source: SourceFile, commit: string): void {
    this.#unread.push({ file: source.path, reason: `${whyUnread(source)}, in the commit ${short(commit)}` });
    const problem = unsearchedFile(source, (place) => placeAtCommit(place, commit));
    if (problem !== null) this.#problems.push(problem);
  }

  #take({ sightings, problems, unread }: SightedLayer): void {
    this.#problems.push(...problems);
    this.#unread.push(...unread);
    for (const sighting of sightings) {
      const identity = identityOf(sighting.secret);
      if (this.#known.has(identity)) continue;
      this.#known.add(identity);
      this.#leaked.push(sighting);
    }
  }

  async end(): Promise<SightedHistory> {
    const { path, commit } = this.#missing ?? {};
    if (path !== undefined && commit !== undefined) this.leaveOut("missing", { path, commit: short(commit) });
    if (this.isFull) this.leaveOut("too-much-text", { most: mostTogether / 1024 / 1024 });
    if (this.#leaked.length > mostTold) this.leaveOut("too-many-credentials", { count: this.#leaked.length, most: mostTold });
    return { leaked: await fingerprintSightings(this.#leaked.slice(0, mostTold)), unread: this.#unread, problems: this.#problems };
  }
}

/** A file of the history as text. */
interface PassedSource {
  readonly commit: string;
  readonly source: SourceFile;
}

/** Nobody runs what is gone again, so text in another encoding need not be read as Terraform would: it is searched as it is. */
function asText(source: SourceFile): SourceFile {
  const { path, id, unreadable, searchable } = source;
  if (unreadable === "binary" || searchable === undefined) return source;
  return { path, id, text: searchable, unreadable: null };
}

/** Files with different paths, so that they can be read as one tree: the first of each path, then the second ones, and so on. */
function layersOf(sources: readonly PassedSource[]): readonly (readonly PassedSource[])[] {
  const layers: PassedSource[][] = [];
  const seen = new Map<string, number>();
  for (const passed of sources) {
    const at = seen.get(passed.source.path) ?? 0;
    seen.set(passed.source.path, at + 1);
    const layer = layers[at];
    if (layer === undefined) layers.push([passed]);
    else layer.push(passed);
  }
  return layers;
}

interface SightedLayer {
  readonly sightings: readonly Sighting[];
  readonly problems: readonly Problem[];
  readonly unread: Review["unread"];
}

/** What stands in the files of a layer, read among the head's: a value in a variable file is known by where the variable ends up. */
function sightLayer(
  tools: SideReader,
  asked: HistoryToSight,
  standing: ReadonlyMap<string, ParsedFile>,
  layer: readonly PassedSource[],
): SightedLayer {
  const sources = new Map(layer.map(({ source }) => [source.path, source]));
  const commits = new Map(layer.map(({ commit, source }) => [source.path, commit]));
  const dirs = directoriesOf(asked, sources.keys());
  const parsed = new Map([...standing].filter(([path]) => dirs.has(directoryOf(path))));
  for (const { path, id, text } of sources.values())
    if (text !== null && isHclPath(path)) parsed.set(path, tools.memory.parse(tools.parser, path, id, text));
  const packer = packerTemplates(tools.parser, sources).templates;
  const { sightings, unfinished, cut } = sightFiles({
    sources,
    parsed,
    modules: readModules([...parsed.values()].filter((file) => isModuleFile(file.path))),
    packer,
    packerVariables: packerVariablesIn(tools.parser, sources, packer),
    projects: asked.scope.projects,
    changed: new Set(sources.keys()),
    search: tools.search,
    parser: tools.parser,
  });
  const passed = sightings.filter(({ kind, place }) => kind !== "placeholder" && sources.has(place.file));
  const commitOf = (file: string) => commits.get(file) ?? "";
  return {
    sightings: joinSightings(passed).map((sighting) => ({
      ...sighting,
      place: placeAtCommit(sighting.place, commitOf(sighting.place.file)),
    })),
    problems: [
      ...unfinished.map(unfinishedSearch),
      ...cut.map((file) => cutSearch(file, (place) => placeAtCommit(place, commitOf(file.file)))),
    ],
    unread: cut.map((file) => ({ file: file.file, reason: `${whyCut(file)}, in the commit ${short(commitOf(file.file))}` })),
  };
}

/** The head's module files that passed ones are read among, parsed; the change itself need not touch them. */
async function readNeighbours(
  tools: SideReader,
  asked: HistoryToSight,
  files: readonly CommittedFile[],
): Promise<ReadonlyMap<string, ParsedFile>> {
  const dirs = directoriesOf(
    asked,
    files.map(({ path }) => path),
  );
  const { entries } = asked.scope.tree;
  const near = [...entries.values()].filter(({ path }) => isModuleFile(path) && dirs.has(directoryOf(path)));
  const parsed = new Map<string, ParsedFile>();
  for (const { path, id, text } of (await readSources(tools.reader, near)).values())
    if (text !== null) parsed.set(path, tools.memory.parse(tools.parser, path, id, text));
  return parsed;
}

/** The folders of Terraform's files, those above them, and those of the modules that they call. */
function directoriesOf({ scope }: HistoryToSight, paths: Iterable<string>): ReadonlySet<string> {
  const dirs = new Set<string>();
  for (const path of paths) if (isHclPath(path)) for (const dir of directoriesAbove(path)) dirs.add(dir);
  for (const dir of [...dirs]) for (const called of calledFrom(dir, scope.graph)) dirs.add(called);
  return dirs;
}

function gapProblem(gap: HistoryGap): Problem {
  switch (gap.kind) {
    case "too-many-commits":
      return problemOf(gap.kind, { count: gap.count, most: gap.read });
    case "shallow":
      return problemOf(gap.kind, { commit: short(gap.commit) });
  }
}

function problemOf(reason: string, evidence: Evidence): Problem {
  return { rule: "review/search-incomplete", reason, place: null, evidence, project: null };
}

function short(commit: string): string {
  return commit.slice(0, 10);
}
