/** Vendors' tokens, passwords in URLs and private keys in any text, wherever they stand in it. */
import { describe, expect, test } from "@jest/globals";
import { sightTokens } from "../../src/credentials/sight-tokens.ts";
import type { Sighting } from "../../src/model/sighting.ts";
import { invented } from "./sighted.ts";

// Put together here, so that no scanner takes this file for a leak.
const github = `gh${"p_"}${invented(36)}`;
const slack = `xox${"b-"}123456789012-210987654321-${invented(24)}`;
const accessKeyId = `AK${"IA"}${invented(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`;
const secretAccessKey = invented(40);
const keyLine = invented(64);

function seen(text: string, path = "notes.txt"): readonly string[] {
  return sightTokens(path, text).map(({ kind, what, place }) => `${kind} ${place.line}:${place.column} ${what}`);
}

/** Whether the sighting's text is exactly this. */
function holds(sighting: Sighting | undefined, text: string): boolean {
  return sighting?.secret.digest((own) => own === text) === true;
}

describe("tokens", () => {
  test.each([
    ["GitHub", `export TOKEN=${github}\n`, ["token 1:14 GitHub token"]],
    ["Slack", `\n\n  slack: "${slack}"`, ["token 3:11 Slack token"]],
    ["an AWS access key id", `id = ${accessKeyId}`, ["token 1:6 AWS access key id"]],
    ["a key that Consul's members share", `encrypt = "${"k8Zq2Wm5Xv7Rt1Lp4NcB9w"}=="`, ["token 1:12 gossip encryption key"]],
    ["npm, at the end of a text without a line end", `//registry.npmjs.org/:_authToken=npm_${invented(36)}`, ["token 1:34 npm token"]],
  ])("%s", (_name, text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  test.each([
    `aws_secret_access_key = ${secretAccessKey}`,
    `AWS_SECRET_ACCESS_KEY="${secretAccessKey}"`,
    `"SecretAccessKey": "${secretAccessKey}",`,
    `'aws_secret_access_key' => '${secretAccessKey}'`,
    `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}\necho`,
  ])("of an AWS secret key only the key: %#", (text) => {
    const [sighting, ...others] = sightTokens("env", text);
    expect(others).toEqual([]);
    expect(holds(sighting, secretAccessKey)).toBe(true);
    expect(sighting?.place.column).toBe(text.indexOf(secretAccessKey) + 1);
  });

  test("of a line of .npmrc only the token, once", () => {
    const text = `//registry.npmjs.org/:_authToken=npm_${invented(36)}`;
    const [sighting, ...others] = sightTokens(".npmrc", text);
    expect([others, sighting?.place.column, holds(sighting, text.slice(33))]).toEqual([[], 34, true]);
  });

  test("a comment of secretlint's hides nothing", () => {
    expect(seen(`// secretlint-disable\nconst a = "${github}";\n`)).toEqual(["token 2:12 GitHub token"]);
    expect(seen(`const a = "${github}"; // secretlint-disable-line\n`)).toEqual(["token 1:12 GitHub token"]);
  });

  test.each([
    `gh${"p_"}${"x".repeat(36)}`,
    "xoxb-your-token-goes-here",
    "account_id = 123456789012",
    `principal = "AIDA${invented(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"`,
    "AKIAIOSFODNN7EXAMPLE",
    "sk-learn is a package; ops_eyeball; lin_api_docs",
    `digest: sha256:${invented(64, "0123456789abcdef")}`,
    "images/2018-250-xoxo-indieweb-1.jpg",
  ])("clean: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });

  test("across the borders of the pieces a long text is read in", () => {
    for (const at of [131_072, 131_071, 131_072 - 20, 131_072 - 40, 131_072 - 4_096, 131_072 - 4_100, 262_144 - 7]) {
      const text = `${"word ".repeat(at).slice(0, at - 1)}\n${github}\n${"word ".repeat(2_000)}`;
      const found = sightTokens("long.txt", text);
      expect([at, found.length]).toEqual([at, 1]);
      expect(holds(found[0], github)).toBe(true);
    }
  });

  test("many lines: each token at its own", () => {
    const lines = Array.from({ length: 300 }, (_, i) => (i % 100 === 50 ? github : "nothing here"));
    expect(sightTokens("a", lines.join("\r\n")).map(({ place }) => place.line)).toEqual([51, 151, 251]);
  });
});

const small = "abcdef0123456789";
const hex = (length: number) => invented(length, small);
const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const uuid = `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
const claims = (payload: object) =>
  ["eyJhbGciOiJSUzI1NiIsImtpZCI6IiJ9", btoa(JSON.stringify(payload)).replaceAll("=", ""), invented(86)].join(".");

/** What a vendor's tokens look like, in two parts, so that none stands in this file. */
const shaped: readonly (readonly [what: string, begin: string, end: string])[] = [
  ["Azure AD client secret", "aB3", `8Q~${invented(34)}`],
  ["Azure storage account key", `${invented(76)}+A`, `St${invented(5)}A==`],
  ["Azure Service Bus key", `${invented(33)}+A`, `SbA${invented(5)}=`],
  ["Azure DevOps token", invented(76), `AZ${"DO"}${invented(4)}`],
  ["Google OAuth client secret", "GOC", `SPX-${invented(28)}`],
  ["DigitalOcean token", "dop", `_v1_${hex(64)}`],
  ["Databricks token", "da", `pi${hex(32)}-2`],
  ["Fly.io token", "fo", `1_${invented(43)}`],
  ["Tailscale key", "tsk", `ey-auth-${invented(16)}-${invented(32)}`],
  ["HashiCorp Vault token", "hv", `s.${invented(90)}`],
  ["HashiCorp Vault batch token", "hv", `b.${invented(160)}`],
  ["HCP Terraform token", invented(14), `.atla${"sv1"}.${invented(67)}`],
  ["Pulumi token", "pu", `l-${hex(40)}`],
  ["Infracost API key", "ic", `o-${invented(32)}`],
  ["Octopus Deploy API key", "AP", `I-${invented(26, capitals)}`],
  ["OpenShift token", "sha", `256~${invented(43)}`],
  ["age secret key", "AGE-SECRET", `-KEY-1${invented(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")}`],
  ["Doppler token", "dp", `.st.prd.${invented(43)}`],
  ["GitLab token", "gl", `pat-${invented(20)}`],
  ["GitLab token", "gl", `pat-${invented(27)}.01.${invented(9, "abcdefghijklmnop0123456789")}`],
  ["GitLab token", "gl", `rt-${invented(20)}`],
  ["Docker Hub token", "dckr", `_pat_${invented(27)}`],
  ["PyPI token", "pyp", `i-AgEI${invented(120)}`],
  ["JFrog API key", "AKC", `p${invented(69)}`],
  ["Atlassian API token", "ATA", `TT3${invented(180)}=${invented(8, "0123456789ABCDEF")}`],
  ["CircleCI token", "CCI", `PAT_${invented(22)}_${hex(40)}`],
  ["SonarQube token", "sq", `u_${hex(40)}`],
  ["Grafana service account token", "gl", `sa_${invented(32)}_${hex(8)}`],
  ["Grafana Cloud token", "gl", `c_eyJ${invented(120)}`],
  ["New Relic user key", "NR", `AK-${invented(27, capitals)}`],
  ["New Relic license key", hex(36), `NR${"AL"}`],
  ["Sentry user token", "sntr", `yu_${hex(64)}`],
  ["Rancher token", "token-", `x7k2p:${invented(54, "abcdefghijklmnopqrstuvwxyz0123456789")}`],
  ["Dynatrace token", "dt0", `c01.${invented(24, capitals)}.${invented(64, capitals)}`],
  ["Slack token", "xox", `e.xoxp-1-${invented(160)}`],
  ["Slack token", "xox", `s-123456789012-210987654321-345678901234-${hex(32)}`],
  ["Stripe key", "sk_", `live_${invented(60)}`],
  ["Hugging Face token", "h", `f_${invented(34, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ")}`],
  ["Kubernetes service account token", "", claims({ iss: "kubernetes/serviceaccount", sub: "system:serviceaccount:default:app" })],
];

const assigned: readonly (readonly [what: string, name: string, value: string])[] = [
  ["Datadog API key", "DD_API_KEY", hex(32)],
  ["Datadog application key", "datadog_app_key", hex(40)],
  ["Heroku API key", "HEROKU_API_KEY", uuid],
  ["Snyk token", "SNYK_TOKEN", uuid],
  ["PagerDuty API key", "pagerduty_token", `u+${invented(18)}`],
  ["Okta token", "okta_api_token", `00${invented(40)}`],
  ["Twilio auth token", "TWILIO_AUTH_TOKEN", hex(32)],
  ["Cloudflare API token", "cloudflare_api_token", invented(40)],
  ["Sumo Logic access id", "SUMOLOGIC_ACCESSID", `su${invented(12)}`],
  ["password for a gem server", "BUNDLE_GEMS__ACME__COM", `user:${hex(16)}`],
  ["Google API key", "maps_key", `AI${"za"}Sy${invented(33)}`],
];

describe("tokens that the library does not know", () => {
  test.each(shaped)("%s", (what, begin, end) => {
    const token = begin + end;
    const text = `# a comment\n  value: "${token}"\n`;
    const found = sightTokens("values.yaml", text).filter((sighting) => sighting.what === what);
    expect(found.map(({ kind, place }) => [kind, place.line, place.column])).toEqual([["token", 2, 11]]);
    expect(holds(found[0], token)).toBe(true);
    // Another letter in front, a stand-in in it, or its end missing: none.
    const others = [`Z${token}`, begin + end.slice(0, 3), `${begin}${end.slice(0, 2)}${"x".repeat(Math.max(0, end.length - 2))}`];
    expect(others.flatMap((one) => sightTokens("a", one)).filter((sighting) => sighting.what === what && begin !== "")).toEqual([]);
  });

  test.each(assigned)("%s, by the name it is assigned to", (what, name, value) => {
    for (const text of [`${name}=${value}`, `export ${name}="${value}"`, `${name}: ${value}`, `"${name}": "${value}",`]) {
      const [found, ...others] = sightTokens("a", text);
      expect([text, found?.kind, found?.what, others]).toEqual([text, "token", what, []]);
      expect(holds(found, value)).toBe(true);
    }
    expect(seen(value)).toEqual([]);
  });

  test("a GitLab instance may have a prefix of its own", () => {
    expect(seen(`TOKEN=ACME-gl${"pat-"}${invented(20)}`)).toEqual(["token 1:12 GitLab token"]);
  });

  test.each([
    "The prefix is glpat-, that of Vault hvs. and that of Stripe sk_live_.",
    `glpat-${"x".repeat(20)} dop_v1_${"0".repeat(64)} hvs.${"a".repeat(95)}`,
    `image: acme/web@sha256:${hex(64)}`,
    `apiKey: "AI${"za"}Sy${invented(33)}",\n  authDomain: "acme.firebaseapp.com",`,
    claims({ sub: "1234567890", name: "John Doe", iat: 1_516_239_022 }),
    `https://acme.io/API-${"CATALOGUE".repeat(3)}`,
    "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~8Q~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
  ])("clean: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });
});

describe("credentials that a command is handed", () => {
  const key = hex(32);
  test.each([
    ["curl -u deploy:tr0ub4dor https://acme.io", "1:16 password in a command"],
    ["curl --user 'deploy:tr0ub4dor' https://acme.io", "1:21 password in a command"],
    [`curl -u "${key}:" https://acme.io`, "1:10 password in a command"],
    [`curl -sS -X POST \\\n  -H "Authorization: Bearer ${key}" \\\n  https://acme.io`, "2:29 credential in a header"],
    [`curl -H 'X-Api-Key: ${key}' https://acme.io`, "1:21 credential in a header"],
    [`curl -H "Authorization: Basic ${btoa("deploy:tr0ub4dor")}" https://acme.io`, "1:31 credential in a header"],
  ])("%s", (text, expected) => {
    expect(seen(text)).toEqual([`hard-coded ${expected}`]);
  });

  test.each([
    'curl -u "$USER:$PASSWORD" https://acme.io',
    `curl -u "\${USER}:\${PASSWORD}" https://acme.io`,
    "curl -u user:password https://acme.io",
    'curl -H "Authorization: Bearer $TOKEN" https://acme.io',
    'curl -H "Authorization: Bearer $(gcloud auth print-access-token)" https://acme.io',
    'curl -H "Authorization: Bearer <token>" https://acme.io',
    'curl -H "Content-Type: application/json; version=12345678" https://acme.io',
    `curl -H "Authorization: Basic ${btoa("no colon in it")}" https://acme.io`,
    "mysql -u root",
  ])("clean: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });
});

describe("credentials in queries and connection strings", () => {
  const signature = `${invented(42)}%3D`;
  test.each([
    ["https://acme.io/a?user=app&password=hunter22", "in-url 1:37 password in a URL"],
    ["jdbc:postgresql://db.acme.io/main?user=app&password=hunter22", "in-url 1:53 password in a URL"],
    [`https://acme.io/a?access_token=${hex(32)}`, "in-url 1:32 token in a URL"],
    [`https://acme.blob.core.windows.net/c?sv=2022-11-02&sig=${signature}`, "in-url 1:56 Azure SAS signature"],
    [`https://b.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=${hex(64)}`, "in-url 1:59 AWS signature"],
    ["Server=db.acme.io;User Id=app;Password=hunter22;Encrypt=true", "in-url 1:40 password in a connection string"],
    ["jdbc:sqlserver://db.acme.io;user=app;password=hunter22", "in-url 1:47 password in a connection string"],
    ["jdbc:oracle:thin:app/hunter22@db.acme.io:1521/x", "in-url 1:22 password in a connection string"],
    [`AccountName=acme;AccountKey=${invented(86)}==`, "in-url 1:29 storage account key in a connection string"],
    ["http://localhost:8080/?password=hunter22", "placeholder 1:33 password in a URL"],
    ["Server=db.acme.io;Password={your_password_here};", "placeholder 1:28 password in a connection string"],
  ])("%s", (text, expected) => {
    expect(seen(text)).toEqual([expected]);
  });

  test.each([
    `https://acme.io/a?password=\${PASSWORD}&x=1`,
    "https://acme.io/a?token=next-page",
    `https://acme.io/badge.svg?token=${hex(32)}`,
    `Server=db.acme.io;Password=\${DB_PASSWORD};`,
    "a=1;password=hunter22",
    "the sig=nal is password=strong",
  ])("clean: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });

  test("a token in a URL is told as the token", () => {
    expect(seen(`https://bot:${github}@github.com/acme/x`)).toEqual(["token 1:13 GitHub token"]);
  });
});

describe("passwords in URLs", () => {
  test.each([
    ["postgres://app:hunter22@db.internal:5432/main", ["in-url 1:16 password in a URL"]],
    ["url = 'https://bob:sekret9@git.acme.io/x.git'", ["in-url 1:20 password in a URL"]],
    ["redis://:hunter22@cache.acme.io:6379/0", ["in-url 1:10 password in a URL"]],
    ["amqps://app:p%40ss!word@mq.acme.io", ["in-url 1:13 password in a URL"]],
    ["mongodb+srv://app:hunter22@cluster0.ab1cd.mongodb.net", ["in-url 1:19 password in a URL"]],
    ["git::https://bob:S0me-Th1ng-Long%40git.acme.io/y.git", ["in-url 1:18 password in a URL"]],
    ["postgres://app:changeme@db.acme.io/main", ["placeholder 1:16 password in a URL"]],
    ["postgres://postgres:postgres@db.acme.io/main", ["placeholder 1:21 password in a URL"]],
    ["http://bob:sekret9@localhost:8080/", ["placeholder 1:12 password in a URL"]],
  ])("%s", (text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  test.each([
    "https://acme.io:8443/a@b",
    "git+ssh://git@github.com/acme/x.git",
    `postgres://app:\${PASSWORD}@db.acme.io/main`,
    `https://x-access-token:\${{ secrets.TOKEN }}@github.com/acme/x`,
    "https://$USER:$PASSWORD@acme.io",
    "https://user:{{ password }}@acme.io",
    "https://<user>:<password>@acme.io",
    "docker://repo:tag@sha256:0123",
    "amqp://guest:guest@localhost/",
    "https://user:password@example.com/",
    "a://b://c://d@",
  ])("clean: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });
});

describe("private keys", () => {
  const pem = `-----BEGIN EC PRIVATE KEY-----\n${keyLine}\n${keyLine}\n-----END EC PRIVATE KEY-----`;
  test("from frame to frame", () => {
    const [key, ...others] = sightTokens("a.pem", `# mine\n${pem}\n`);
    expect(others).toEqual([]);
    expect(key?.place).toEqual({ file: "a.pem", line: 2, endLine: 5, column: 1 });
    expect([key?.what, holds(key, pem)]).toEqual(["EC private key", true]);
  });
  test("on one line with escapes, indented, cut off, of PGP", () => {
    expect(seen(JSON.stringify({ key: pem }))).toEqual(["private-key 1:9 EC private key"]);
    expect(seen(pem.replaceAll(/^/gm, "      "))).toEqual(["private-key 1:7 EC private key"]);
    expect(seen(pem.slice(0, 120))).toEqual(["private-key 1:1 EC private key"]);
    expect(seen(`-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${keyLine}\n-----END PGP PRIVATE KEY BLOCK-----`)).toEqual([
      "private-key 1:1 PGP private key",
    ]);
  });
  test("two keys are two, and a token inside one is none", () => {
    expect(seen(`${pem}\n${pem.replace(keyLine, accessKeyId)}\n`)).toEqual([
      "private-key 1:1 EC private key",
      "private-key 5:1 EC private key",
    ]);
  });
  test.each([
    "-----BEGIN PRIVATE KEY-----\\n...",
    "grep -q -- '-----BEGIN RSA PRIVATE KEY-----' \"$file\"",
    `-----BEGIN PUBLIC KEY-----\n${keyLine}\n-----END PUBLIC KEY-----`,
    `-----BEGIN CERTIFICATE-----\n${keyLine}\n-----END CERTIFICATE-----`,
    `-----BEGIN RSA PRIVATE KEY-----\n${"x".repeat(64)}\n-----END RSA PRIVATE KEY-----`,
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA me@host",
  ])("clean: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });
});

describe("logins of basic authentication", () => {
  test.each([
    `auth_header = "Basic ${btoa("admin:s3cr3t-0f-app")}"`,
    `-H "Authorization: Basic ${btoa("ci@acme.io:hunter22")}"`,
    `"headers": { "authorization": "basic ${btoa("svc:hunter22!")}" }`,
  ])("are read: %#", (text) => {
    expect(seen(text).map((told) => told.replace(/ \d+:\d+/, ""))).toEqual(["token login of basic authentication"]);
  });

  test.each([
    `Basic ${btoa("Aladdin:open sesame")}`,
    `Basic ${btoa("user:password")}`,
    `Basic ${btoa("user:<your-password>")}`,
    `Basic ${btoa("token-without-a-colon-in-it")}`,
    "Basic authentication with a realm",
    "Basic constraintsAreCritical",
    `Non-Basic ${btoa("admin:s3cr3t-0f-app")}`,
  ])("are none: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });

  test("are shown in documents", () => {
    expect(seen(`Authorization: Basic ${btoa("admin:s3cr3t-0f-app")}`, "docs/API.md")).toEqual([]);
  });

  test("are looked for in linear time", () => {
    const start = performance.now();
    expect(seen(`Basic ${"A".repeat(1_000_000)} ${"Basic ".repeat(100_000)}`)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
