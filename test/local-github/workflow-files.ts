/** Workflows as they are written: files on the default branch. */
import { parse } from "yaml";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "./json.ts";
import { tipOf } from "./publish.ts";
import { type Call, fullNameOf, type Repository, type World } from "./world.ts";

export interface Workflow {
  /** As GitHub shows it. */
  readonly json: JsonObject;
  readonly id: number;
  readonly path: string;
  /** Its path where it names itself nothing. */
  readonly name: string;
  /** Null: it has none. */
  readonly runName: string | null;
  /** Declarations by name; null: it cannot be dispatched. */
  readonly inputs: JsonObject | null;
  /** Why it cannot be read; null: it can. */
  readonly fault: string | null;
}

export async function workflowsOf(world: World, repository: Repository): Promise<readonly Workflow[]> {
  const tip = await tipOf(world, repository, repository.defaultBranch);
  if (tip === null) return [];
  const paths = world.objects.files(tip).filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
  return paths.map((path) => workflow(world, repository, path, world.objects.text(tip, path)));
}

/** The one that a path of the API names: by its number, or by its file's name. */
export async function workflowOf(call: Call, world: World, repository: Repository): Promise<Workflow | undefined> {
  const wanted = call.parameters.workflow_id ?? "";
  const all = await workflowsOf(world, repository);
  return all.find(({ id, path }) => String(id) === wanted || path === `.github/workflows/${wanted}`);
}

/** Why a dispatch is refused; undefined: it is not. */
export function faultOfDispatch({ inputs: declared, fault }: Workflow, given: JsonObject): string | undefined {
  if (fault !== null) return `failed to parse workflow: ${fault}`;
  if (declared === null) return "Workflow does not have 'workflow_dispatch' trigger";
  const other = Object.entries(given).find(([, value]) => typeof value !== "string");
  if (other !== undefined) return `Invalid request.\n\nFor 'properties/${other[0]}', ${JSON.stringify(other[1])} is not a string.`;
  const unexpected = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unexpected.length > 0) return `Unexpected inputs provided: ${JSON.stringify(unexpected)}`;
  const missing = Object.keys(declared).find((name) => required(declared, name) && !isGiven(declared, given, name));
  return missing === undefined ? undefined : `Required input '${missing}' not provided`;
}

/** What a run has as `inputs`: what was given, else the default, else nothing. */
export function inputsOfRun(declared: JsonObject | null, given: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(declared ?? {}).map(([name, input]) => [name, String(given[name] ?? (isObject(input) ? input.default : null) ?? "")]),
  );
}

/** Other expressions than inputs stay as they are written. */
export function titleOf({ name, runName }: Workflow, inputs: Readonly<Record<string, string>>): string {
  const title = (runName ?? "").replace(/\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g, (_, input: string) => inputs[input] ?? "");
  return title.trim() === "" ? name : title;
}

function required(declared: JsonObject, name: string): boolean {
  return objectIn(declared, name).required === true;
}

function isGiven(declared: JsonObject, given: JsonObject, name: string): boolean {
  return Object.hasOwn(given, name) || Object.hasOwn(objectIn(declared, name), "default");
}

function workflow(world: World, repository: Repository, path: string, text: string): Workflow {
  // A workflow keeps its number, whatever files come and go beside it.
  const id = repository.workflowIds.get(path) ?? world.nextId();
  repository.workflowIds.set(path, id);
  const { written, fault } = read(text);
  const name = textOrNull(written, "name") ?? path;
  const html_url = `${world.apiUrl}/${fullNameOf(repository)}/blob/${repository.defaultBranch}/${path}`;
  const json = {
    id,
    node_id: `W_local_${id}`,
    name,
    path,
    state: "active",
    url: `${world.apiUrl}/repos/${fullNameOf(repository)}/actions/workflows/${id}`,
    html_url,
    badge_url: `${html_url}/badge.svg`,
    created_at: "2026-10-01T00:00:00Z",
    updated_at: "2026-10-01T00:00:00Z",
  };
  return { json, id, path, name, runName: textOrNull(written, "run-name"), inputs: dispatchInputs(written), fault };
}

function read(text: string): { readonly written: JsonObject; readonly fault: string | null } {
  try {
    const written: unknown = parse(text, { logLevel: "error" });
    return isObject(written) ? { written, fault: null } : { written: {}, fault: "it is no mapping" };
  } catch (error) {
    return { written: {}, fault: error instanceof Error ? error.message : String(error) };
  }
}

/** `on` is one trigger, a list of them, or a mapping. */
function dispatchInputs(written: JsonObject): JsonObject | null {
  const trigger = "workflow_dispatch";
  if (written.on === trigger || listIn(written, "on").includes(trigger)) return {};
  const triggers = objectIn(written, "on");
  return Object.hasOwn(triggers, trigger) ? objectIn(triggers[trigger], "inputs") : null;
}
