/** In which language of settings a file is written: by its name, else by how it begins. */

export type SettingsFormat =
  | "yaml"
  | "json"
  | "dockerfile"
  | "shell"
  | "dotenv"
  | "ini"
  | "properties"
  | "netrc"
  | "npmrc"
  | "pgpass"
  | "answers"
  | "login-list"
  | "make"
  | "batch"
  | "htpasswd"
  | "xml"
  | "groovy"
  | "ruby"
  | "puppet"
  | "powershell"
  | "bicep"
  | "sql"
  | "php"
  | "mongo";

/** Locks of packages hold digests and versions of names that anybody chose. */
const locks =
  /^\.?(?:package-lock|npm-shrinkwrap|pnpm-lock|composer|chart|requirements|flake|deno|bun|poetry|pubspec|pdm|uv|cargo|gemfile|pipfile|yarn|mix|packages|paket|podfile|manifest)[.-]?(?:lock)?(?:\.json|\.ya?ml|\.lock)?$/;

const byName: readonly (readonly [RegExp, SettingsFormat])[] = [
  [/^(?:docker|container)file(?:[._-].*)?$|\.(?:docker|container)file$/, "dockerfile"],
  [/^\.?env(?:rc)?(?:[._-].*)?$|\.env$|\.env[._-][\w.-]+$/, "dotenv"],
  [/^[._]netrc$/, "netrc"],
  [/^\.npmrc$/, "npmrc"],
  [/^\.?pgpass(?:\.conf)?$/, "pgpass"],
  [/\.(?:ks|kickstart|preseed|seed)$|^(?:.{0,40}[._-])?(?:preseed|ks|kickstart)(?:[._-].{0,40})?\.cfg$/, "answers"],
  [/^\.?htpasswd$/, "htpasswd"],
  [/^jenkinsfile|\.jenkinsfile$|\.(?:groovy|gradle|gradle\.kts|kts)$/, "groovy"],
  [/\.(?:rb|rake)$|^(?:vagrantfile|berksfile|capfile|rakefile|gemfile|guardfile)$/, "ruby"],
  [/\.pp$/, "puppet"],
  [/\.psm?1$|\.psd1$/, "powershell"],
  [/\.bicep(?:param)?$/, "bicep"],
  [/^(?:gnu)?makefile(?:\..{1,40})?$|\.(?:mk|mak)$/, "make"],
  [/\.(?:bat|cmd)$/, "batch"],
  [/^\.?terraform\.?rc$|^\.(?:esmtprc|msmtprc|fetchmailrc|muttrc|hgrc|wgetrc|curlrc)$/, "ini"],
  [/\.(?:sql|ddl)$/, "sql"],
  [/^(?:wp-|local-|db-?|database\.?|app-)?(?:config|settings)(?:[._-][\w-]{1,40})?\.php$|^(?:database|credentials)\.php$/, "php"],
  [/^(?:.{0,40}[._-])?mongo.{0,40}\.js$|^(?:\d{1,3}[._-])?init(?:[._-].{0,40})?\.js$/, "mongo"],
  [/^ipsec(?:\..{1,40})?\.secrets$/, "ini"],
  [
    /\.(?:sh|bash|zsh|ksh|bats|command|envsh)$|^\.(?:bashrc|bash_profile|profile|zshrc|bash_aliases)$|^(?:user-?data|cloud-?init)(?:\.txt)?$/,
    "shell",
  ],
  [/\.(?:ya?ml|sls|eyaml|raml)$|^\.?(?:kube|docker-)?config\.ya?ml$|^kubeconfig$|^\.kubeconfig$/, "yaml"],
  [/\.(?:json|jsonc|json5|tfstate|tfstate\.backup|arm|hjson|avsc)$|^\.docker(?:cfg|configjson)$|^\.babelrc$/, "json"],
  [/\.(?:xml|config|xsl|nuspec|csproj|props|targets|pom|publishsettings|pubxml|plist)$/, "xml"],
  [/\.(?:properties|props\.in)$/, "properties"],
  [
    /\.(?:ini|cfg|cnf|conf|toml|service|desktop|inventory|credentials|editorconfig|tf-?rc)$|^\.(?:my\.cnf|pypirc|s3cfg|boto|gitconfig|passwd-s3fs)$|^(?:hosts|inventory|credentials|config)$/,
    "ini",
  ],
];

/** Endings that say that something else makes the file, before which its own ending stands: `values.yaml.j2`, `app.env.example`. */
const templateEnding =
  /\.(?:j2|jinja2?|tpl|tmpl|tftpl|erb|epp|gotmpl|mustache|hbs|template|templ|dist|sample|example|default|in|orig|bak|backup|old|save|disabled|local|prod|dev)$/;

/** Null: no language of settings that is known. Plain text and programs' source code among others. */
export function settingsFormat(path: string, text: string): SettingsFormat | null {
  let name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (locks.test(name) && !/^manifest\.ya?ml$/.test(name)) return null;
  for (let tries = 0; tries < 3; tries++) {
    const named = byName.find(([pattern]) => pattern.test(name));
    if (named !== undefined)
      return named[1] === "ini" || named[1] === "shell" || named[1] === "json" ? (byContent(text) ?? named[1]) : named[1];
    if (!templateEnding.test(name)) break;
    name = name.slice(0, name.lastIndexOf("."));
  }
  if (name.includes(".") && !templateEnding.test(name) && !/\.(?:txt|cloud-config|cloudinit|mime|userdata)$/.test(name)) return null;
  return byContent(text) ?? (/(?:^|\/)(?:group_vars|host_vars)\/[^.]*$/.test(path) ? "yaml" : null);
}

/** By the first line that says something. Null: it says nothing. */
export function byContent(text: string): SettingsFormat | null {
  const piece = text.slice(0, 4_000);
  if (
    /^#cloud-config\b/.test(piece) ||
    /^(?:---\s|\s{0,40}apiVersion:|AWSTemplateFormatVersion:|heat_template_version:)/m.test(piece.slice(0, 400))
  )
    return "yaml";
  if (/^#![^\n]{0,100}\b(?:ba|z|k|da|a)?sh\b/.test(piece)) return "shell";
  if (/^#![^\n]{0,100}\bpwsh\b/.test(piece) || /^<powershell>/i.test(piece)) return "powershell";
  if (/^\s*<\?xml\b/.test(piece)) return "xml";
  return isJson(piece) ? "json" : null;
}

/** An object or a list of JSON; `[section]`, `{{ template }}` and an expression in brackets are none. */
export function isJson(text: string): boolean {
  return /^\s*(?:\{\s*["}]|\[\s*["{[\]])/.test(text.slice(0, 2_000));
}
