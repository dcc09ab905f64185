/** Reads small repositories from texts, as the flows do, and tells what is seen in them. */
import { joinSightings } from "../../src/credentials/join-sightings.ts";
import { sightConfiguration } from "../../src/credentials/sight-configuration.ts";
import { sightHcl } from "../../src/credentials/sight-hcl.ts";
import { sightPacker, sightPackerVariables } from "../../src/credentials/sight-packer.ts";
import { mayHoldSetting, sightSettings } from "../../src/credentials/sight-settings.ts";
import { sightTokens } from "../../src/credentials/sight-tokens.ts";
import { createSinkCatalogue, type SinkCatalogue } from "../../src/credentials/sinks.ts";
import { parserWasm, policyFile } from "../../src/flows/package-files.ts";
import type { Sighting } from "../../src/model/sighting.ts";
import type { ParsedFile } from "../../src/model/syntax.ts";
import { attributeNamed, literalString } from "../../src/model/syntax-query.ts";
import { createHclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { isHclPath, parseHclFile } from "../../src/parse/hcl/parse-file.ts";
import { looksLikePackerTemplate, parsePackerTemplate } from "../../src/parse/packer/packer-template.ts";
import { isPackerVariablesPath, parsePackerVariables } from "../../src/parse/packer/packer-variables.ts";
import { readEmbedded, readSettings } from "../../src/parse/settings/read-settings.ts";
import { directoriesAbove, directoryOf, isModuleFile, pathFrom } from "../../src/terraform/repository-path.ts";

export const parser = await createHclParser(await parserWasm());
export const sinks: SinkCatalogue = createSinkCatalogue(JSON.parse(policyFile("catalogue/credential-sinks.json")));

export type Files = Readonly<Record<string, string>>;

/** Every sighting of a repository; of files that are Terraform's or Packer's also by meaning, of all by shape. */
export function sightFiles(files: Files): readonly Sighting[] {
  const parsed = Object.entries(files)
    .filter(([path]) => isHclPath(path))
    .map(([path, text]) => parseHclFile(parser, path, text));
  for (const file of parsed) if (file.problems.length > 0) throw new Error(`${file.path}: ${file.problems[0]?.message}`);
  const modules = new Map<string, ParsedFile[]>();
  for (const file of parsed.filter((one) => isModuleFile(one.path)))
    modules.set(directoryOf(file.path), [...(modules.get(directoryOf(file.path)) ?? []), file]);
  const moduleDir = (dir: string, call: string) => {
    const block = (modules.get(dir) ?? [])
      .flatMap((file) => file.body.blocks)
      .find((one) => one.type === "module" && one.labels[0] === call);
    const source = literalString(block === undefined ? undefined : attributeNamed(block.body, "source")?.expression);
    return source?.startsWith(".") ? pathFrom(dir, source) : null;
  };
  const textOf = (path: string) => files[path] ?? null;
  const variableFiles = parsed
    .filter((file) => /\.tfvars(\.json)?$/.test(file.path))
    .map((file) => ({ file, dirs: [...directoriesAbove(file.path)].filter((dir) => modules.has(dir)).slice(0, 1) }));
  const templates = Object.entries(files).flatMap(([path, text]) => {
    const read = looksLikePackerTemplate(path, text) ? parsePackerTemplate(parser, path, text).template : null;
    return read === null ? [] : [read];
  });
  const packer = new Map<string, ParsedFile[]>();
  for (const file of parsed.filter((one) => one.path.endsWith(".pkr.hcl")))
    packer.set(directoryOf(file.path), [...(packer.get(directoryOf(file.path)) ?? []), file]);
  const packerFiles = parsed.filter((file) => file.path.endsWith(".pkrvars.hcl")).map((file) => ({ file, dirs: [...packer.keys()] }));
  const packerValues = Object.entries(files).flatMap(([path, text]) =>
    isPackerVariablesPath(path) || (path.endsWith(".json") && templates.length > 0 && templates.every((one) => one.path !== path))
      ? parsePackerVariables(parser, path, text).values
      : [],
  );
  return joinSightings([
    ...sightConfiguration({ files: modules, moduleDir, textOf, readEmbedded }, variableFiles, sinks),
    ...sightConfiguration({ files: packer, moduleDir: () => null, textOf, readEmbedded }, packerFiles, sinks),
    ...templates
      .filter((template) => !template.path.endsWith(".pkr.hcl"))
      .flatMap((template) => sightPacker(template, sinks, readEmbedded)),
    ...sightPackerVariables(packerValues, sinks, templates),
    ...Object.entries(files).flatMap(([path, text]) => sightTokens(path, text)),
    ...Object.entries(files).flatMap(([path, text]) =>
      isHclPath(path) || templates.some((template) => template.path === path) || !mayHoldSetting(text)
        ? []
        : /\.(?:hcl|nomad)$/.test(path)
          ? sightHcl(parser.parse(path, text), textOf, readEmbedded, sinks)
          : sightSettings(path, readSettings(path, text)?.documents ?? [], sinks),
    ),
  ]);
}

/** `hard-coded main.tf:3 password: var.x > aws_db_instance.main.password` */
export function told(files: Files): readonly string[] {
  return sightFiles(files).map(
    ({ kind, place, what, way }) => `${kind} ${place.file}:${place.line} ${what}${way.length > 0 ? `: ${way.join(" > ")}` : ""}`,
  );
}

/** The same of one Terraform file. */
export function toldOf(text: string): readonly string[] {
  return told({ "main.tf": text });
}

/** Letters and digits as a generator makes them; invented, and always the same. */
export function invented(length: number, alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"): string {
  let state = 7;
  let text = "";
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += alphabet[(state >> 16) % alphabet.length];
  }
  return text;
}
