/** The schema of a policy file: source of the validator, of the type and of the file that editors read. */
import type { FromSchema } from "json-schema-to-ts";

const levels = ["block", "warn", "info", "off"] as const;

/** JSON Schema of a policy file, published as `policies/schema/policy.json`. */
export const policySchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Bakegate policy",
  description: "A policy file: the levels of rules, where they apply and what they let through.",
  type: "object",
  additionalProperties: false,
  properties: {
    name: { type: "string", description: "A short name for the policy.", format: "sentence" },
    description: { type: "string", description: "What the policy is for.", format: "sentence" },
    rules: {
      type: "object",
      description: "Settings by rule: one of Bakegate's own rules, or a rule of yours with a name such as acme/no-public-subnet.",
      additionalProperties: {
        type: "object",
        description: "The setting of one rule. It overrides what earlier policies say for the findings to which it applies.",
        additionalProperties: false,
        required: ["level"],
        properties: {
          level: {
            type: "string",
            description:
              "The most that the rule does: block, warn, info or off. A reason that has a lower level of its own keeps it, unless `reasons` says otherwise.",
            enum: levels,
          },
          reasons: {
            type: "object",
            description: "Levels of single reasons of the rule, by reason code (see `bakegate policy explain`).",
            additionalProperties: { type: "string", description: "block, warn, info or off.", enum: levels },
          },
          resources: {
            type: "array",
            description: "Globs on resource type or address to which the setting applies. Default: all.",
            minItems: 1,
            items: { type: "string", format: "resource-glob" },
          },
          except: {
            type: "array",
            description: "Globs on attribute paths that may change in place.",
            minItems: 1,
            items: { type: "string", format: "attribute-glob" },
          },
          paths: {
            type: "array",
            description: "Globs on files to which the setting applies. Default: all.",
            minItems: 1,
            items: { type: "string", format: "path-glob" },
          },
          on: {
            type: "string",
            description: "Of a rule of yours: what it looks at.",
            enum: ["change", "resource", "file", "review"],
          },
          when: {
            type: "string",
            description: "Of a rule of yours: a CEL expression that is true where the rule finds something.",
            format: "sentence",
          },
          message: { type: "string", description: "Of a rule of yours: what is wrong, and why; {{ … }} holds CEL.", format: "sentence" },
          remedy: { type: "string", description: "Of a rule of yours: what to do instead.", format: "sentence" },
        },
      },
    },
    credentials: {
      type: "object",
      description:
        "What you know of credentials beside what Bakegate does. Several policy files add up; none takes away what another says.",
      additionalProperties: false,
      properties: {
        sinks: {
          type: "object",
          description: "Arguments that hold credentials: by resource type (also as a glob) or provider.NAME, the paths of the arguments.",
          propertyNames: { format: "credential-holder" },
          additionalProperties: {
            type: "array",
            description: "Paths of arguments, names without indexes: value, settings.*.token; * is any one name.",
            minItems: 1,
            maxItems: 100,
            items: { type: "string", format: "argument-path" },
          },
        },
        names: {
          type: "object",
          description: "What names say, however they are written: acme_pin is also acmePin and ACME-PIN; * is any part of a name.",
          additionalProperties: false,
          properties: {
            secret: {
              type: "array",
              description: "Names of arguments, variables and settings that hold a credential whatever its value looks like.",
              minItems: 1,
              maxItems: 100,
              items: { type: "string", format: "credential-name" },
            },
            harmless: {
              type: "array",
              description: "Names that sound like a credential and are none. Arguments that are known to hold one count all the same.",
              minItems: 1,
              maxItems: 100,
              items: { type: "string", format: "credential-name" },
            },
          },
        },
        patterns: {
          type: "array",
          description: "Tokens of your own that are known by their shape, in any text file of a change.",
          minItems: 1,
          maxItems: 50,
          items: {
            type: "object",
            description: "One kind of token.",
            additionalProperties: false,
            required: ["name", "pattern"],
            properties: {
              name: { type: "string", description: "What it is, as a finding calls it: acme token.", format: "short-words" },
              pattern: {
                type: "string",
                description: "A regular expression in RE2's syntax; where it has a group, the first one is the credential.",
                format: "pattern",
              },
              min_entropy: {
                type: "number",
                description: "Bits for each character (Shannon) that a match has to have. Default: any.",
                minimum: 0,
                maximum: 8,
              },
            },
          },
        },
        entropy: {
          type: "object",
          description: "Where a name only hints at a credential: how random a value has to be to count.",
          additionalProperties: false,
          required: ["minimum"],
          properties: {
            minimum: {
              type: "number",
              description:
                "Bits for each character (Shannon). Default: Bakegate's own judgement of what looks generated. Of several policy files the lowest holds.",
              minimum: 1,
              maximum: 6,
            },
          },
        },
      },
    },
    tests: {
      type: "array",
      description: "Tests of the policy: a plan, and the findings that it must yield.",
      items: {
        type: "object",
        description: "One test.",
        additionalProperties: false,
        required: ["name", "plan", "expect"],
        properties: {
          name: { type: "string", description: "What the test shows.", format: "sentence" },
          plan: {
            type: "string",
            description: "A plan as `terraform show -json` writes it, relative to the policy file.",
            format: "sentence",
          },
          expect: {
            type: "array",
            description: "The findings that the plan must yield; an empty list: none.",
            items: {
              type: "object",
              description: "One finding.",
              additionalProperties: false,
              required: ["rule"],
              properties: {
                rule: { type: "string", description: "The rule that finds it.", format: "sentence" },
                address: { type: "string", description: "The resource's address.", format: "sentence" },
                attribute: { type: "string", description: "The attribute's path.", format: "sentence" },
                level: { type: "string", description: "The finding's level.", enum: ["block", "warn", "info"] },
              },
            },
          },
        },
      },
    },
  },
} as const;

/** What somebody wrote in a policy file: valid against the schema, everything optional. */
export type WrittenPolicy = FromSchema<typeof policySchema>;

/** The setting of one rule as it was written. */
export type WrittenRule = NonNullable<WrittenPolicy["rules"]>[string];
