/** The schema of `.github/bakegate.yml`: source of the validator, of the type and of the file that editors read. */
import type { FromSchema } from "json-schema-to-ts";
import { releaseSchema } from "./release-schema.ts";

/** JSON Schema of the configuration file, published as `policies/schema/bakegate.json`. */
export const configurationSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Bakegate configuration",
  description: "The file .github/bakegate.yml. It is read at the tip of the base branch, never from the change under review.",
  type: "object",
  additionalProperties: false,
  properties: {
    version: { type: "integer", description: "The version of this format: 1.", const: 1 },
    mode: {
      type: "string",
      description: "enforce: what a rule blocks fails the check. advisory: everything is reported, nothing is blocked. Default: enforce.",
      enum: ["enforce", "advisory"],
    },
    branches: {
      type: "array",
      description: "Globs on base branches whose pull requests are reviewed. Default: every protected branch.",
      minItems: 1,
      items: { type: "string", format: "branch-glob" },
    },
    policies: {
      type: "array",
      description:
        "Packs (bakegate:recommended, bakegate:strict) and policy files of this repository, also as globs. A later one overrides an earlier one. Default: bakegate:recommended.",
      minItems: 1,
      items: { type: "string", format: "policy-source" },
    },
    projects: {
      type: "array",
      description:
        "Terraform root modules with settings of their own. Default: every root module that the repository holds, with static plans.",
      items: {
        type: "object",
        description: "Settings for the root modules that a glob names.",
        additionalProperties: false,
        required: ["dir"],
        properties: {
          dir: { type: "string", description: "Glob on directories, relative to the repository's root.", format: "folder-glob" },
          workspaces: {
            type: "array",
            description: "The Terraform workspaces that are reviewed. Default: default.",
            minItems: 1,
            items: { type: "string", format: "workspace" },
          },
          var_files: {
            type: "array",
            description: "Variable files handed to Terraform with -var-file, relative to the project's directory, in order.",
            items: { type: "string", format: "variable-file" },
          },
          plan: {
            type: "string",
            description:
              "Where the plan comes from. static: predicted from the code. runner and artifact: a real plan, which is then required. Default: static.",
            enum: ["static", "runner", "artifact"],
          },
        },
      },
    },
    exemptions: {
      type: "array",
      description: "Findings that are let through until a day, each with a reason.",
      items: {
        type: "object",
        description: "One exemption. It holds for findings to which everything in it applies.",
        additionalProperties: false,
        required: ["id", "rule", "reason", "expires"],
        properties: {
          id: { type: "string", description: "A name for it, shown wherever it is used.", format: "name" },
          rule: {
            type: "string",
            description: "The rule, or a glob on rules: immutable/in-place-update, immutable/*.",
            format: "rule-glob",
          },
          resource: {
            type: "string",
            description: "Glob on resource type or address. An address without index stands for every instance.",
            format: "resource-glob",
          },
          path: { type: "string", description: "Glob on files.", format: "path-glob" },
          fingerprint: {
            type: "string",
            description: "The 12 hex digits that the finding shows; required for credentials.",
            format: "fingerprint",
          },
          reason: { type: "string", description: "Why it is let through.", format: "sentence" },
          approved_by: { type: "string", description: "Who approved it.", format: "sentence" },
          expires: { type: "string", description: "The last day on which it holds, as YYYY-MM-DD (UTC).", format: "date" },
        },
      },
    },
    release: releaseSchema,
  },
} as const;

/** What somebody wrote in the configuration file: valid against the schema, everything optional. */
export type WrittenConfiguration = FromSchema<typeof configurationSchema>;
