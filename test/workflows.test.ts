/** The workflow that users copy asks for what the App sends, trusts none of it, and its scripts do what they say. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { webserverFixture } from "./stories/webserver.ts";

const file = fileURLToPath(new URL("../fixtures/workflows/bake-and-deploy.yml", import.meta.url));
const text = readFileSync(file, "utf8");

interface Step {
  readonly name: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions: unknown;
  readonly "timeout-minutes": number;
  readonly if?: string;
  readonly strategy?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly "run-name": string;
  readonly on: { readonly workflow_dispatch: { readonly inputs: Readonly<Record<string, { readonly type: string }>> } };
  readonly concurrency: unknown;
  readonly permissions: unknown;
  readonly defaults: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = parse(text, { uniqueKeys: true }) as Workflow;
const steps = Object.entries(workflow.jobs).flatMap(([job, { steps }]) => steps.map((step) => ({ job, name: step.name, step })));
const scripts = steps.flatMap(({ job, name, step }) => (step.run === undefined ? [] : [{ job, name, run: step.run }]));

function installed(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

const jq = installed("jq", "--version");
const terraform = installed("terraform", "version");
const actionlint = installed("actionlint", "-version");
const noJq = jq ? "" : " (skipped: jq is not installed; apt-get install jq)";

describe("what the App sends", () => {
  test("is what the workflow takes: four texts", () => {
    const { inputs } = workflow.on.workflow_dispatch;
    expect(Object.keys(inputs)).toEqual(["sha", "pull_request", "images", "projects"]);
    expect(new Set(Object.values(inputs).map(({ type }) => type))).toEqual(new Set(["string"]));
    expect(Object.keys(workflow.on)).toEqual(["workflow_dispatch"]);
  });

  test("names the run, so that it is found again", () => {
    expect(workflow["run-name"]).toMatch(/\$\{\{ inputs\.sha \}\}/);
  });

  test("reaches no script but through its environment", () => {
    expect(scripts.length).toBeGreaterThan(5);
    for (const { run } of scripts) expect(run).not.toContain("$" + "{{");
  });
});

describe("what it may do", () => {
  test("is nothing by default, and in each job to read the code and to assume a role", () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.fromEntries(Object.entries(workflow.jobs).map(([name, { permissions }]) => [name, permissions]))).toEqual({
      check: { contents: "read" },
      bake: { contents: "read", "id-token": "write" },
      deploy: { contents: "read", "id-token": "write" },
    });
  });

  test("one release at a time, none stopped half-way and none dropped", () => {
    expect(workflow.concurrency).toEqual({ group: "bake-and-deploy", "cancel-in-progress": false, queue: "max" });
    expect(workflow.jobs.bake?.strategy).toMatchObject({ "fail-fast": false });
    expect(workflow.jobs.deploy?.strategy).toMatchObject({ "max-parallel": 1 });
    for (const job of Object.values(workflow.jobs)) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });

  test("nothing is deployed after a bake that failed", () => {
    expect(workflow.jobs.bake?.if).toBe("inputs.images != '[]'");
    expect(workflow.jobs.deploy?.if).toContain(
      `needs.check.result == 'success' && contains(fromJSON('["success", "skipped"]'), needs.bake.result)`,
    );
  });

  test("a role is assumed, no key is stored, and secrets reach one step only", () => {
    expect(text).not.toMatch(/aws-(?:access-key-id|secret-access-key)|AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)/);
    expect([...text.matchAll(/secrets\.\w+/g)].map(([name]) => name)).toEqual(["secrets.DB_PASSWORD"]);
    expect(steps.find(({ name }) => name === "Plan")?.step.env).toHaveProperty("TF_VAR_db_password");
  });
});

describe("every action", () => {
  const used = steps.flatMap(({ step }) => (step.uses === undefined ? [] : [step]));

  test("is pinned by commit, with its version behind it", () => {
    const lines = text.split("\n").filter((line) => /^\s*(?:- )?uses:/.test(line));
    expect(lines).toHaveLength(used.length);
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("stands at one commit throughout", () => {
    const commits = new Map<string, Set<string>>();
    for (const { uses = "" } of used) {
      const [action = "", commit = ""] = uses.split("@");
      commits.set(action, (commits.get(action) ?? new Set()).add(commit));
    }
    for (const found of commits.values()) expect(found.size).toBe(1);
  });

  test("a checkout leaves no token behind", () => {
    const checkouts = used.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).toHaveLength(3);
    for (const step of checkouts) expect(step.with).toMatchObject({ "persist-credentials": false });
  });
});

test("it is written for the webserver repository", () => {
  for (const path of ["packer/webserver/app.json", "packer/webserver/vars.json"]) {
    expect(existsSync(join(webserverFixture, "main", path))).toBe(true);
  }
  const template = readFileSync(join(webserverFixture, "main/packer/webserver/app.json"), "utf8");
  // What the scripts count on: the commit's variable, Serverspec before the image is made, the manifest's name.
  for (const part of ["env `GIT_COMMIT`", "rake spec", '"output": "packer-manifest.json"']) expect(template).toContain(part);
  const variables = readFileSync(join(webserverFixture, "main/terraform/ap-northeast-1/webserver/variables.tf"), "utf8");
  for (const variable of ["ami_id", "db_password"]) expect(variables).toContain(`variable "${variable}"`);
  expect(JSON.parse(workflow.env.IMAGE_VARIABLES ?? "")).toEqual({ webserver: "ami_id" });
});

test.each(scripts)("$job: bash reads the script of '$name'", ({ run }) => {
  expect(spawnSync("bash", ["-n"], { input: run, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
});

(actionlint ? test : test.skip)(
  `actionlint finds nothing${actionlint ? "" : " (skipped: actionlint is not installed; github.com/rhysd/actionlint/releases)"}`,
  () => {
    // `queue` is newer than most releases of actionlint (github.blog/changelog/2026-05-07).
    const run = spawnSync("actionlint", ["-no-color", "-ignore", 'unexpected key "queue"', file], { encoding: "utf8" });
    expect(run).toMatchObject({ status: 0, stdout: "" });
  },
);

/** A runner's machine: a checkout, a temporary folder, and programs that stand in for the real ones. */
let room: string;
let ran: { status: number | null; said: string };

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-workflow-"));
  rooms.push(room);
  for (const dir of ["code", "temp", "bin"]) mkdirSync(join(room, dir));
});

