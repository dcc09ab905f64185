#!/usr/bin/env node
/** The command line: reads arguments, calls one flow, and turns its end into an exit code. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { BakegateError } from "./model/failure.ts";

/** Exit codes are public; see the README. */
const exit = { pass: 0, block: 1, usage: 2, incomplete: 3 } as const;

const formats = ["text", "markdown", "json", "sarif", "html"] as const;

export interface CommonOptions {
  readonly config?: string;
  readonly format: (typeof formats)[number];
  readonly out?: string;
  readonly failOn?: "block" | "warn" | "never";
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

function nonEmpty(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("It may not be empty.");
  return value;
}

/** `FILE` or `FILE:DIR`, each time the option is given. */
function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, nonEmpty(value)];
}

const configurationDefaults = {
  review: ".github/bakegate.yml at the tip of the base",
  plan: "bakegate:recommended",
  scan: "the .github/bakegate.yml found above",
} as const;

function withCommonOptions(command: Command, name: keyof typeof configurationDefaults): Command {
  return command
    .option("--config <file>", `configuration to hold it against (default: ${configurationDefaults[name]})`, nonEmpty)
    .addOption(new Option("--format <format>", "how to print the result").choices([...formats]).default("text"))
    .option("--out <file>", "write the result to a file instead of standard output", nonEmpty)
    .addOption(
      new Option("--fail-on <level>", "exit with 1 from this level on (default: block, in advisory mode never)").choices([
        "block",
        "warn",
        "never",
      ]),
    )
    .option("--no-color", "print without colours")
    .addOption(new Option("-q, --quiet", "print the verdict and what blocks, nothing else").conflicts("verbose"))
    .option("-v, --verbose", "print unchanged resources and what stood in the base as well");
}

function program(): Command {
  const bakegate = new Command("bakegate")
    .description(
      "Reviews infrastructure changes: what is replaced and why, what would change in place,\nand which credentials stand in the code.",
    )
    .option("--version", "print the version")
    .on("option:version", () => {
      throw new VersionAsked();
    })
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(process.stdout.columns ?? 100, 100) })
    .addHelpText("after", example("bakegate review --base main --head WORKTREE"));
  addReview(bakegate);
  addPlan(bakegate);
  addScan(bakegate);
  addPolicy(bakegate);
  addInit(bakegate);
  addServe(bakegate);
  addDoctor(bakegate);
  addHelp(bakegate);
  sayWhereHelpIs(bakegate, "bakegate");
  return bakegate;
}

function addReview(bakegate: Command): void {
  const review = bakegate
    .command("review")
    .description("review a change in a git repository, as a pull request would be")
    .option("--base <ref>", "the branch that the change goes into (required)", nonEmpty)
    .option("--head <ref>", "the change: a branch, a commit, or WORKTREE for uncommitted work (required)", nonEmpty)
    .option("--repo <dir>", "the repository", nonEmpty, ".")
    .option("--plan <file[:dir]>", "plan JSON (terraform show -json) of a root module; may be repeated", collect)
    .addOption(
      new Option("--engine <engine>", "static predicts plans, terraform requires one with --plan, auto takes what there is")
        .choices(["auto", "static", "terraform"])
        .default("auto"),
    )
    .option("--project <dir>", "review this root module only", nonEmpty);
  withCommonOptions(review, "review")
    .addHelpText(
      "after",
      example(
        "bakegate review --base main --head feature/resize",
        "bakegate review --base origin/main --head WORKTREE --format html --out review.html",
      ),
    )
    .action(async (options) => {
      // Asked for here, so that a misspelt option is told first.
      for (const name of ["base", "head"] as const) {
        if (options[name] === undefined) review.error(`error: required option '--${name} <ref>' not specified`);
      }
      await (await import("./flows/review-command.ts")).reviewCommand(options);
    });
}

function addPlan(bakegate: Command): void {
  withCommonOptions(bakegate.command("plan"), "plan")
    .description("read one Terraform or OpenTofu plan and judge it, without any repository")
    .argument("<file>", "output of terraform show -json, or - for standard input", nonEmpty)
    .addHelpText("after", example("terraform show -json plan.tfplan | bakegate plan -"))
    .action(async (file, options) => (await import("./flows/plan-command.ts")).planCommand(file, options));
}

