/** A small change in which every kind of file holds a credential of its own, and every text of theirs that nothing may write. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { invented } from "./sighted.ts";

/** Stands in every planted password. */
const mark = "unmistakable";

const keyLines = [7, 11, 13].map((turn) => invented(64 + turn).slice(turn));
const privateKey = ["-----BEGIN RSA PRIVATE KEY-----", ...keyLines, "-----END RSA PRIVATE KEY-----"].join("\n");
const github = `gh${"p_"}${invented(36)}`;
const vault = `hv${"s."}${invented(90)}`;

let planted = 0;
/** A password of its own: letters, digits and a sign, so that no two files share one. */
function password(): string {
  planted++;
  return `Xq${planted}-Vw2-${mark}-Pz${planted}`;
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** By path: the file at the head. Each is one that somebody has in a repository of infrastructure. */
export const plantedFiles: Readonly<Record<string, string>> = {
  "main.tf": `resource "aws_db_instance" "main" {\n  identifier = "orders"\n  password   = "${password()}"\n  username   = "orders"\n}\n\nresource "aws_instance" "web" {\n  ami           = "ami-0a1b2c3d4e5f60718"\n  instance_type = "t3.micro"\n  user_data     = "#!/bin/sh\\nexport DB_PASSWORD=${password()}\\n"\n  tags          = { Name = "web", Owner = local.word }\n}\n\nlocals {\n  word = "${password()}"\n}\n\nresource "aws_docdb_cluster" "main" {\n  master_password = local.word\n}\n`,
  "variables.tf": `variable "admin_password" {\n  sensitive = true\n  default   = "${password()}"\n}\n`,
  "prod.auto.tfvars": `smtp_password = "${password()}"\n`,
  "override.tf.json": JSON.stringify({ resource: { aws_redshift_cluster: { main: { master_password: password() } } } }, null, 2),
  "web.pkr.hcl": `source "amazon-ebs" "web" {\n  ssh_password = "${password()}"\n}\n\nbuild {\n  sources = ["source.amazon-ebs.web"]\n}\n`,
  "deploy/secret.yaml": `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\nstringData:\n  password: ${password()}\n`,
  "deploy/encoded.yaml": `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  password: ${base64(password())}\n`,
  "docker-compose.yml": `services:\n  db:\n    image: postgres:16.4\n    environment:\n      POSTGRES_PASSWORD: ${password()}\n`,
  Dockerfile: `FROM alpine:3.20\nENV DB_PASSWORD=${password()}\n`,
  ".env": `DB_PASSWORD=${password()}\n`,
  ".npmrc": `//registry.npmjs.org/:_authToken=npm${"_"}${invented(36)}\n`,
  ".github/workflows/deploy.yml": `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ./deploy\n        env:\n          DB_PASSWORD: ${password()}\n`,
  Jenkinsfile: `pipeline {\n  environment {\n    DB_PASSWORD = "${password()}"\n  }\n}\n`,
  "scripts/migrate.sh": `#!/bin/sh\nexport PGPASSWORD="${password()}"\ncurl -u "deploy:${password()}" https://acme.io\n`,
  "scripts/addresses.txt": `postgres://orders:${password()}@orders.acme.io/main\nhttps://bot:${encodeURIComponent(`${password()}@!`)}@git.acme.io/x.git\n`,
  "config/app.properties": `spring.datasource.password=${password()}\naudit=Server=audit.acme.io;User ID=a;Password=${password()};Encrypt=true\n`,
  "config/app.json": JSON.stringify({ database: { password: password() } }, null, 2),
  "stack/template.yaml": `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: ${password()}\n`,
  "ansible/group_vars/all.yml": `db_password: "${password()}"\n`,
  "keys/web.pem": `${privateKey}\n`,
  "keys/notes.md": `The token is ${github}, and the other one ${vault}.\n`,
};

/** Texts of which none may come out: the passwords' common mark in any encoding, tokens, and every line of a key. */
export const forbidden: readonly string[] = [
  mark,
  // In base64 a text stands in one of three ways, by what is in front of it; the ends depend on their neighbours.
  ...[0, 1, 2].map((shift) => base64(" ".repeat(shift) + mark).slice(shift === 0 ? 0 : 4, -4)),
  Buffer.from(mark).toString("hex"),
  github.slice(4, 24),
  github.slice(-16),
  vault.slice(4, 40),
  invented(36).slice(0, 20),
  ...keyLines.flatMap((line) => [line.slice(0, 24), line.slice(-24)]),
];

/** Writes `base` and `head` below a folder. */
export function writePlanted(dir: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  write("base/README.md", "# Orders\n");
  write("head/README.md", "# Orders\n");
  for (const [path, text] of Object.entries(plantedFiles)) write(`head/${path}`, text);
}

/** What of the forbidden stands in a text, as it is. */
export function leaksIn(text: string): readonly string[] {
  // A failing test must not print what it found either: it says which of them it was.
  return forbidden.flatMap((secret, index) => (text.includes(secret) ? [`forbidden text ${index}`] : []));
}
