/** A Packer template from an older JSON file. https://developer.hashicorp.com/packer/docs/templates/legacy_json_templates */
import type { Node } from "jsonc-parser";
import type { PackerPart, PackerVariable } from "../../model/packer-template.ts";
import { type Place, placeOf } from "../../model/place.ts";
import { propertiesOf, readJson } from "../hcl/json-tree.ts";
import { problemOf, type SourceText, sourceText, spanOf } from "../hcl/source-text.ts";
import { type PackerString, pathOfKey } from "./packer-strings.ts";
import type { PackerRead } from "./packer-template.ts";

interface Reading {
  readonly path: string;
  readonly source: SourceText;
}

/** Never throws. With broken JSON, what can be read of it is there beside the problems. */
export function readLegacyTemplate(path: string, text: string): PackerRead {
  const source = sourceText(text);
  const { root, faults } = readJson(text);
  const problems = faults.map((fault) => problemOf(source, fault));
  if (root?.type !== "object") {
    const isEmpty = problems.length === 0;
    return {
      template: null,
      problems: isEmpty ? [problemOf(source, { message: "A Packer template is a JSON object.", start: 0, end: 0 })] : problems,
    };
  }
  const reading: Reading = { path, source };
  const properties = new Map(propertiesOf(root).map((property) => [property.name, property.value]));
  const sensitive = new Set(elementsOf(properties.get("sensitive-variables")).map((node) => String(node.value)));
  return {
    template: {
      path,
      format: "json",
      builders: partsOf(reading, properties.get("builders")),
      provisioners: [...partsOf(reading, properties.get("provisioners")), ...partsOf(reading, properties.get("error-cleanup-provisioner"))],
      postProcessors: partsOf(reading, properties.get("post-processors")),
      variables: variablesOf(reading, properties.get("variables"), sensitive),
      requiredPlugins: [],
    },
    problems,
  };
}

function elementsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) {
    return [];
  }
  return node.type === "array" ? (node.children ?? []) : [node];
}

function place(reading: Reading, node: Node): Place {
  return placeOf(reading.path, spanOf(reading.source, node.offset, node.offset + node.length));
}

/** Objects with a `type`; for post-processors also bare names, and lists of both that run one after the other. */
function partsOf(reading: Reading, list: Node | undefined): readonly PackerPart[] {
  const parts: PackerPart[] = [];
  for (const element of elementsOf(list)) {
    if (element.type === "array") {
      for (const part of partsOf(reading, element)) {
        parts.push(part);
      }
    } else if (element.type === "string") {
      parts.push({ type: String(element.value), strings: [], place: place(reading, element) });
    } else if (element.type === "object") {
      const strings: PackerString[] = [];
      let type = "";
      for (const { name, value } of propertiesOf(element)) {
        if (name === "type") {
          type = String(value.value);
        } else {
          addStrings(reading, strings, value, pathOfKey("", name).replace(/^\./, ""));
        }
      }
      parts.push({ type, strings, place: place(reading, element) });
    }
  }
  return parts;
}

function addStrings(reading: Reading, strings: PackerString[], node: Node, path: string): void {
  if (node.type === "array") {
    for (const [index, child] of (node.children ?? []).entries()) {
      addStrings(reading, strings, child, `${path}[${index}]`);
    }
  } else if (node.type === "object") {
    for (const { name, value } of propertiesOf(node)) {
      addStrings(reading, strings, value, pathOfKey(path, name));
    }
  } else if (node.type !== "null") {
    strings.push({ path, value: String(node.value), place: place(reading, node) });
  }
}

/** A default that Packer works out (`{{env `HOME`}}`) is no literal. */
function variablesOf(reading: Reading, node: Node | undefined, sensitive: ReadonlySet<string>): readonly PackerVariable[] {
  if (node?.type !== "object") {
    return [];
  }
  return propertiesOf(node).map(({ name, value, node: property }) => {
    const text = value.type === "null" || value.type === "object" || value.type === "array" ? null : String(value.value);
    return {
      name,
      default: text === null || text.includes("{{") ? null : text,
      sensitive: sensitive.has(name),
      place: place(reading, property),
    };
  });
}
