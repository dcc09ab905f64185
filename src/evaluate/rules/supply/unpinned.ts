/** Rule: what the configuration is built from (modules, providers, Packer plugins) is the same tomorrow as today. */
import type { Observation } from "../../../model/finding.ts";
import type { Place } from "../../../model/place.ts";
import { placeOf } from "../../../model/place.ts";
import type { ReviewSubject, Side } from "../../../model/subject.ts";
import { attributeNamed } from "../../../model/syntax-query.ts";
import type { ModuleCall, TerraformModule } from "../../../model/terraform-module.ts";
import { firstLineOf } from "../../configured.ts";
import { lockedProviders } from "../../lock-file.ts";
import { isUnbounded, moduleSource, withoutCredentials } from "../../module-source.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const unpinnedSupply: ConfigurationRule = {
  on: "configuration",
  id: "supply/unpinned",
  level: "warn",
  page: {
    title: "Modules, providers and plugins are pinned",
    why:
      "A module, provider or plugin without a version is whatever its author published last. Then a plan that was reviewed is not the plan that is applied, and somebody else's release can replace " +
      "your servers. Modules stand in no lock file, so their version or git reference is all there is; providers need a constraint and a committed `.terraform.lock.hcl`.",
    bad: 'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n\nmodule "web" {\n  source = "git::https://git.example.com/web.git"\n}',
    good: 'module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "5.8.1"\n}\n\nmodule "web" {\n  source = "git::https://git.example.com/web.git?ref=v2.3.0"\n}',
  },
  reasons: {
    "module-version": {
      message: "`{address}` takes the newest release of `{source}`: somebody else's release changes your plan",
      remedy: 'Add `version = "…"` with the release you reviewed.',
    },
    "module-range": {
      message: "`{address}` takes any release of `{source}` that is `{version}`, the next major one included",
      remedy: 'Name the release you reviewed, or at least an upper bound (`version = "~> 5.8"`).',
    },
    "module-ref": {
      message: "`{address}` takes whatever the default branch of `{source}` holds",
      remedy: "Add `?ref=` with a tag or a commit.",
    },
    "module-branch": {
      message: "`{address}` takes whatever the branch `{ref}` of `{source}` holds",
      remedy: "Name a tag or a commit in `?ref=`.",
    },
    "provider-version": {
      message: "The provider `{provider}` has no version constraint: the next `init -upgrade` may bring another major version",
      remedy: 'Add `version = "~> …"` to its entry in `required_providers`.',
    },
    "provider-undeclared": {
      message: "The provider `{provider}` is used without an entry in `required_providers`, so nothing constrains its version",
      remedy: "Add `{provider}` to `required_providers` with its source and version.",
    },
    "plugin-version": {
      message: "The Packer plugin `{plugin}` has no version constraint: two bakes of one commit may use different plugins",
      remedy: "Add `version` to its entry in `required_plugins`; Packer has no lock file, so name one exactly.",
    },
    "plugin-range": {
      message: "The Packer plugin `{plugin}` may be any version that is `{version}`: two bakes of one commit may use different plugins",
      remedy: "Name one version (`= 1.3.2`) or at least an upper bound; Packer has no lock file.",
    },
    "lock-missing": {
      message: "`{dir}` has no `.terraform.lock.hcl`: each `init` may choose other provider versions",
      remedy: "Run `terraform init`, commit `.terraform.lock.hcl`, and take it out of `.gitignore` if it stands there.",
    },
    "lock-alone": {
      message:
        "Only the lock file of `{dir}` changed: `{provider}` goes from `{before}` to `{after}`, and no constraint in the code says so",
      remedy: "Raise the constraint in `required_providers` in the same change, or say in the pull request that the upgrade is meant.",
    },
    "lock-checksums": {
      message:
        "The checksums of `{provider}` `{version}` changed in the lock file of `{dir}`, the version did not: what is downloaded is not what was trusted",
      remedy: "Run `terraform providers lock` from a clean checkout and compare; take the old checksums back if they differ.",
    },
  },
  *judge(side, subject) {
    const called = new Set([...side.modules.values()].flatMap((module) => [...module.calls.values()].map((call) => call.dir)));
    for (const module of side.modules.values()) {
      for (const call of module.calls.values()) yield* judgeCall(call);
      yield* judgeProviders(module);
      const root = isRoot(module, called, subject);
      if (root) yield* judgeUndeclared(module);
      if (root) yield* judgeMissingLock(module, side);
    }
    yield* judgePlugins(side);
    if (side === subject.head && subject.base !== null) yield* judgeChangedLocks(subject.base, side, subject);
  },
};

function* judgeCall(call: ModuleCall): Generator<Observation, void, undefined> {
  if (call.source === null || call.dir !== null) return;
  const address = `module.${call.name}`;
  const written = attributeNamed(call.body, "source");
  const place = written === undefined ? firstLineOf(call.place) : placeOf(call.place.file, written.span);
  const source = withoutCredentials(call.source);
  const kind = moduleSource(call.source);
  const common = { place, address, attribute: "source" };
  if (kind.kind === "registry") {
    if (call.version === null && attributeNamed(call.body, "version") === undefined)
      yield { ...common, reason: "module-version", evidence: { source } };
    else if (call.version !== null && isUnbounded(call.version))
      yield { ...common, reason: "module-range", evidence: { source, version: call.version } };
  }
  if (kind.kind === "git" && kind.ref === null) yield { ...common, reason: "module-ref", evidence: { source } };
  if (kind.kind === "git" && kind.ref !== null && branches.has(kind.ref))
    yield { ...common, reason: "module-branch", evidence: { source, ref: kind.ref } };
}

