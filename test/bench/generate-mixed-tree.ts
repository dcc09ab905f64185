/** Generates a tree of every kind of file that an infrastructure repository holds, the same each time. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { randomFrom } from "../plan/random-dice.ts";

type Dice = () => number;

/** Kinds of files with the part of all bytes that each takes, in hundredths. */
const kinds: readonly {
  readonly part: number;
  readonly path: (at: number) => string;
  readonly text: (dice: Dice, at: number) => string;
}[] = [
  { part: 25, path: (at) => `live/service-${at}/main.tf`, text: terraform },
  { part: 3, path: (at) => `live/service-${at}/prod.tfvars`, text: tfvars },
  { part: 20, path: (at) => `manifests/app-${at}/deployment.yaml`, text: manifest },
  { part: 5, path: (at) => `stacks/stack-${at}/docker-compose.yml`, text: compose },
  { part: 12, path: (at) => `data/record-${at}.json`, text: json },
  { part: 8, path: (at) => `scripts/run-${at}.sh`, text: shell },
  { part: 2, path: (at) => `images/image-${at}/Dockerfile`, text: dockerfile },
  { part: 10, path: (at) => `docs/page-${at}.md`, text: prose },
  { part: 15, path: (at) => `src/module_${at}.py`, text: python },
];

/** Writes at least `bytes` bytes below `dir`. @returns how many files. */
export function generateMixedTree(dir: string, bytes: number): number {
  const dice = randomFrom(20);
  let files = 0;
  for (const { part, path, text } of kinds) {
    for (let at = 0, written = 0; written < (bytes * part) / 100; at++) {
      const content = text(dice, at);
      write(join(dir, path(at)), content);
      written += content.length;
      files++;
    }
  }
  return files;
}

/** 100 folders of small files: what an unpacked dependency looks like. */
export function generateSmallFiles(dir: string, files: number): void {
  for (let at = 0; at < files; at++) write(join(dir, `d${at % 100}`, `f${at}.yaml`), `name: f${at}\npassword_policy: strict\n`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function words(dice: Dice, count: number): string {
  return Array.from({ length: count }, () => vocabulary[Math.floor(dice() * vocabulary.length)]).join(" ");
}

const vocabulary =
  "the service reads its queue and writes every message to a table before it answers so that nothing is lost when an instance is replaced by a new one from the image".split(
    " ",
  );

function lines(count: number, line: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => `${line(at)}\n`).join("");
}

function hex(dice: Dice, length: number): string {
  return Array.from({ length }, () => Math.floor(dice() * 16).toString(16)).join("");
}

function terraform(dice: Dice, at: number): string {
  const blocks = lines(
    30,
    (each) => `resource "aws_sqs_queue" "q${each}" {
  name                       = "service-${at}-${each}"
  visibility_timeout_seconds = ${Math.floor(dice() * 600)}
  policy                     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] })
  kms_master_key_id          = aws_kms_key.main.arn
  tags                       = { Name = "q-${each}", Digest = "${hex(dice, 40)}" }
}
`,
  );
  return `${blocks}
resource "aws_db_instance" "main" {
  username = "app"
  password = ${at % 50 === 0 ? `"Pw-${hex(dice, 12)}"` : "var.db_password"}
}
`;
}

function tfvars(dice: Dice, at: number): string {
  return lines(60, (each) => `setting_${each} = "${words(dice, 3)}"`) + (at % 50 === 0 ? `db_password = "Pw-${hex(dice, 12)}"\n` : "");
}

function manifest(dice: Dice, at: number): string {
  return lines(
    12,
    (each) => `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${at}-${each}
  labels: { app: "app-${each}", build: "${hex(dice, 12)}" }
spec:
  replicas: ${1 + Math.floor(dice() * 9)}
  template:
    spec:
      containers:
        - name: app
          image: registry.example.com/app@sha256:${hex(dice, 64)}
          env:
            - name: LOG_LEVEL
              value: info
            - name: DB_PASSWORD
              ${at % 50 === 0 && each === 0 ? `value: Pw-${hex(dice, 12)}` : "valueFrom: { secretKeyRef: { name: db, key: password } }"}`,
  );
}

function compose(dice: Dice, at: number): string {
  return `services:\n${lines(
    25,
    (each) => `  service-${each}:
    image: registry.example.com/service@sha256:${hex(dice, 64)}
    environment:
      - DB_HOST=db-${each}
      - DB_PASSWORD=${at % 50 === 0 && each === 0 ? `Pw-${hex(dice, 12)}` : "$DB_PASSWORD"}
    command: ["serve", "--port", "${8000 + each}"]`,
  )}`;
}

function json(dice: Dice): string {
  return JSON.stringify(
    Array.from({ length: 60 }, (_, each) => ({
      id: hex(dice, 24),
      name: words(dice, 2),
      token_type: "bearer",
      text: words(dice, 20),
      each,
    })),
    null,
    2,
  );
}

function shell(dice: Dice, at: number): string {
  return `#!/bin/sh\nset -eu\n${lines(80, (each) => `echo "${words(dice, 6)}" >> "$LOG_${each}"`)}${at % 50 === 0 ? `export DB_PASSWORD=Pw-${hex(dice, 12)}\n` : ""}psql --host "$DB_HOST" < schema.sql\n`;
}

function dockerfile(dice: Dice, at: number): string {
  return `FROM debian:12@sha256:${hex(dice, 64)}\n${lines(20, () => `RUN echo ${words(dice, 8)}`)}${at % 50 === 0 ? `ENV DB_PASSWORD=Pw-${hex(dice, 12)}\n` : ""}CMD ["serve"]\n`;
}

function prose(dice: Dice, at: number): string {
  return `# Page ${at}\n\n${lines(120, () => `${words(dice, 14)}.`)}The password is in the vault.\n`;
}

function python(dice: Dice, at: number): string {
  return `"""Module ${at}."""\n${lines(90, (each) => `def step_${each}(token, items):\n    """${words(dice, 8)}."""\n    return [item for item in items if item.key != token and item.digest != "${hex(dice, 32)}"]\n`)}`;
}
