/** The starter configuration is valid whatever stands in the repository. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type FoundInRepository, starterConfiguration } from "../../../src/parse/configuration/starter.ts";
import { anyText } from "../../any-text.ts";
import { faultsOf, policyOf } from "./policy-input.ts";

const nothing: FoundInRepository = { projects: [], packerTemplates: [], branches: [], ciFiles: [], policyFiles: [] };

const webserver: FoundInRepository = {
  projects: ["terraform/webserver", "terraform/database"],
  packerTemplates: ["packer/webserver/app.json"],
  branches: ["main", "release/*"],
  ciFiles: ["Jenkinsfile"],
  policyFiles: [".github/policies/web.yml"],
};

describe("init", () => {
  test("an empty repository gets the defaults, written out", () => {
    expect({ ...policyOf(starterConfiguration(nothing)), digest: "" }).toEqual(
      JSON.parse(JSON.stringify({ ...policyOf(null), digest: "" })),
    );
  });

  test("what was found is named", () => {
    const text = starterConfiguration(webserver);
    for (const part of [
      "terraform/database",
      "packer/webserver/app.json",
      "Jenkinsfile",
      "  - .github/policies/web.yml\n",
      '# branches: [main, "release/*"]',
    ]) {
      expect(text).toContain(part);
    }
    expect(policyOf(text, { ".github/policies/web.yml": "rules: {}" }).branches).toBeNull();
  });

  test("every commented setting is valid once its sign is taken away", () => {
    for (const found of [nothing, webserver]) {
      const text = starterConfiguration(found).replace(
        /^(\s*)# (?=(branches|projects|exemptions| {2}(- | {2})?(dir|workspaces|var_files|plan|id|rule|resource|reason|expires)): ?| {2}- (dir|id): )/gm,
        "$1",
      );
      expect(text).toMatch(/^exemptions:$/m);
      expect(text).toMatch(/^projects:$/m);
      expect(faultsOf(text, { ".github/policies/web.yml": "rules: {}" })).toEqual([]);
    }
  });

  test("no name, however odd, gets out of its place", () => {
    const name = fc.oneof(
      anyText(30),
      fc.constantFrom(
        "a\nmode: advisory",
        "\u2028x",
        "# x",
        "- a",
        "{a,b",
        "true",
        "~",
        "'",
        "null",
        "1.0",
        ".inf",
        "a: b",
        "*.yml",
        "x\u0085y",
        "\u{e0041}",
        "\ud800",
      ),
    );
    const names = fc.array(name, { maxLength: 4 });
    fc.assert(
      fc.property(names, names, names, names, (projects, packerTemplates, branches, ciFiles) => {
        const text = starterConfiguration({ projects, packerTemplates, branches, ciFiles, policyFiles: [] });
        expect(faultsOf(text)).toEqual([]);
        expect(policyOf(text).mode).toBe("enforce");
        expect(text).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}\n]*$/mu);
      }),
      { numRuns: 300 },
    );
  });
});
