/** The published schemas are the ones that the validator uses, and say something about every key. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { validatorsModule } from "../../../policies/schema/compile-validators.ts";
import { configurationSchema } from "../../../src/parse/configuration/configuration-schema.ts";
import { formats } from "../../../src/parse/configuration/formats.ts";
import { policySchema } from "../../../src/parse/configuration/policy-schema.ts";

const published = [
  ["bakegate.json", configurationSchema],
  ["policy.json", policySchema],
] as const;

test("policies/schema/validators.mjs is what the schemas compile to (UPDATE_SCHEMAS=1 rewrites it)", () => {
  const file = new URL("../../../policies/schema/validators.mjs", import.meta.url);
  if (process.env.UPDATE_SCHEMAS === "1") writeFileSync(file, validatorsModule());
  expect(readFileSync(file, "utf8")).toBe(validatorsModule());
});

describe.each(published)("policies/schema/%s", (name, schema) => {
  const file = new URL(`../../../policies/schema/${name}`, import.meta.url);

  test("equals the schema in the code (UPDATE_SCHEMAS=1 rewrites it, the formatter lays it out)", () => {
    if (process.env.UPDATE_SCHEMAS === "1") writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
    expect(JSON.stringify(JSON.parse(readFileSync(file, "utf8")))).toBe(JSON.stringify(schema));
  });

  test("is a schema by the meta-schema that it names", () => {
    const ajv = new Ajv2020({ strict: true });
    for (const format of Object.keys(formats)) ajv.addFormat(format, true);
    expect(ajv.validateSchema(schema, true)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  test("describes every property, refuses unknown keys and uses known formats only", () => {
    const problems: string[] = [];
    walk(schema, "", (node, path) => {
      const properties = node.properties;
      if (properties !== undefined) {
        for (const [key, property] of Object.entries(properties as Record<string, Record<string, unknown>>)) {
          if (typeof property.description !== "string") problems.push(`${path}.${key} has no description`);
        }
        if (node.additionalProperties === undefined) problems.push(`${path} takes unknown keys`);
      }
      const format = node.format;
      if (typeof format === "string" && !(format in formats)) problems.push(`${path} has the unknown format ${format}`);
      if (node.type === "string" && format === undefined && node.enum === undefined) problems.push(`${path} takes any text`);
    });
    expect(problems).toEqual([]);
  });
});

function walk(node: unknown, path: string, visit: (node: Record<string, unknown>, path: string) => void): void {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  visit(node as Record<string, unknown>, path);
  for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`, visit);
}
