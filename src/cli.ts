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

/** `FILE` or `FILE:DIR`; a file whose name holds a colon is found as it is. */
function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

function nonEmpty(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("It may not be empty.");
  return value;
}

function withCommonOptions(command: Command): Command {
  return command
    .option("--config <file>", "configuration to hold the change against (default: .github/bakegate.yml at the base)", nonEmpty)
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
    .option("-q, --quiet", "print the verdict and what blocks, nothing else")
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
    .helpCommand("help [command]", "show the help of a command")
    .showHelpAfterError("(see --help)")
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(process.stdout.columns ?? 100, 100) });

  withCommonOptions(bakegate.command("review"))
    .description("review a change in a git repository, as the App reviews a pull request")
    .option("--repo <dir>", "the repository", nonEmpty, ".")
    .requiredOption("--base <ref>", "the branch that the change goes into", nonEmpty)
    .requiredOption("--head <ref>", "the change: a branch, a commit, or WORKTREE for uncommitted work", nonEmpty)
    .option("--plan <file[:dir]>", "plan JSON (terraform show -json) of a root module; may be repeated", collect)
    .addOption(new Option("--engine <engine>", "where plans come from").choices(["auto", "static", "terraform"]).default("auto"))
    .option("--project <dir>", "review this root module only", nonEmpty)
    .addHelpText(
      "after",
      example(
        "bakegate review --base main --head feature/resize",
        "bakegate review --base origin/main --head WORKTREE --format html --out review.html",
      ),
    )
    .action(async (options) => (await import("./flows/review-command.ts")).reviewCommand(options));

  withCommonOptions(bakegate.command("plan"))
    .description("read one Terraform or OpenTofu plan and judge it, without any repository")
    .argument("<file>", "output of terraform show -json, or - for standard input")
    .addHelpText("after", example("terraform show -json plan.tfplan | bakegate plan -"))
    .action(async (file, options) => (await import("./flows/plan-command.ts")).planCommand(file, options));

  withCommonOptions(bakegate.command("scan"))
    .description("look for credentials and broken rules in folders or files, with no git needed")
    .argument("[paths...]", "folders or files", ["."])
    .option("--baseline <file>", "findings that are known and do not block", nonEmpty)
    .option("--write-baseline <file>", "write what was found as a baseline: fingerprints only", nonEmpty)
    .addHelpText("after", example("bakegate scan terraform packer"))
    .action(async (paths, options) => (await import("./flows/scan-command.ts")).scanCommand(paths, options));

  const policy = bakegate.command("policy").description("check, list and explain policies");
  policy
    .command("validate")
    .description("check configuration and policy files")
    .argument("[files...]", "files to check (default: .github/bakegate.yml and what it names)")
    .addOption(new Option("--format <format>", "how to print the result").choices(["text", "json"]).default("text"))
    .addHelpText("after", example("bakegate policy validate policies/*.yml"))
    .action(async (files, options) => (await import("./flows/policy-command.ts")).validateCommand(files, options));
  policy
    .command("list")
    .description("list the rules in force and where each comes from")
    .option("--config <file>", "configuration (default: the .github/bakegate.yml found above)", nonEmpty)
    .addOption(new Option("--format <format>", "how to print the result").choices(["text", "json"]).default("text"))
    .option("--no-color", "print without colours")
    .addHelpText("after", example("bakegate policy list"))
    .action(async (options) => (await import("./flows/policy-command.ts")).listCommand(options));
  policy
    .command("explain")
    .description("explain a rule, with a bad and a good example")
    .argument("<rule>", "a rule, such as immutable/in-place-update")
    .addOption(new Option("--format <format>", "how to print the page").choices(["text", "markdown", "json"]).default("text"))
    .option("--no-color", "print without colours")
    .addHelpText("after", example("bakegate policy explain immutable/provisioner"))
    .action(async (rule, options) => (await import("./flows/policy-command.ts")).explainCommand(rule, options));

  bakegate
    .command("init")
    .description("write a commented starter configuration for a repository")
    .argument("[dir]", "the repository", ".")
    .addOption(new Option("--format <format>", "how to print the result").choices(["text", "json"]).default("text"))
    .addHelpText("after", example("bakegate init"))
    .action(async (dir, options) => (await import("./flows/init-command.ts")).initCommand(dir, options));
  return bakegate;
}

class VersionAsked extends Error {}

function example(...lines: readonly string[]): string {
  return `\nExample:\n${lines.map((line) => `  $ ${line}`).join("\n")}\n`;
}

async function main(args: readonly string[]): Promise<number> {
  const bakegate = program();
  try {
    if (args.length === 0) {
      bakegate.outputHelp({ error: true });
      return exit.usage;
    }
    await bakegate.parseAsync([...args], { from: "user" });
    return typeof process.exitCode === "number" ? process.exitCode : exit.pass;
  } catch (error) {
    return endOf(error);
  }
}

/** What a failure means for the caller. Whatever is not expected is `incomplete`, never a pass. */
async function endOf(error: unknown): Promise<number> {
  if (error instanceof VersionAsked) {
    process.stdout.write(`bakegate ${(await import("./flows/package-files.ts")).packageVersion()}\n`);
    return exit.pass;
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.pass : exit.usage;
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

process.exitCode = await main(process.argv.slice(2));
