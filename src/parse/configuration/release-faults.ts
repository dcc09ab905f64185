/** Finds what does not fit together in `release:`: stages and images that are named but not there, circles, a workflow that is missing. */
import type { Diagnostic } from "../../model/policy.ts";
import { quote, sentenceList } from "./quote.ts";
import { didYouMean } from "./suggestion.ts";
import { isMapping, type YamlDocument, type YamlValue } from "./yaml-document.ts";

/** More faults than this are not looked for. */
const most = 100;

/** The faults that a schema cannot see. Works on plain values, so that it speaks up beside the schema's faults. */
export function releaseFaults(document: YamlDocument): Diagnostic[] {
  const release = isMapping(document.value) ? document.value.release : undefined;
  if (!isMapping(release)) return [];
  const faults: Diagnostic[] = [];
  const say = (pointer: string, part: "key" | "value", message: string) => {
    faults.push({ file: document.path, ...document.locate(`/release${pointer}`, part), message });
  };
  const backend = release.backend ?? "github-actions";
  if (backend === "github-actions" && !("workflow" in release)) {
    say("", "key", '"release" lacks "workflow": the workflow file that the github-actions backend dispatches');
  }
  if (typeof backend === "string" && backend !== "github-actions" && "workflow" in release) {
    say("/workflow", "key", `"workflow" is for the backend github-actions; the backend here is ${quote(backend)}`);
  }
  const images = new Set(isMapping(release.images) ? Object.keys(release.images) : []);
  for (const [index, artifact] of list(release.artifacts).entries()) {
    const image = isMapping(artifact) ? artifact.image : undefined;
    if (faults.length >= most) break;
    if (typeof image !== "string" || images.has(image)) continue;
    const otherwise =
      images.size === 0 ? '; "images" names none' : `; the images are ${sentenceList([...images].slice(0, 20).map((name) => quote(name)))}`;
    say(`/artifacts/${index}/image`, "value", `unknown image ${quote(image)}${didYouMean(image, [...images], otherwise)}`);
  }
  stageFaults(list(release.stages).slice(0, most), say);
  return faults;
}

function stageFaults(stages: readonly YamlValue[], say: (pointer: string, part: "key" | "value", message: string) => void): void {
  const after = new Map<string, string | null>();
  for (const [index, stage] of stages.entries()) {
    if (!isMapping(stage) || typeof stage.name !== "string") continue;
    const name = stage.name;
    if (after.has(name)) say(`/stages/${index}/name`, "value", `there is already a stage ${quote(name)}`);
    else after.set(name, typeof stage.after === "string" ? stage.after : null);
    if ("soak" in stage && !("after" in stage)) {
      say(`/stages/${index}/soak`, "key", '"soak" is the time that the stage before has to stay healthy; name that stage with "after"');
    }
  }
  const names = [...after.keys()];
  for (const [index, stage] of stages.entries()) {
    if (!isMapping(stage) || typeof stage.after !== "string") continue;
    const before = stage.after;
    if (!after.has(before)) say(`/stages/${index}/after`, "value", `unknown stage ${quote(before)}${didYouMean(before, names, "")}`);
    else if (typeof stage.name === "string" && comesAfterItself(stage.name, after)) {
      say(`/stages/${index}/after`, "value", `the stage ${quote(stage.name)} would come after itself`);
    }
  }
}

function comesAfterItself(name: string, after: ReadonlyMap<string, string | null>): boolean {
  let at = after.get(name) ?? null;
  for (let steps = 0; at !== null && steps <= after.size; steps += 1) {
    if (at === name) return true;
    at = after.get(at) ?? null;
  }
  return false;
}

function list(value: YamlValue | undefined): readonly YamlValue[] {
  return Array.isArray(value) ? (value as readonly YamlValue[]) : [];
}
