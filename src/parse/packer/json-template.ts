/** Packer's older JSON templates. */
import type { Node } from "jsonc-parser";
import type { PackerPart, PackerTemplate, PackerVariable } from "../../model/packer-template.ts";
import { itemsOf, type JsonTree, membersOf, readJsonTree, scalarText } from "./json-tree.ts";
import type { ReadPackerTemplate } from "./packer-template.ts";

const most = 5_000;

export function readJsonTemplate(path: string, text: string): ReadPackerTemplate {
  const tree = readJsonTree(path, text);
  const top = membersOf(tree.root);
  if (!top.has("builders")) return { template: null, problems: tree.problems };
  const sensitive = new Set(itemsOf(top.get("sensitive-variables")).map(scalarText));
  const template: PackerTemplate = {
    path,
    format: "json",
    builders: partsOf(tree, top.get("builders")),
    provisioners: [...partsOf(tree, top.get("provisioners")), ...partsOf(tree, top.get("error-cleanup-provisioner"))],
    postProcessors: partsOf(tree, top.get("post-processors")),
    variables: variablesOf(tree, top.get("variables"), sensitive),
    requiredPlugins: [],
  };
  return { template, problems: tree.problems };
}

/** A list of parts; a post-processor may be a bare name or a list of its own, a part that stands alone no list at all. */
function partsOf(tree: JsonTree, node: Node | undefined): readonly PackerPart[] {
  if (node === undefined) return [];
  const name = scalarText(node);
  if (name !== null) return [{ type: name, strings: [], place: tree.place(node) }];
  if (node.type === "array") return itemsOf(node).flatMap((item) => partsOf(tree, item));
  return [{ type: scalarText(membersOf(node).get("type")) ?? "unknown", strings: stringsOf(tree, node), place: tree.place(node) }];
}

function stringsOf(tree: JsonTree, part: Node): PackerPart["strings"] {
  const strings: { path: string; value: string; place: ReturnType<JsonTree["place"]> }[] = [];
  const open: { readonly node: Node; readonly path: string }[] = [{ node: part, path: "" }];
  for (let next = open.pop(); next !== undefined && strings.length < most; next = open.pop()) {
    const { node, path } = next;
    const value = scalarText(node);
    if (value !== null) {
      if (path !== "type") strings.push({ path, value, place: tree.place(node) });
      continue;
    }
    const below = node.type === "array" ? itemsOf(node).map((item, index) => ({ node: item, path: `${path}[${index}]` })) : [];
    for (const [key, member] of membersOf(node)) below.push({ node: member, path: path === "" ? key : `${path}.${key}` });
    open.push(...below.reverse());
  }
  return strings;
}

function variablesOf(tree: JsonTree, node: Node | undefined, sensitive: ReadonlySet<string | null>): readonly PackerVariable[] {
  return [...membersOf(node)].map(([name, value]) => ({
    name,
    default: scalarText(value),
    sensitive: sensitive.has(name),
    place: tree.place(value),
  }));
}
