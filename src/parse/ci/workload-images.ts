/** Container images that compose files and Kubernetes manifests run. */
import type { ImageReference } from "../../model/automation.ts";
import { withDefaults } from "../dockerfile/substitution.ts";
import { entryOf, textOf, type YamlEntry, type YamlNode } from "./yaml-source.ts";

/** Images of a compose file's services; a service that is built from the repository names its own product and is left out. */
export function imagesOfCompose(document: YamlNode, file: string): readonly ImageReference[] {
  const services = entryOf(document, "services");
  if (services?.kind !== "map") return [];
  const images: ImageReference[] = [];
  for (const service of services.entries) {
    const image = entryNamed(service.value, "image");
    if (image === undefined || entryOf(service.value, "build") !== undefined) continue;
    const written = textOf(image.value);
    if (written === undefined) continue;
    const settled = withDefaults(written, new Map());
    const place = { file, line: image.line, endLine: image.line };
    images.push({ reference: settled.text, unsettled: settled.unsettled, use: "service", user: service.key, place });
  }
  return images;
}

/** Images of the containers in a Kubernetes object. A document without `apiVersion` and `kind` is not one. */
export function imagesOfManifest(document: YamlNode, file: string): readonly ImageReference[] {
  const kind = textOf(entryOf(document, "kind"));
  if (kind === undefined || textOf(entryOf(document, "apiVersion")) === undefined) return [];
  const name = textOf(entryOf(entryOf(document, "metadata"), "name"));
  const owner = name === undefined ? kind : `${kind}/${name}`;
  const images: ImageReference[] = [];
  const open: YamlNode[] = [entryOf(document, "spec") ?? document];
  if (kind === "List") open.push(document);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === "list") open.push(...node.items.toReversed());
    if (node.kind !== "map") continue;
    for (const entry of node.entries.toReversed()) {
      if (isContainers(entry)) images.push(...imagesOfContainers(entry.value, owner, file));
      else open.push(entry.value);
    }
  }
  return images;
}

function isContainers(entry: YamlEntry): boolean {
  return (entry.key === "containers" || entry.key === "initContainers") && entry.value.kind === "list";
}

function imagesOfContainers(containers: YamlNode, owner: string, file: string): readonly ImageReference[] {
  if (containers.kind !== "list") return [];
  const images: ImageReference[] = [];
  for (const container of containers.items) {
    const image = entryNamed(container, "image");
    const reference = textOf(image?.value);
    if (image === undefined || reference === undefined) continue;
    const name = textOf(entryOf(container, "name"));
    const place = { file, line: image.line, endLine: image.line };
    images.push({ reference, unsettled: [], use: "workload", user: name === undefined ? owner : `${owner} ${name}`, place });
  }
  return images;
}

function entryNamed(node: YamlNode, key: string): YamlEntry | undefined {
  return node.kind === "map" ? node.entries.findLast((entry) => entry.key === key) : undefined;
}
