/** The fixture repository is real: the tools that it is written for accept it. */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { webserverFixture } from "./stories/webserver.ts";

const main = join(webserverFixture, "main");

function installed(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

const packer = installed("packer", "--version");
const rspec = installed("rspec", "--version");
const terraform = installed("terraform", "version");

describe("the webserver repository", () => {
  (packer ? test : test.skip)(
    `packer accepts the template${packer ? "" : " (skipped: packer is not installed; apt-get install packer)"}`,
    () => {
      const out = run("packer", ["validate", "-syntax-only", "-var-file=packer/webserver/vars.json", "packer/webserver/app.json"], main);
      expect(out).toContain("Syntax-only check passed");
    },
  );

  (rspec ? test : test.skip)(
    `serverspec finds the specs${rspec ? "" : " (skipped: rspec is not installed; apt-get install ruby-serverspec)"}`,
    () => {
      const out = run(
        "rspec",
        ["--dry-run", "--default-path", "spec", "--pattern", "spec/webserver/*_spec.rb"],
        join(main, "packer/serverspec"),
      );
      expect(out).toContain("5 examples, 0 failures");
    },
  );

  (terraform ? test : test.skip)(
    `terraform fmt finds nothing to change${terraform ? "" : " (skipped: terraform is not installed)"}`,
    () => {
      expect(run("terraform", ["fmt", "-recursive", "-check", "-list=true", "."], join(main, "terraform"))).toBe("");
    },
  );
});