function addScan(bakegate: Command): void {
  withCommonOptions(bakegate.command("scan"), "scan")
    .description("look for credentials and broken rules in folders or files, with no git needed")
    .argument("[paths...]", "folders or files", ["."])
    .option("--baseline <file>", "findings that are known and do not block", nonEmpty)
    .option("--write-baseline <file>", "write what was found as a baseline: fingerprints only", nonEmpty)
    .addHelpText(
      "after",
      example("bakegate scan terraform packer", "bakegate scan --write-baseline known.json", "bakegate scan --baseline known.json"),
    )
    .action(async (paths, options) => (await import("./flows/scan-command.ts")).scanCommand(paths, options));
}

function addPolicy(bakegate: Command): void {
  const policy = bakegate
    .command("policy")
    .description("check, list and explain policies")
    .helpCommand(false)
    .addHelpText("after", example("bakegate policy explain immutable/in-place-update"));
  policy
    .command("validate")
    .description("check configuration and policy files")
    .argument("[files...]", "files to check (default: the .github/bakegate.yml found above, and what it names)")
    .addOption(new Option("--format <format>", "how to print the result").choices(["text", "json"]).default("text"))
    .addHelpText("after", example("bakegate policy validate", "bakegate policy validate policies/*.yml"))
    .action(async (files, options) => (await import("./flows/policy-command.ts")).validateCommand(files, options));
  policy
    .command("list")
    .description("list the rules in force and where each comes from")
    .option("--config <file>", "configuration (default: the .github/bakegate.yml found above)", nonEmpty)
    .addOption(new Option("--format <format>", "how to print the result").choices(["text", "json"]).default("text"))
    .addHelpText("after", example("bakegate policy list"))
    .action(async (options) => (await import("./flows/policy-command.ts")).listCommand(options));
  policy
    .command("explain")
    .description("explain a rule, with a bad and a good example, or what is known of a resource's argument")
    .argument("<rule>", "a rule, such as immutable/in-place-update, or a resource type, such as aws_instance, or aws_instance.user_data")
    .addOption(new Option("--format <format>", "how to print the page").choices(["text", "markdown", "json"]).default("text"))
    .addHelpText("after", example("bakegate policy explain immutable/provisioner", "bakegate policy explain aws_instance.user_data"))
    .action(async (rule, options) => (await import("./flows/policy-command.ts")).explainCommand(rule, options));
}

function addInit(bakegate: Command): void {
  bakegate
    .command("init")
    .description("write a commented starter configuration for a repository")
    .argument("[dir]", "the repository", ".")
    .addOption(new Option("--format <format>", "how to print the result").choices(["text", "json"]).default("text"))
    .addHelpText("after", example("bakegate init"))
    .action(async (dir, options) => (await import("./flows/init-command.ts")).initCommand(dir, options));
}

const environment = `
Environment:
  APP_ID             the App's id, at the top of its settings page
  PRIVATE_KEY        its private key in PEM, or PRIVATE_KEY_PATH: the file that holds it
  WEBHOOK_SECRET     what GitHub signs its webhooks with
  HOST, PORT         where to listen (default: 127.0.0.1 and 3000)
  LOG_LEVEL          trace, debug, info, warn, error, fatal or silent (default: info)
  GITHUB_API_URL     REST base of an Enterprise Server (default: github.com)
  BAKEGATE_DATA_DIR  where blobs, deliveries and releases are kept, for one process (default: .bakegate)
  DATABASE_URL       PostgreSQL for the releases, so that several processes can share them (default: the data directory)
  BAKEGATE_DISPATCH_SETTLE
                     seconds until a dispatched run shows in GitHub's list (default: 20)
`;

function addServe(bakegate: Command): void {
  bakegate
    .command("serve")
    .description("run the GitHub App: review pull requests and merge groups")
    .addHelpText("after", environment + example("APP_ID=12345 PRIVATE_KEY_PATH=app.pem WEBHOOK_SECRET=… bakegate serve"))
    .action(async () => (await import("./flows/serve-command.ts")).serveCommand(process.env));
}

