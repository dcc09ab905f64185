/**
 * Settings under one another, in sections or not: `.ini`, `.cfg`, `.conf`, `.cnf`, TOML, `~/.aws/credentials`, systemd units, Ansible's
 * inventories, `.terraformrc`.
 */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { withParts } from "./connection-part.ts";
import { type FoundSetting, settingsAt, shifted } from "./found-settings.ts";
import { shellSettings } from "./shell-settings.ts";
import { textLines } from "./text-lines.ts";

const section = /^[ \t]{0,40}\[{1,2}[ \t]{0,10}([^\][\n]{1,200}?)[ \t]{0,10}\]{1,2}[ \t]{0,40}(?:[#;].{0,400})?$/;
const assignment =
  /^([ \t]{0,80}(?:export[ \t]{1,10})?["']?([A-Za-z_][\w.\-/:@*]{0,200}?)["']?[ \t]{0,80}(?:=>|=|:(?=[ \t]|$))[ \t]{0,80})(?!=)/;
/** `db1 ansible_host=10.0.0.1 ansible_password=…` */
const host = /^[ \t]{0,40}[\w.:[\]-]{1,200}[ \t]{1,80}(?=[A-Za-z_]\w{0,100}=)/;
/** Further words of an inventory's line. */
const plainPair = /(?<![^\s,])()([A-Za-z_][\w.-]{0,100})=("[^"\n]{0,1000}"|'[^'\n]{0,1000}'|[^\s"',;{}]{1,1000})/g;
/** `Environment="NAME=value" OTHER=value` of systemd: the quotes stand around both. */
const environmentPair =
  /(?<![^\s=])(["']?)([A-Za-z_]\w{0,100})=((?<="[A-Za-z_]\w{0,100}=)[^"\n]{0,1000}|(?<='[A-Za-z_]\w{0,100}=)[^'\n]{0,1000}|[^\s"']{1,1000})/g;
/** `{ user = "a", password = "b" }` of TOML. */
const tablePair = /(["']?)([A-Za-z_][\w.-]{0,100})\1[ \t]{0,20}[=:][ \t]{0,20}("[^"\n]{0,1000}"|'[^'\n]{0,1000}')/g;
/** Where a system looks users up: `passwd: files systemd`. */
const nameService = /^(?:passwd|shadow|group|gshadow):\s{1,40}(?:files|compat|systemd|sss|ldap|nis|winbind|db|cache)\b/;

/** Servers whose settings are a name, a blank and the value: Redis, Mosquitto's `remote_password`, Apache's `AuthLDAPBindPassword`. */
const spaced =
  /^[ \t]{0,40}(?:sentinel[ \t]{1,10}(?=auth-pass[ \t]))?(requirepass|masterauth|tls-(?:client-)?key-file-pass|auth-pass(?=[ \t]{1,10}\S{1,100}[ \t])|rootpw|bindpw|[\w.-]{0,60}(?:password|passwd|passphrase|secret)|auth-token)(?:(?<=auth-pass)[ \t]{1,10}\S{1,100})?[ \t]{1,80}/i;

/** Lines cut here: nobody writes a setting so long, in UTF-16 units. */
const longestLine = 20_000;

/** In order of writing. Never throws; linear. */
export function iniSettings(text: string): readonly WrittenSetting[] {
  const found = settingsAt(text, withParts(settings(text)));
  // What systemd starts is a command line.
  const commands = found
    .filter(({ path }) => /^Exec(?:Start|Stop|Reload|StartPre|StartPost|Condition)$/.test(path.at(-1) ?? ""))
    .flatMap(({ value, line }) => shifted(shellSettings(value), line));
  return commands.length === 0 ? found : [...found, ...commands].sort((a, b) => a.line - b.line);
}

function* settings(text: string): Generator<FoundSetting, void, undefined> {
  let above: readonly string[] = [];
  for (const { text: whole, offset } of textLines(text)) {
    const line = whole.slice(0, longestLine);
    const first = line.trimStart()[0];
    if (first === undefined || first === "#" || first === ";") continue;
    if (first === "[") {
      const title = section.exec(line.slice(0, 800))?.[1];
      if (title !== undefined) {
        above = [title];
        continue;
      }
    }
    yield* ofLine(line, offset, above);
  }
}

function* ofLine(line: string, offset: number, above: readonly string[]): Generator<FoundSetting, void, undefined> {
  yield* loginsIn(line, offset, above);
  const match = assignment.exec(line.slice(0, 800));
  if (nameService.test(line.slice(0, 200))) return;
  if (match === null) {
    const words = host.exec(line.slice(0, 500)) ?? spaced.exec(line.slice(0, 500));
    if (words === null) return;
    if (words[1] === undefined) yield* pairsIn(plainPair, line, words[0].length, offset, above);
    else yield valueAt(line, words[0].length, offset, [...above, words[1]]);
    return;
  }
  const [, head = "", name = ""] = match;
  const path = [...above, name];
  const found = valueAt(line, head.length, offset, path);
  if (/^Environment$/i.test(name)) yield* pairsIn(environmentPair, line, head.length, offset, path);
  else if (/^\{(?!\{)/.test(found.value)) yield* pairsIn(tablePair, line, head.length, offset, path);
  else {
    yield found;
    if (!found.quoted && /\s\w{1,100}=/.test(found.value)) yield* pairsIn(plainPair, line, head.length, offset, path);
  }
}

/** A password as Cisco's devices hold it: as it is, or in the type 7 that anybody turns back. The other types are hashes. */
const ofDevice = "(?:[07][ \\t]{1,5})?(?!\\d[ \\t])(\\S{1,200})";

/**
 * `proxy_set_header Authorization "Basic …"` of nginx, `stats auth user:password` and `insecure-password …` of HAProxy, and what agents of SNMP,
 * devices of a network and ends of a tunnel know each other by.
 */
const logins: readonly (readonly [RegExp, string])[] = [
  [/\bAuthorization["']?[ \t:=,]{1,10}["']?(?:Basic|Bearer|Token)[ \t]{1,5}([A-Za-z0-9._~+/=-]{8,2000})/i, "authorization token"],
  [/^\s{0,40}stats[ \t]{1,10}auth[ \t]{1,10}[^\s:]{1,100}:(\S{1,200})/, "password"],
  [/\binsecure-password[ \t]{1,10}(\S{1,200})/, "password"],
  // A rule for a user of Redis. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
  [/^\s{0,40}user[ \t]{1,10}\S{1,100}[ \t][^#\n]{0,400}?(?<=[ \t])>(\S{1,200})/, "password"],
  [
    /\b(?:(?:proxy|grpc)_set_header|add_header|RequestHeader[ \t]{1,5}set|set-header)[ \t]{1,10}["']?[\w-]{0,60}(?:key|token|secret)["']?[ \t]{1,10}["']?([^\s"';$]{8,200})/i,
    "api key",
  ],
  // Everybody knows the communities that agents are delivered with. http://www.net-snmp.org/docs/man/snmpd.conf.html
  [/^\s{0,40}(?:snmp-server[ \t]{1,5}community|r[ow]community6?)[ \t]{1,10}["']?(?!(?:public|private)\b)([^\s"']{1,200})/i, "password"],
  [/^\s{0,40}createUser[ \t]{1,10}\S{1,100}[ \t]{1,10}(?:MD5|SHA\S{0,8})[ \t]{1,10}["']?([^\s"']{1,200})/i, "password"],
  // https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/security/a1/sec-a1-cr-book.html
  [
    new RegExp(
      `^\\s{0,40}(?:username[ \\t]\\S{1,100}[ \\t](?:\\S{1,40}[ \\t]){0,6}?|enable[ \\t]{1,5})(?:password|secret)[ \\t]{1,5}${ofDevice}`,
    ),
    "password",
  ],
  [new RegExp(`^\\s{0,40}(?:tacacs|radius)(?:-server)?[ \\t](?:\\S{1,40}[ \\t]){0,8}?key[ \\t]{1,5}${ofDevice}`), "password"],
  [new RegExp(`^\\s{0,40}crypto isakmp key[ \\t]{1,5}${ofDevice}`), "password"],
  // https://docs.strongswan.org/docs/latest/config/ipsecSecrets.html
  [/^[^"#:\n]{0,200}(?::[^"#:\n]{1,100}){0,16}:[ \t]{1,10}(?:PSK|EAP|XAUTH|NTLM)[ \t]{1,10}"([^"\n]{1,200})(?=")/, "password"],
];

/** What stands in every line that one of the logins does. */
const loginSign =
  /auth|insecure-password|^\s{0,40}(?:user|username|enable|tacacs|radius|crypto)|community|createUser|_header[ \t]|set-header|requestheader|PSK|EAP|NTLM/i;

function* loginsIn(line: string, offset: number, above: readonly string[]): Generator<FoundSetting, void, undefined> {
  if (!loginSign.test(line)) return;
  for (const [pattern, name] of logins) {
    const match = pattern.exec(line);
    const value = match?.[1];
    if (match === null || value === undefined) continue;
    const end = offset + match.index + match[0].length;
    yield { path: [...above, name], value, quoted: true, start: end - value.length, end };
  }
}

/** @param form its first group is the name, its second the value, in quotes or not, at the match's end or before its closing quote */
function* pairsIn(
  form: RegExp,
  line: string,
  at: number,
  offset: number,
  above: readonly string[],
): Generator<FoundSetting, void, undefined> {
  for (const match of line.slice(at).matchAll(form)) {
    const [whole, , name = "", written = ""] = match;
    const quoted = /^(["']).*\1$/.test(written) && written.length > 1;
    const value = quoted ? written.slice(1, -1) : written;
    const start = offset + at + match.index + whole.lastIndexOf(written) + (quoted ? 1 : 0);
    yield { path: [...above, name], value, quoted: quoted || match[1] !== "", start, end: start + value.length };
  }
}

/** The rest of a line: in quotes up to the closing one, else up to a comment. */
function valueAt(line: string, at: number, offset: number, path: readonly string[]): FoundSetting {
  const rest = line.slice(at);
  const triple = /^("""|''')((?:(?!\1).){1,4000})\1/.exec(rest);
  if (triple !== null) {
    const value = triple[2] ?? "";
    return { path, value, quoted: true, start: offset + at + 3, end: offset + at + 3 + value.length };
  }
  const quote = rest[0];
  if (quote === '"' || quote === "'") {
    const end = closing(rest, quote);
    if (end !== -1) {
      const written = rest.slice(1, end);
      const value = quote === '"' ? written.replaceAll(/\\(["\\])/g, "$1") : written;
      return { path, value, quoted: true, start: offset + at + 1, end: offset + at + end };
    }
  }
  const comment = /^[#;]/.test(rest) ? 0 : rest.search(/\s[#;]/);
  const value = (comment === -1 ? rest : rest.slice(0, comment)).trimEnd();
  return { path, value, quoted: false, start: offset + at, end: offset + at + value.length };
}

function closing(text: string, quote: string): number {
  for (let i = 1; i < text.length; i++) {
    if (text[i] === "\\" && quote === '"') i++;
    else if (text[i] === quote) return i;
  }
  return -1;
}
