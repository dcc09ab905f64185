/** Where something that a server needs belongs: the Packer template of the repository, where there is one. */
import type { Observation } from "../model/finding.ts";
import type { Side } from "../model/subject.ts";

/** The template's path as evidence; without one, the words of a reason that ends in `-without-template` apply. */
export interface Bake {
  readonly suffix: "" | "-without-template";
  readonly evidence: { readonly template?: string };
}

/** The template nearest to a file: the one that shares most folders with it, then the first by name. */
export function bakeFor(side: Side, file: string): Bake {
  const folders = file.split("/").slice(0, -1);
  let best: string | undefined;
  let bestShared = -1;
  for (const template of templatePaths(side)) {
    const shared = sharedFolders(folders, template.split("/").slice(0, -1));
    if (shared > bestShared || (shared === bestShared && best !== undefined && template < best)) {
      best = template;
      bestShared = shared;
    }
  }
  return best === undefined ? { suffix: "-without-template", evidence: {} } : { suffix: "", evidence: { template: best } };
}

/** Templates that were read and bake something; where none was read, those that their names give away. */
function templatePaths(side: Side): readonly string[] {
  const read = side.packer.filter((template) => template.builders.length > 0).map((template) => template.path);
  if (read.length > 0) return read;
  const named: string[] = [];
  for (const path of side.paths.keys()) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const declares = name.startsWith("variables") || name.startsWith("plugins") || name.startsWith("versions");
    if (path.endsWith(".pkr.hcl") && !declares) named.push(path);
  }
  return named;
}

function sharedFolders(one: readonly string[], other: readonly string[]): number {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count++;
  return count;
}

/** An observation whose remedy names the template; the template is no part of what it is. */
export function withBake(observation: Observation, side: Side): Observation {
  const bake = bakeFor(side, observation.place?.file ?? "");
  return {
    ...observation,
    reason: observation.reason + bake.suffix,
    evidence: { ...observation.evidence, ...bake.evidence },
    identity: observation.identity ?? JSON.stringify([observation.reason, observation.evidence]),
  };
}
