/** What surrounds a setting: whether its value is handed to a program as it is, and whether it only describes something. */
import type { SettingsDocument } from "../model/settings-document.ts";
import type { WrittenSetting } from "../model/written-setting.ts";

export interface SettingsFile {
  readonly path: string;
  /** Texts that people read, in many languages: `password: Passwort`. */
  readonly translations: boolean;
  /** Of a pipeline, in which databases live for minutes. */
  readonly pipeline: boolean;
}

/**
 * `environment`: a program gets the value as it is. `secret`: it stands in an object that holds secrets alone. `plain`: only the name speaks.
 * `silent`: names here describe, or the value is encrypted.
 */
export type SettingContext = "environment" | "secret" | "plain" | "silent";

const translations =
  /(?:^|\/)(?:i18n|l10n|locales?|translations?|langs?|languages?|messages|intl|nls)(?:[/._-]|$)|(?:^|\/)(?:messages|strings|translation)[._-][^/]*$|(?:^|\/)(?:ar|bg|ca|cs|da|de|el|en|es|et|fa|fi|fr|he|hi|hr|hu|it|ja|ko|lt|lv|nb|nl|pl|pt|ro|ru|sk|sl|sv|th|tr|uk|vi|zh)(?:[-_][A-Za-z]{2,4})?\.(?:json|ya?ml|properties)$/i;
const pipeline =
  /(?:^|\/)(?:\.github\/|\.gitlab-ci|\.gitlab\/|\.travis|\.circleci\/|azure-pipelines|\.azure-pipelines\/|\.drone|bitbucket-pipelines|\.buildkite\/|appveyor|cloudbuild|\.semaphore\/|\.cirrus|\.woodpecker|tests?\/|spec\/|e2e\/|integration\/|testdata\/|fixtures\/)/i;

export function settingsFile(path: string): SettingsFile {
  return { path, translations: translations.test(path), pipeline: pipeline.test(path) };
}

const environmentKeys = new Set(
  (
    "env environment environments envvars environmentvariables variables vars extraenv extraenvvars extravars buildargs buildarg envfrom containerenv remoteenv " +
    "globalenv secretenv environmentvars envs literals secretgenerator configmapgenerator appsettings arg args"
  ).split(" "),
);

/** Names of maps whose members are versions, texts for people, or what somebody encrypted. */
const silentKeys = new Set(
  (
    "dependencies devdependencies peerdependencies optionaldependencies bundleddependencies requiredev resolutions engines encrypted encrypteddata sealed " +
    "parameterlabels parametergroups translations i18n locales messages examples example enum labels annotations tags matchlabels errormessages placeholders " +
    "secretkeyref configmapkeyref secretref remoteref valuefrom externalsecret secretstoreref patterns rules regexes allowlist redact redacted columns " +
    "fieldmappings fieldmapping secretsmanager parameterstore"
  ).split(" "),
);

/** Keys whose texts speak to people. */
const proseKeys = new Set(
  "description descriptions notes note message comment comments title summary help helptext documentation example examples prompt msg changelog usage".split(
    " ",
  ),
);

export function contextOf(file: SettingsFile, document: SettingsDocument, { path, beside, value }: WrittenSetting): SettingContext {
  const above = path.slice(0, -1).map(plainWord);
  if (isOwnPolicy(file.path, path) || isAside(path.at(-1) ?? "", above) || describes(document, path, beside, value)) return "silent";
  const kind = document.root.get("kind");
  if ((kind === "Secret" && path[0] === "data") || path.includes("stringData")) return "secret";
  if (kind === "SealedSecret" || kind === "CustomResourceDefinition") return "silent";
  if (file.translations) return "plain";
  const name = path.at(-1) ?? "";
  const shouted = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(name);
  return document.language === "environment" || shouted || above.some((key) => environmentKeys.has(key)) ? "environment" : "plain";
}

/** Words for people, and what only names or encrypts. */
function isAside(name: string, above: readonly string[]): boolean {
  return (
    proseKeys.has(plainWord(name)) || above.some((key) => silentKeys.has(key) || key === "helptext" || /(?:annotations|labels)$/.test(key))
  );
}

/** Where policies of Bakegate lie: elsewhere the same keys hide nothing. */
const ownFiles = /(?:^|\/)(?:\.github\/bakegate\.ya?ml|policies\/[^/]+\.ya?ml)$/;

/** A policy of Bakegate's names arguments and settings that hold credentials. */
function isOwnPolicy(file: string, [first, second]: readonly string[]): boolean {
  if (!ownFiles.test(file)) return false;
  return first === "credentials" && (second === "sinks" || second === "names" || second === "patterns");
}

/** `EnvironmentVariables`, `environment_variables` → `environmentvariables`. */
function plainWord(key: string): string {
  return key.length > 60 ? "" : key.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();
}

/** A schema: what is below `properties` says of which type a value is, and what it may be. */
function describes(document: SettingsDocument, path: readonly string[], beside: ReadonlyMap<string, string>, value: string): boolean {
  if (document.language !== "data") return false;
  const schema = path.includes("properties") || path.includes("$defs") || path.includes("definitions") || path.includes("components");
  if (!schema) return false;
  if (beside.get("value") === value) return false;
  const isDefault = beside.get("default") === value && (beside.has("type") || beside.has("description"));
  return (
    isDefault || /json-schema\.org/.test(document.root.get("$schema") ?? "") || document.root.has("openapi") || document.root.has("swagger")
  );
}

/** Names of what is taken where nobody hands in another value. */
const defaultKeys = ["Default", "default", "defaultValue"];

/** Whether the value is the default of a parameter: CloudFormation, ARM, workflows, templates of pipelines. */
export function isParameterDefault({ path, beside, value }: WrittenSetting): boolean {
  const declared = path.some((key) => key === "Parameters" || key === "parameters" || key === "inputs");
  return declared && defaultKeys.some((key) => beside.get(key) === value);
}

/** Whether the value is the default of a parameter that the document itself declares a secret. */
export function isDeclaredSensitive(setting: WrittenSetting): boolean {
  const { beside } = setting;
  const declared = /^true$/i.test(beside.get("NoEcho") ?? "") || /^secure(?:string|object)$/i.test(beside.get("type") ?? "");
  return declared && isParameterDefault(setting);
}