function addDoctor(bakegate: Command): void {
  bakegate
    .command("doctor")
    .description("say what is wired wrongly, on this machine and between the App and a repository, each with its mend")
    .argument("[repository]", "OWNER/REPO: also ask GitHub as the App", nonEmpty)
    .addOption(new Option("--format <format>", "how to print the result").choices(["text", "markdown", "json"]).default("text"))
    .option("--no-color", "print without colours")
    .addHelpText(
      "after",
      `\nExit codes: 0 nothing is wrong, 1 something is, 2 wrong usage or missing settings, 3 GitHub could not be asked\n${example("bakegate doctor", "bakegate doctor acme/web")}`,
    )
    .action(async (repository, options) => (await import("./flows/doctor-command.ts")).doctorCommand(repository, options));
}

function addHelp(bakegate: Command): void {
  bakegate
    .command("help")
    .description("show the help of a command")
    .argument("[command...]", "a command, such as policy list")
    .addHelpText("after", example("bakegate help policy list"))
    .action(async (names: readonly string[]) => {
      let command = bakegate;
      for (const [index, name] of names.entries()) {
        const next = command.commands.find((one) => one.name() === name);
        // Told as if it had been run: with what may have been meant.
        if (next === undefined) return void (await command.parseAsync(names.slice(index), { from: "user" }));
        command = next;
      }
      command.outputHelp();
    });
}

/** After each error, the help of the very command. */
function sayWhereHelpIs(command: Command, name: string): void {
  command.showHelpAfterError(`See: ${name} --help`);
  for (const below of command.commands) sayWhereHelpIs(below, `${name} ${below.name()}`);
}

class VersionAsked extends Error {}

function example(...lines: readonly string[]): string {
  return `\nExample:\n${lines.map((line) => `  $ ${line}`).join("\n")}\n`;
}

async function main(args: readonly string[]): Promise<number> {
  const bakegate = program();
  const said: string[] = [];
  collectOutput(bakegate, said);
  try {
    if (args.length === 0) {
      bakegate.outputHelp({ error: true });
      return exit.usage;
    }
    await bakegate.parseAsync([...args], { from: "user" });
    await print(said);
    return typeof process.exitCode === "number" ? process.exitCode : exit.pass;
  } catch (error) {
    return endOf(error, said);
  }
}

/** What the argument parser prints is kept until the end, so that a full disk is noticed; its errors look like all others. */
function collectOutput(command: Command, said: string[]): void {
  command.configureOutput({
    writeOut: (text) => said.push(text),
    outputError: (text, write) => write(text.replace(/^error: /, "bakegate: ").replace(/[^\P{Cc}\n]|\p{Cf}/gu, "\ufffd")),
  });
  for (const below of command.commands) collectOutput(below, said);
}

async function print(said: readonly string[]): Promise<void> {
  if (said.length > 0) await (await import("./flows/write-output.ts")).writeOutput(said.join(""), null);
}

/** What a failure means for the caller. Whatever is not expected is `incomplete`, never a pass. */
async function endOf(error: unknown, said: readonly string[]): Promise<number> {
  try {
    if (error instanceof VersionAsked) {
      await print([`bakegate ${(await import("./flows/package-files.ts")).packageVersion()}\n`]);
      return exit.pass;
    }
    if (!(error instanceof CommanderError)) return await failed(error);
    if (error.exitCode !== 0) return exit.usage;
    await print(said);
    return exit.pass;
  } catch (printing) {
    return failed(printing);
  }
}

async function failed(error: unknown): Promise<number> {
  if (error instanceof BakegateError) {
    const { visibleText } = await import("./render/visible.ts");
    const lines = error.message.split("\n").map((line) => visibleText(line));
    process.stderr.write(`bakegate: ${lines.join("\n")}\n${error.next === "" ? "" : `${visibleText(error.next)}\n`}`);
    return error.kind === "usage" ? exit.usage : exit.incomplete;
  }
  const name = error instanceof Error ? error.name : "an unknown error";
  process.stderr.write(`bakegate: a fault of bakegate itself (${name}); the review was not completed\n`);
  if (process.env.BAKEGATE_DEBUG === "1" && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  else process.stderr.write("Please report it; BAKEGATE_DEBUG=1 prints where it happened.\n");
  return exit.incomplete;
}

// Where nobody reads the diagnostics, the exit code still says how it ended.
process.stderr.on("error", () => {});
process.on("uncaughtException", (error) => void failed(error).then((code) => process.exit(code)));
process.exitCode = await main(process.argv.slice(2));