const rooms: string[] = [];

afterAll(() => {
  for (const dir of rooms) rmSync(dir, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(room, path)), { recursive: true });
  writeFileSync(join(room, path), content);
}

function read(path: string): string {
  return readFileSync(join(room, path), "utf8");
}

/** A program that is found before the installed one. */
function standIn(program: string, script: string): void {
  write(`bin/${program}`, `#!/bin/sh\n${script}\n`);
  chmodSync(join(room, "bin", program), 0o755);
}

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  const run = spawnSync("git", [...identity, ...args], { cwd: join(room, "code"), encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trim();
}

function commit(files: Readonly<Record<string, string>>): string {
  if (!existsSync(join(room, "code/.git"))) git("init", "-q", "-b", "main");
  for (const [path, content] of Object.entries(files)) write(`code/${path}`, content);
  git("add", "-A");
  git("commit", "-q", "--allow-empty", "-m", "A commit");
  return git("rev-parse", "HEAD");
}

/** Runs a step's script as GitHub does (`bash --noprofile --norc -eo pipefail FILE`). */
function runStep(job: string, name: string, env: Readonly<Record<string, string>> = {}): typeof ran {
  const script = scripts.find((one) => one.job === job && one.name === name);
  if (script === undefined) throw new Error(`there is no step ${name} in ${job}`);
  write("temp/script.sh", script.run);
  const plain = Object.entries(workflow.env).map(([key, value]) => [key, String(value)]);
  const run = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", join(room, "temp/script.sh")], {
    cwd: join(room, "code"),
    encoding: "utf8",
    env: {
      ...Object.fromEntries(plain),
      PATH: `${join(room, "bin")}:${process.env.PATH}`,
      HOME: room,
      RUNNER_TEMP: join(room, "temp"),
      GITHUB_OUTPUT: join(room, "output"),
      GITHUB_STEP_SUMMARY: join(room, "summary"),
      GITHUB_REF_NAME: "main",
      ...env,
    },
  });
  ran = { status: run.status, said: run.stdout + run.stderr };
  return ran;
}

