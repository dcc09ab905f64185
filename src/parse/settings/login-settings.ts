/** Settings in the small files that programs log in with: `.netrc`, `.npmrc`, `.pgpass`, `.htpasswd`. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type FoundSetting, settingsAt } from "./found-settings.ts";
import { textLines } from "./text-lines.ts";

/** `machine HOST login USER password WORD`, on one line or over several. https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html */
export function netrcSettings(text: string): readonly WrittenSetting[] {
  return settingsAt(text, netrc(text));
}

function* netrc(text: string): Generator<FoundSetting, void, undefined> {
  let before = "";
  let machine = "default";
  for (const { text: line, offset } of textLines(text)) {
    if (line.trimStart().startsWith("#")) continue;
    for (const match of line.matchAll(/\S{1,2000}/g)) {
      const [word] = match;
      const start = offset + match.index;
      if (before === "machine") machine = word.slice(0, 200);
      if (before === "password" || before === "account")
        yield { path: ["netrc", machine, before], value: word, quoted: true, start, end: start + word.length };
      // A password may be the word "password" itself.
      before = before === "password" || before === "login" || before === "machine" ? "" : word;
    }
  }
}

/** `//registry.npmjs.org/:_authToken=…`. `_auth` and `_password` are base64. https://docs.npmjs.com/cli/configuring-npm/npmrc */
export function npmrcSettings(text: string): readonly WrittenSetting[] {
  return settingsAt(text, npmrc(text));
}

const npmNames: Readonly<Record<string, string>> = { _authToken: "auth token", _auth: "auth token", _password: "password" };

function* npmrc(text: string): Generator<FoundSetting, void, undefined> {
  for (const { text: line, offset } of textLines(text)) {
    const match = /^[ \t]{0,40}([^\s=#;]{0,400}?:)?(\w[\w.-]{0,100})[ \t]{0,20}=[ \t]{0,20}/.exec(line.slice(0, 800));
    if (match === null) continue;
    const rest = line.slice(match[0].length).trimEnd();
    const quoted = /^(["']).*\1$/.test(rest) && rest.length > 1;
    const value = quoted ? rest.slice(1, -1) : rest;
    const start = offset + match[0].length + (quoted ? 1 : 0);
    const name = match[2] ?? "";
    yield { path: ["npmrc", npmNames[name] ?? name], value, quoted: true, start, end: start + value.length };
  }
}

/** `host:port:database:user:password`, with `\:` and `\\`. https://www.postgresql.org/docs/current/libpq-pgpass.html */
export function pgpassSettings(text: string): readonly WrittenSetting[] {
  return settingsAt(text, pgpass(text));
}

function* pgpass(text: string): Generator<FoundSetting, void, undefined> {
  for (const { text: line, offset } of textLines(text)) {
    const match = /^(?!#)(?:(?:[^:\\\n]|\\.){1,300}:){4}/.exec(line.slice(0, 1_500));
    if (match === null) continue;
    const written = line.slice(match[0].length);
    const start = offset + match[0].length;
    yield { path: ["pgpass", "password"], value: written.replaceAll(/\\([:\\])/g, "$1"), quoted: true, start, end: start + written.length };
  }
}

/** `user:hash`; some servers take the password as it is. https://httpd.apache.org/docs/2.4/misc/password_encryptions.html */
export function htpasswdSettings(text: string): readonly WrittenSetting[] {
  return settingsAt(text, htpasswd(text));
}

function* htpasswd(text: string): Generator<FoundSetting, void, undefined> {
  for (const { text: line, offset } of textLines(text)) {
    const user = /^(?!#)[^:\s]{1,256}:/.exec(line.slice(0, 300))?.[0].length;
    const value = user === undefined ? "" : (line.slice(user).split(":")[0] ?? "").trim();
    // crypt's old hashes have 13 characters, MySQL's and LDAP's are told by their sign.
    if (user === undefined || value === "" || /^(?:[./0-9A-Za-z]{13}|\{(?:S?SHA|PLAIN-MD5|MD5)\d{0,3}\}.{1,200})$/.test(value)) continue;
    yield { path: ["htpasswd", "password"], value, quoted: true, start: offset + user, end: offset + user + value.length };
  }
}
