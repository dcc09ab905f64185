/** Packer's HCL2 templates, from their bodies: sources and builds, variables, plugins. */
import { expressionText } from "../../model/expression-text.ts";
import type { PackerPart, PackerTemplate, PackerVariable } from "../../model/packer-template.ts";
import { placeOf } from "../../model/place.ts";
import type { Block, Body, Expression, ParsedFile } from "../../model/syntax.ts";
import { attributeNamed, blocksOfType, literalOf, literalString } from "../../model/syntax-query.ts";

/** Strings below this nesting, and after this many, are left out; nobody writes them by hand. */
const deepest = 20;
const most = 5_000;

/** Shown text of an expression is cut here, in UTF-16 units. */
const longest = 100_000;

type PartString = PackerPart["strings"][number];

export function readHclTemplate(file: ParsedFile): PackerTemplate {
  const builds = blocksOfType(file.body, "build");
  const part = (block: Block, type: string): PackerPart => ({
    type,
    strings: stringsOf(file.path, block.body),
    place: placeOf(file.path, block.span),
  });
  const parts = (type: string) =>
    builds.flatMap((build) => blocksOfType(build.body, type).map((block) => part(block, block.labels[0] ?? type)));
  return {
    path: file.path,
    format: "hcl",
    builders: blocksOfType(file.body, "source").map((block) => part(block, block.labels[0] ?? "source")),
    provisioners: [...parts("provisioner"), ...parts("error-cleanup-provisioner")],
    postProcessors: builds
      .flatMap((build) => postProcessorsOf(build.body))
      .map((block) => part(block, block.labels[0] ?? "post-processor")),
    variables: [...variablesOf(file), ...localsOf(file)],
    requiredPlugins: pluginsOf(file),
  };
}

function postProcessorsOf(build: Body): readonly Block[] {
  return [
    ...blocksOfType(build, "post-processor"),
    ...blocksOfType(build, "post-processors").flatMap((chain) => blocksOfType(chain.body, "post-processor")),
  ];
}

function variablesOf(file: ParsedFile): readonly PackerVariable[] {
  return blocksOfType(file.body, "variable").map((block) => {
    const written = attributeNamed(block.body, "default");
    const sensitive = attributeNamed(block.body, "sensitive");
    return {
      name: block.labels[0] ?? "",
      default: written === undefined ? null : (literalText(written.expression) ?? null),
      sensitive: sensitive !== undefined && literalOf(sensitive.expression) === true,
      place: placeOf(file.path, written?.span ?? block.span),
    };
  });
}

function localsOf(file: ParsedFile): readonly PackerVariable[] {
  return blocksOfType(file.body, "locals").flatMap((block) =>
    block.body.attributes.map(({ name, expression, span }) => ({
      name,
      default: literalText(expression) ?? null,
      sensitive: false,
      place: placeOf(file.path, span),
    })),
  );
}

function pluginsOf(file: ParsedFile): PackerTemplate["requiredPlugins"] {
  const required = blocksOfType(file.body, "packer").flatMap((block) => blocksOfType(block.body, "required_plugins"));
  return required.flatMap((block) =>
    block.body.attributes.map(({ name, expression, span }) => {
      const version = expression.kind === "object" ? expression.items.find((item) => literalString(item.key) === "version") : undefined;
      return { name, version: literalString(version?.value) ?? null, place: placeOf(file.path, span) };
    }),
  );
}

function stringsOf(file: string, body: Body): readonly PartString[] {
  const strings: PartString[] = [];
  const open: { readonly body: Body; readonly path: string; readonly depth: number }[] = [{ body, path: "", depth: 0 }];
  for (let next = open.shift(); next !== undefined && strings.length < most; next = open.shift()) {
    for (const attribute of next.body.attributes) collect(file, attribute.expression, next.path + attribute.name, next.depth, strings);
    for (const block of next.depth < deepest ? next.body.blocks : [])
      open.push({ body: block.body, path: `${next.path}${block.type}.`, depth: next.depth + 1 });
  }
  return strings;
}

function collect(file: string, expression: Expression, path: string, depth: number, strings: PartString[]): void {
  if (depth > deepest || strings.length >= most) return;
  if (expression.kind === "tuple") {
    for (const [index, item] of expression.items.entries()) collect(file, item, `${path}[${index}]`, depth + 1, strings);
  } else if (expression.kind === "object") {
    for (const item of expression.items) collect(file, item.value, `${path}.${literalString(item.key) ?? "?"}`, depth + 1, strings);
  } else if (expression.kind === "parentheses") {
    collect(file, expression.inner, path, depth + 1, strings);
  } else if (expression.kind !== "invalid") {
    strings.push({ path, value: literalText(expression) ?? writtenText(expression), place: placeOf(file, expression.span) });
  }
}

function literalText(expression: Expression): string | undefined {
  const literal = literalOf(expression);
  return literal === undefined || literal === null ? undefined : String(literal);
}

/** A template as it is written, `${…}` kept; a call or reference as an interpolation. */
function writtenText(expression: Expression): string {
  if (expression.kind !== "template") return `\${${expressionText(expression, longest)}}`;
  let text = "";
  for (const part of expression.parts) {
    if (text.length > longest) break;
    text +=
      part.kind === "literal" ? part.value : part.kind === "interpolation" ? `\${${expressionText(part.expression, 1_000)}}` : `\${…}`;
  }
  return text;
}
