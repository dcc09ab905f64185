/** supply/unpinned: modules, providers, plugins and lock files. */
import { describe, expect, test } from "@jest/globals";
import { isUnbounded, moduleSource, withoutCredentials } from "../../../src/evaluate/module-source.ts";
import { unpinnedSupply } from "../../../src/evaluate/rules/supply/unpinned.ts";
import { introduced, observations, storyFiles, told } from "../side-of.ts";

test("the bad story is introduced, the good one is quiet", () => {
  expect(introduced(unpinnedSupply, storyFiles("supply/unpinned", "bad", "base"), storyFiles("supply/unpinned", "bad", "head"))).toEqual([
    "module-version main.tf:12 module.vpc source",
    "module-ref main.tf:19 module.alarms source",
  ]);
  expect(told(unpinnedSupply, storyFiles("supply/unpinned", "bad", "base"))).toEqual([]);
  expect(told(unpinnedSupply, storyFiles("supply/unpinned", "good", "head"))).toEqual([]);
});

describe("modules", () => {
  test.each([
    ['source = "terraform-aws-modules/vpc/aws"', "module-version"],
    ['source = "terraform-aws-modules/vpc/aws//modules/x"', "module-version"],
    ['source = "app.terraform.io/acme/vpc/aws"\n  version = ">= 1.0"', "module-range"],
    ['source = "git::https://git.example.com/x.git"', "module-ref"],
    ['source = "git@github.com:acme/x.git"', "module-ref"],
    ['source = "github.com/acme/x"', "module-ref"],
    ['source = "git::https://git.example.com/x.git//sub?ref=main"', "module-branch"],
    ['source = "github.com/acme/x?ref=master"', "module-branch"],
  ])("%s", (body, reason) => {
    expect(told(unpinnedSupply, { "main.tf": `module "x" {\n  ${body}\n}\n` })).toEqual([`${reason} main.tf:2 module.x source`]);
  });

  test.each([
    'source = "terraform-aws-modules/vpc/aws"\n  version = "5.8.1"',
    'source = "terraform-aws-modules/vpc/aws"\n  version = "~> 5.8"',
    'source = "terraform-aws-modules/vpc/aws"\n  version = ">= 5.0, < 6.0"',
    'source = "git::https://git.example.com/x.git?ref=v1.2.0"',
    'source = "git::ssh://git@git.example.com/x.git//sub?depth=1&ref=4f2c1a9"',
    'source = "./modules/x"',
    'source = "../x"',
  ])("%s is pinned", (body) => {
    expect(told(unpinnedSupply, { "main.tf": `module "x" {\n  ${body}\n}\n` })).toEqual([]);
  });

  test("a token in the address is not shown", () => {
    const found = observations(unpinnedSupply, {
      "main.tf": 'module "x" {\n  source = "git::https://user:s3cr3t@git.example.com/x.git"\n}\n',
    });
    expect(JSON.stringify(found)).not.toContain("s3cr3t");
    expect(found[0]?.evidence.source).toBe("git::https://git.example.com/x.git");
  });

  test("sources by their forms", () => {
    expect(moduleSource("https://example.com/x.zip").kind).toBe("other");
    expect(moduleSource("s3::https://s3.amazonaws.com/b/x.zip").kind).toBe("other");
    expect(moduleSource("git::https://x/y.git?ref=")).toEqual({ kind: "git", ref: null });
    expect(withoutCredentials("git::ssh://git@x/y.git")).toBe("git::ssh://x/y.git");
    expect(withoutCredentials("hashicorp/consul/aws")).toBe("hashicorp/consul/aws");
  });

  test.each([
    [">= 1.2", true],
    ["> 1, != 2", true],
    ["*", true],
    ["~> 1.2", false],
    ["1.2.3", false],
    ["= 1.2.3", false],
    [">= 1, < 2", false],
    ["<= 3", false],
  ])("%s unbounded: %s", (constraint, expected) => {
    expect(isUnbounded(constraint)).toBe(expected);
  });
});

const lock = (version: string, hash = "h1:aaa=") =>
  `provider "registry.terraform.io/hashicorp/aws" {\n  version     = "${version}"\n  constraints = "~> 5.0"\n  hashes = [\n    "${hash}",\n  ]\n}\n`;
const root =
  'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.0"\n    }\n  }\n}\nprovider "aws" {\n}\nresource "aws_instance" "x" {\n}\n';

describe("providers and lock files", () => {
  test("a provider without a version", () => {
    const text = 'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n';
    expect(told(unpinnedSupply, { "main.tf": text })).toEqual(["provider-version main.tf:3"]);
  });

  test("a root module that declares nothing and locks nothing", () => {
    expect(told(unpinnedSupply, { "main.tf": 'provider "aws" {\n}\nresource "random_id" "x" {\n}\n' })).toEqual([
      "provider-undeclared main.tf:1",
      "provider-undeclared main.tf:3",
      "lock-missing main.tf:1",
    ]);
  });

  test("a root module with everything is quiet, and so is a module that it calls", () => {
    const files = {
      "main.tf": `${root}module "web" {\n  source = "./web"\n}\n`,
      ".terraform.lock.hcl": lock("5.60.0"),
      "web/main.tf": 'resource "aws_instance" "y" {\n}\n',
    };
    expect(told(unpinnedSupply, files)).toEqual([]);
  });

  test("a root module that needs no provider needs no lock file", () => {
    expect(told(unpinnedSupply, { "main.tf": 'terraform {\n  backend "s3" {\n  }\n}\nresource "terraform_data" "x" {\n}\n' })).toEqual([]);
  });

  test("a lock file that goes is missed", () => {
    expect(introduced(unpinnedSupply, { "main.tf": root, ".terraform.lock.hcl": lock("5.60.0") }, { "main.tf": root })).toEqual([
      "lock-missing main.tf:1",
    ]);
  });

  test("a lock file that changes alone", () => {
    const before = { "main.tf": root, ".terraform.lock.hcl": lock("5.60.0") };
    expect(introduced(unpinnedSupply, before, { ...before, ".terraform.lock.hcl": lock("5.99.0") })).toEqual([
      "lock-alone .terraform.lock.hcl:1",
    ]);
    expect(
      introduced(unpinnedSupply, before, { "main.tf": root.replace("~> 5.0", "~> 5.9"), ".terraform.lock.hcl": lock("5.99.0") }),
    ).toEqual([]);
  });

  test("checksums that change under one version", () => {
    const before = { "main.tf": root, ".terraform.lock.hcl": lock("5.60.0") };
    expect(introduced(unpinnedSupply, before, { ...before, ".terraform.lock.hcl": lock("5.60.0", "h1:bbb=") })).toEqual([
      "lock-checksums .terraform.lock.hcl:1",
    ]);
    const more = lock("5.60.0").replace('    "h1:aaa=",\n', '    "h1:aaa=",\n    "h1:bbb=",\n');
    expect(introduced(unpinnedSupply, before, { ...before, ".terraform.lock.hcl": more })).toEqual([]);
  });
});

test("Packer plugins", () => {
  const plugin = (version: string) => ({
    "web.pkr.hcl": `packer {\n  required_plugins {\n    amazon = {\n      source = "github.com/hashicorp/amazon"\n${version}\n    }\n  }\n}\n`,
  });
  expect(told(unpinnedSupply, plugin(""))).toEqual(["plugin-version web.pkr.hcl:3"]);
  expect(told(unpinnedSupply, plugin('      version = ">= 1.0.0"'))).toEqual(["plugin-range web.pkr.hcl:3"]);
  expect(told(unpinnedSupply, plugin('      version = "~> 1.3"'))).toEqual([]);
});
