/** A Packer template from HCL2 bodies. https://developer.hashicorp.com/packer/docs/templates/hcl_templates */
import type { PackerPart, PackerTemplate, PackerVariable } from "../../model/packer-template.ts";
import { type Place, placeOf } from "../../model/place.ts";
import type { Block, Body } from "../../model/syntax.ts";
import { attributeNamed, blocksOfType, itemNamed, literalOf, literalString } from "../../model/syntax-query.ts";
import { addStrings, type PackerString } from "./packer-strings.ts";

const PROVISIONERS: ReadonlySet<string> = new Set(["provisioner", "error-cleanup-provisioner"]);

/** What a body says; blocks in it are Packer's own. */
export function readHclTemplate(path: string, text: string, body: Body): PackerTemplate {
  const builders: PackerPart[] = [];
  const provisioners: PackerPart[] = [];
  const postProcessors: PackerPart[] = [];
  for (const block of body.blocks) {
    if (block.type === "source") {
      builders.push(partOf(path, text, block));
    }
    if (block.type !== "build") {
      continue;
    }
    for (const inner of block.body.blocks) {
      if (inner.type === "source") {
        builders.push(sourceInBuild(path, text, inner));
      } else if (PROVISIONERS.has(inner.type)) {
        provisioners.push(partOf(path, text, inner));
      } else if (inner.type === "post-processor") {
        postProcessors.push(partOf(path, text, inner));
      } else if (inner.type === "post-processors") {
        for (const chained of blocksOfType(inner.body, "post-processor")) {
          postProcessors.push(partOf(path, text, chained));
        }
      }
    }
  }
  const variables = blocksOfType(body, "variable").map((block) => variableOf(path, block));
  return {
    path,
    format: "hcl",
    builders,
    provisioners,
    postProcessors,
    variables: [...variables, ...valuesOf(path, body, "variables"), ...valuesOf(path, body, "locals")],
    requiredPlugins: requiredPluginsOf(path, body),
  };
}

function partOf(path: string, text: string, block: Block, type = block.labels[0] ?? ""): PackerPart {
  const strings: PackerString[] = [];
  addStrings(strings, path, text, block.body, "");
  return { type, strings, place: placeOf(path, block.span) };
}

/** `source "source.amazon-ebs.web" { … }` in a build sets more of that source. */
function sourceInBuild(path: string, text: string, block: Block): PackerPart {
  const [label = ""] = block.labels;
  const names = label.split(".");
  return partOf(path, text, block, (names[0] === "source" || names[0] === "sources" ? names[1] : names[0]) ?? label);
}

function variableOf(path: string, block: Block): PackerVariable {
  return {
    name: block.labels[0] ?? "",
    default: literalText(attributeNamed(block.body, "default")?.expression),
    sensitive: isTrue(block.body, "sensitive"),
    place: placeOf(path, (attributeNamed(block.body, "default") ?? block).span),
  };
}

/** The short form of variables (`variables { region = "eu-west-1" }`), and locals, which hold values under a name just so. */
function valuesOf(path: string, body: Body, type: "variables" | "locals"): readonly PackerVariable[] {
  return blocksOfType(body, type).flatMap((block) =>
    block.body.attributes.map((attribute) => ({
      name: attribute.name,
      default: literalText(attribute.expression),
      sensitive: false,
      place: placeOf(path, attribute.span),
    })),
  );
}

function isTrue(body: Body, name: string): boolean {
  const expression = attributeNamed(body, name)?.expression;
  return expression !== undefined && [true, "true"].some((value) => value === literalOf(expression));
}

function literalText(expression: Body["attributes"][number]["expression"] | undefined): string | null {
  const literal = expression === undefined ? undefined : literalOf(expression);
  return literal === undefined || literal === null ? null : String(literal);
}

function requiredPluginsOf(path: string, body: Body): PackerTemplate["requiredPlugins"] {
  const plugins: { readonly name: string; readonly version: string | null; readonly place: Place }[] = [];
  for (const packer of blocksOfType(body, "packer")) {
    for (const required of blocksOfType(packer.body, "required_plugins")) {
      for (const { name, expression, span } of required.body.attributes) {
        const version = literalString(expression) ?? literalString(itemNamed(expression, "version")) ?? null;
        plugins.push({ name, version, place: placeOf(path, span) });
      }
    }
  }
  return plugins;
}
