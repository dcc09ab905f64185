/** Compiles the schemas of configuration and policy files to the validators that the program loads: ajv itself takes a tenth of a second at each start. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { _ } from "ajv/dist/compile/codegen/index.js";
import standalone from "ajv/dist/standalone/index.js";
import { configurationSchema } from "../../src/parse/configuration/configuration-schema.ts";
import { formats } from "../../src/parse/configuration/formats.ts";
import { policySchema } from "../../src/parse/configuration/policy-schema.ts";

const words = "Made from the schemas by compile-validators.ts (UPDATE_SCHEMAS=1 npm test -- schemas); not to be edited.";

/** The module `validators.mjs`: one function that takes the checks of formats by name and hands out both validators. */
export function validatorsModule(): string {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    code: { source: true, lines: true, formats: _`formats` },
    formats: Object.fromEntries(Object.keys(formats).map((name) => [name, { type: "string" as const, validate: () => true }])),
  });
  ajv.addSchema(configurationSchema, "configuration");
  ajv.addSchema(policySchema, "policy");
  const compiled = standalone.default(ajv, { configuration: "configuration", policy: "policy" });
  const imports: string[] = [];
  const body = compiled
    .replace(/^"use strict";\s*/, "")
    .replace(/exports\.(configuration|policy) = (\w+);/g, "const $1 = $2;")
    .replace(/const (\w+) = require\("(ajv\/dist\/runtime\/\w+)"\)\.default;/g, (_all, name: string, path: string) => {
      imports.push(`import ${name}Module from "${path}.js";`);
      return `const ${name} = ${name}Module.default;`;
    });
  if (/\brequire\(|\bexports\b/.test(body)) throw new Error("ajv wrote something that is not known here how to turn into an ES module");
  const unique = [...new Set(imports)].sort();
  return `// ${words}\n${unique.join("\n")}\n\nexport function createValidators(formats) {\n${body}\nreturn { configuration, policy };\n}\n`;
}
