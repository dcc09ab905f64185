/** Which settings hold credentials, by their names and by where they stand. */
import type { WrittenSetting } from "../model/written-setting.ts";
import { nameKind, spokenName } from "./secret-name.ts";
import type { SettingContext } from "./setting-context.ts";
import type { SinkCatalogue } from "./sinks.ts";

export interface SettingSink {
  /** `password`, `client secret`. */
  readonly what: string;
  /**
   * `known`: nothing but a credential may stand here. `strong`: its name means nothing else. `pair`: its name is that of a credential, or of what
   * names one (`client_secret`). `weak`: it says little (`token`, `secret`).
   */
  readonly strength: "known" | "strong" | "pair" | "weak";
}

/** Null: its name says nothing of a credential. */
export function settingSink({ path, beside }: WrittenSetting, context: SettingContext, sinks: SinkCatalogue): SettingSink | null {
  const name = path.at(-1) ?? "";
  // `- test -n "$X" || echo "password: missing"`: YAML takes the half of a command for a name.
  if (context === "silent" || name === "" || /["'`$|]/.test(name.slice(0, 200))) return null;
  const listed = sinks.ofSetting(path, (key) => beside.get(key));
  if (listed !== undefined) return listed === null ? null : { what: listed, strength: "known" };
  switch (nameKind(name)) {
    case "strong":
      return { what: spokenName(name), strength: context === "secret" ? "known" : "strong" };
    case "weak":
      return { what: spokenName(name), strength: context === "secret" ? "known" : isPair(name, path) ? "pair" : "weak" };
    case "about":
      return null;
    case "other":
      return ofOther(name, path, beside, context);
  }
}

/** `jwt.secret` and `s3: { secret: … }` say as much as `jwt_secret`. */
function isPair(name: string, path: readonly string[]): boolean {
  if (/[a-z0-9][A-Z]|[A-Za-z0-9][^A-Za-z0-9]+[A-Za-z0-9]/.test(name)) return true;
  const above = path.at(-2) ?? "";
  return (
    /^(?:secret|token)$/i.test(name) &&
    /(?:jwt|oauth|oauth2|session|cookie|client|app|auth|hmac|webhook|signing|csrf|api|access|refresh|s3)$/i.test(above)
  );
}

/** Below `passwords:` everything is one; in an object of secrets what looks like one. */
function ofOther(name: string, path: readonly string[], beside: ReadonlyMap<string, string>, context: SettingContext): SettingSink | null {
  if (/^pass$/i.test(name) && ["user", "username", "login", "User", "USER"].some((key) => beside.has(key)))
    return { what: "password", strength: "strong" };
  if (/^(?:proxy-)?authorization$/i.test(name)) return { what: "authorization", strength: "weak" };
  if (context === "secret") return { what: "secret", strength: "weak" };
  const above = path.at(-2) ?? "";
  if (/passwords$/i.test(above) && !/^\$?(?:ref|shape|type|items|in|source|id|name|variable)$/i.test(name))
    return { what: "password", strength: "strong" };
  if (/^key$/i.test(name) && nameKind(`${above}_key`) === "weak") return { what: spokenName(`${above}_key`), strength: "pair" };
  return /(?:secrets|tokens|api_?keys|access_?keys)$/i.test(above) && above.length < 100
    ? { what: spokenName(above).replace(/s$/, ""), strength: "weak" }
    : null;
}