/** Names that only branches have. */
const branches = new Set([
  "main",
  "master",
  "develop",
  "development",
  "dev",
  "trunk",
  "HEAD",
  "head",
  "latest",
  "staging",
  "production",
  "prod",
]);

function* judgeProviders(module: TerraformModule): Generator<Observation, void, undefined> {
  for (const required of module.requiredProviders.values()) {
    if (required.version !== null || required.source === "terraform.io/builtin/terraform") continue;
    yield { reason: "provider-version", place: required.place, address: null, attribute: null, evidence: { provider: required.name } };
  }
}

/** A root module: reviewed as a project, or called by none and set up with a backend or a provider of its own. */
function isRoot(module: TerraformModule, called: ReadonlySet<string | null>, subject: ReviewSubject): boolean {
  if (subject.projects.some((project) => project.dir === module.dir)) return true;
  if (called.has(module.dir)) return false;
  const backend = module.settings.some((setting) =>
    setting.body.blocks.some((block) => block.type === "backend" || block.type === "cloud"),
  );
  return backend || module.providers.length > 0;
}

/** Providers that stand in Terraform itself. */
const builtIn = new Set(["terraform"]);

function* judgeUndeclared(module: TerraformModule): Generator<Observation, void, undefined> {
  for (const [name, place] of usedProviders(module)) {
    if (module.requiredProviders.has(name)) continue;
    // Terraform 0.12's way: the constraint stands in the provider's own block.
    if (module.providers.some((provider) => provider.name === name && attributeNamed(provider.body, "version") !== undefined)) continue;
    yield { reason: "provider-undeclared", place, address: null, attribute: null, evidence: { provider: name } };
  }
}

/** Local names of the providers that a module's resources and provider blocks need, each with the first place that needs it. */
function usedProviders(module: TerraformModule): ReadonlyMap<string, Place> {
  const used = new Map<string, Place>();
  for (const provider of module.providers) if (!used.has(provider.name)) used.set(provider.name, firstLineOf(provider.place));
  for (const resource of module.resources.values()) {
    const underscore = resource.type.indexOf("_");
    const name = underscore === -1 ? resource.type : resource.type.slice(0, underscore);
    const explicit = attributeNamed(resource.body, "provider");
    if (explicit === undefined && !used.has(name)) used.set(name, firstLineOf(resource.place));
  }
  for (const name of builtIn) used.delete(name);
  return used;
}

function* judgeMissingLock(module: TerraformModule, side: Side): Generator<Observation, void, undefined> {
  const first = [...usedProviders(module).values()][0];
  if (first === undefined || side.paths.has(lockPath(module.dir))) return;
  const settings = module.settings[0]?.place;
  const place = settings === undefined ? first : firstLineOf(settings);
  yield { reason: "lock-missing", place, address: null, attribute: null, evidence: { dir: module.dir } };
}

function lockPath(dir: string): string {
  return dir === "." ? lockName : `${dir}/${lockName}`;
}

const lockName = ".terraform.lock.hcl";

function* judgePlugins(side: Side): Generator<Observation, void, undefined> {
  for (const template of side.packer) {
    for (const plugin of template.requiredPlugins) {
      const common = { place: plugin.place, address: null, attribute: null };
      if (plugin.version === null) yield { ...common, reason: "plugin-version", evidence: { plugin: plugin.name } };
      else if (isUnbounded(plugin.version))
        yield { ...common, reason: "plugin-range", evidence: { plugin: plugin.name, version: plugin.version } };
    }
  }
}

/** Lock files that changed although no configuration that they lock did. */
function* judgeChangedLocks(base: Side, head: Side, subject: ReviewSubject): Generator<Observation, void, undefined> {
  for (const path of subject.changed) {
    if (path !== lockName && !path.endsWith(`/${lockName}`)) continue;
    const before = base.files.get(path)?.text;
    const after = head.files.get(path)?.text;
    if (before == null || after == null) continue;
    const dir = path === lockName ? "." : path.slice(0, -lockName.length - 1);
    yield* judgeLock(path, dir, before, after, configurationChanged(subject));
  }
}

/** Any Terraform file counts: a constraint may stand in a module that the root calls. */
function configurationChanged(subject: ReviewSubject): boolean {
  return [...subject.changed].some((path) => path.endsWith(".tf") || path.endsWith(".tf.json"));
}

function* judgeLock(
  path: string,
  dir: string,
  before: string,
  after: string,
  codeChanged: boolean,
): Generator<Observation, void, undefined> {
  const old = lockedProviders(before);
  for (const provider of lockedProviders(after).values()) {
    const previous = old.get(provider.source);
    if (previous === undefined) continue;
    const place = { file: path, line: provider.line, endLine: provider.line };
    const common = { place, address: null, attribute: null };
    if (previous.version !== provider.version) {
      if (!codeChanged)
        yield {
          ...common,
          reason: "lock-alone",
          evidence: { dir, provider: provider.source, before: previous.version, after: provider.version },
        };
    } else if ([...previous.hashes].every((hash) => !provider.hashes.has(hash)) && previous.hashes.size > 0 && provider.hashes.size > 0) {
      yield { ...common, reason: "lock-checksums", evidence: { dir, provider: provider.source, version: provider.version } };
    }
  }
}