(jq ? describe : describe.skip)(`check${noJq}`, () => {
  const name = "Release only merged commits, images and directories that can be meant";
  const good = { IMAGES: '["webserver"]', PROJECTS: '["terraform/ap-northeast-1/webserver", "."]' };

  test("a merged commit is let through, with and without images", () => {
    const sha = commit({ a: "1" });
    commit({ a: "2" });
    expect(runStep("check", name, { ...good, SHA: sha })).toMatchObject({ status: 0 });
    expect(runStep("check", name, { SHA: sha, IMAGES: "[]", PROJECTS: "[]" })).toMatchObject({ status: 0 });
  });

  test("a commit that was never merged is not", () => {
    commit({ a: "1" });
    git("checkout", "-q", "-b", "feature");
    const sha = commit({ a: "2" });
    git("checkout", "-q", "main");
    expect(runStep("check", name, { ...good, SHA: sha })).toMatchObject({ status: 1 });
    expect(ran.said).toContain(`::error::${sha} was not merged into main`);
  });

  test.each([
    ["SHA", "main"],
    ["SHA", "--help"],
    ["IMAGES", ""],
    ["IMAGES", '[] ["a"]'],
    ["IMAGES", '"webserver"'],
    ["IMAGES", '["../x"]'],
    ["IMAGES", '["a b"]'],
    ["IMAGES", '["-a"]'],
    ["IMAGES", '["a\\n"]'],
    ["PROJECTS", "{}"],
    ["PROJECTS", '["/etc"]'],
    ["PROJECTS", '["terraform/../.."]'],
    ["PROJECTS", '["-chdir"]'],
    ["PROJECTS", '["a;b"]'],
    ["PROJECTS", '["$(x)"]'],
    ["PROJECTS", "[1]"],
  ])("%s %j is refused", (input, value) => {
    const sha = commit({ a: "1" });
    expect(runStep("check", name, { ...good, SHA: sha, [input]: value }).status).not.toBe(0);
    expect(ran.said).toContain("::error::");
  });
});

/** As Packer's manifest post-processor writes it, with builds of two runs. */
function manifest(...ids: readonly string[]): string {
  const build = (artifact_id: string, packer_run_uuid: string) => ({
    name: "amazon-ebs",
    builder_type: "amazon-ebs",
    build_time: 1_790_000_000,
    files: null,
    artifact_id,
    packer_run_uuid,
    custom_data: null,
  });
  return JSON.stringify({
    builds: [build("ap-northeast-1:ami-0000000000000old", "first"), ...ids.map((id) => build(id, "second"))],
    last_run_uuid: "second",
  });
}

(jq ? describe : describe.skip)(`bake${noJq}`, () => {
  const name = "Read which image it became";

  test.each([
    ["one region", "ap-northeast-1:ami-0b7a41c2d9e8f0a13"],
    ["several regions", "eu-west-1:ami-0aaaaaaaaaaaaaaaa,ap-northeast-1:ami-0b7a41c2d9e8f0a13"],
  ])("the image of the last run is read from the manifest: %s", (_, id) => {
    write("code/packer-manifest.json", manifest(id));
    expect(runStep("bake", name, { IMAGE: "webserver" })).toMatchObject({ status: 0 });
    expect(JSON.parse(read("code/image.tfvars.json"))).toEqual({ ami_id: "ami-0b7a41c2d9e8f0a13" });
    expect(read("summary")).toContain("ami-0b7a41c2d9e8f0a13");
  });

  test.each([
    ["another region", ["eu-west-1:ami-0aaaaaaaaaaaaaaaa"], "webserver", "names 0 images"],
    ["two images", ["ap-northeast-1:ami-1", "ap-northeast-1:ami-2"], "webserver", "names 2 images"],
    ["an image without a variable", ["ap-northeast-1:ami-1"], "worker", "no variable for worker"],
  ])("what is not clear is not deployed: %s", (_, ids, image, why) => {
    write("code/packer-manifest.json", manifest(...ids));
    expect(runStep("bake", name, { IMAGE: image }).status).not.toBe(0);
    expect(ran.said).toContain(why);
    expect(existsSync(join(room, "summary"))).toBe(false);
  });

  test("plugins are installed as the template's syntax asks for", () => {
    standIn("packer", 'echo "packer $*"');
    for (const [template, said] of [
      ["packer/web/app.json", "packer plugins install github.com/hashicorp/amazon v1.3.9\n"],
      ["packer/web/app.pkr.hcl", "packer init packer/web/app.pkr.hcl\n"],
    ] as const) {
      expect(runStep("bake", "Install the plugins", { TEMPLATE: template })).toEqual({ status: 0, said });
    }
  });
});

const PROJECT = "terraform/web";

/** A state as `terraform show -json` prints it. */
function state(...amis: readonly string[]): string {
  const resources = amis.map((ami) => ({ mode: "managed", type: "aws_instance", values: { ami, tags: { Name: "web" } } }));
  const template = { mode: "managed", type: "aws_launch_template", values: { image_id: amis[0] ?? null } };
  const data = { mode: "data", type: "aws_ami", values: { image_id: "ami-data" } };
  return JSON.stringify({
    format_version: "1.0",
    values: { root_module: { resources: [data], child_modules: [{ resources: [...resources, template] }] } },
  });
}

(jq ? describe : describe.skip)(`the image to deploy${noJq}`, () => {
  const variable = 'variable "ami_id" {\n  type = string\n}\n';

  function choose(shown: string): unknown {
    standIn("terraform", `cat <<'END'\n${shown}\nEND`);
    runStep("deploy", "Choose the image", { PROJECT });
    return ran.status === 0 ? JSON.parse(read("temp/image.tfvars.json")) : ran;
  }

  test("is the one that was baked just now", () => {
    commit({ [`${PROJECT}/main.tf`]: variable });
    write("temp/images/image-webserver/image.tfvars.json", '{"ami_id": "ami-new"}');
    write("temp/images/image-worker/image.tfvars.json", '{"worker_ami_id": "ami-other"}');
    expect(choose(state("ami-old"))).toEqual({ ami_id: "ami-new", worker_ami_id: "ami-other" });
  });

  test("else the one that the merge writes down: nothing stands above terraform.tfvars", () => {
    commit({ [`${PROJECT}/main.tf`]: variable, [`${PROJECT}/terraform.tfvars`]: 'ami_id = "ami-1"\n' });
    commit({ [`${PROJECT}/terraform.tfvars`]: 'ami_id = "ami-2"\n' });
    expect(choose(state("ami-old"))).toEqual({});
  });

  test("else the one that runs, though terraform.tfvars names another", () => {
    commit({ [`${PROJECT}/main.tf`]: variable, [`${PROJECT}/terraform.tfvars`]: 'ami_id = "ami-1"\ncount = 1\n' });
    commit({ [`${PROJECT}/terraform.tfvars`]: 'ami_id = "ami-1"\ncount = 2\n' });
    expect(choose(state("ami-running", "ami-running"))).toEqual({ ami_id: "ami-running" });
  });

  test("nothing runs yet: what terraform.tfvars says", () => {
    commit({ [`${PROJECT}/main.tf`]: variable });
    expect(choose('{"format_version": "1.0"}')).toEqual({});
  });

  test("several run: a person has to say", () => {
    commit({ [`${PROJECT}/main.tf`]: variable });
    expect(choose(state("ami-1", "ami-2"))).toMatchObject({ status: 5, said: expect.stringContaining("several images run: ami-1, ami-2") });
  });

  test("the project runs none", () => {
    commit({ [`${PROJECT}/main.tf`]: "# a network\n" });
    expect(choose(state("ami-1", "ami-2"))).toEqual({});
  });
});

test.each([
  [0, 0, "changes=false\n"],
  [2, 0, "changes=true\n"],
  [1, 1, null],
  [127, 127, null],
])("a plan that ends with %i ends the step with %i", (code, status, output) => {
  standIn("terraform", `exit ${code}`);
  expect(runStep("deploy", "Plan", { PROJECT })).toMatchObject({ status });
  expect(existsSync(join(room, "output")) ? read("output") : null).toBe(output);
});

(jq && terraform ? describe : describe.skip)(
  `with the real Terraform${terraform ? noJq : " (skipped: terraform is not installed; developer.hashicorp.com/terraform/install)"}`,
  () => {
    const code = `
variable "ami_id" {
  type = string
}
variable "db_password" {
  type      = string
  sensitive = true
}
resource "terraform_data" "server" {
  input            = { image = var.ami_id, password = var.db_password, ports = [80, 443] }
  triggers_replace = [var.ami_id]
}
`;
    const password = "not-to-be-seen-8151";
    const env = { PROJECT, TF_VAR_db_password: password, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };

    function plan(image: Readonly<Record<string, string>>): string {
      write("temp/image.tfvars.json", JSON.stringify(image));
      rmSync(join(room, "output"), { force: true });
      expect(runStep("deploy", "Plan", env)).toMatchObject({ status: 0 });
      return read("output");
    }

    test("the plan that is written down is the plan that is applied, and shows no secret", () => {
      commit({ [`${PROJECT}/main.tf`]: code, [`${PROJECT}/terraform.tfvars`]: 'ami_id = "ami-older"\n' });
      expect(runStep("deploy", "Initialise", env)).toMatchObject({ status: 0 });
      expect(plan({ ami_id: "ami-new", worker_ami_id: "ami-other" })).toBe("changes=true\n");
      const { TF_VAR_db_password: _, ...later } = env;

      expect(runStep("deploy", "Write down what is going to happen", later)).toMatchObject({ status: 0 });
      expect(read("output")).toContain("name=plan-terraform-web\n");
      expect(read("summary")).toBe("* `terraform_data.server`: create\n");
      const written = read("code/plan.json");
      expect(written).not.toContain(password);
      expect(JSON.parse(written).resource_changes[0].change.after.input).toEqual({
        image: "ami-new",
        password: "(sensitive)",
        ports: [80, 443],
      });

      expect(runStep("deploy", "Apply", later)).toMatchObject({ status: 0 });
      expect(ran.said).toContain("1 added, 0 changed, 0 destroyed");
      expect(plan({ ami_id: "ami-new" })).toBe("changes=false\n");
      expect(plan({ ami_id: "ami-newer" })).toBe("changes=true\n");
    }, 60_000);
  },
);
