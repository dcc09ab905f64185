/** CI files, makefiles, scripts and manifests as steps and images with their lines. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readAutomation } from "../../../src/parse/ci/read-automation.ts";

function steps(path: string, text: string): readonly string[] {
  return (readAutomation(path, text)?.script?.steps ?? []).map((step) => {
    const what = step.kind === "command" ? step.words.join(" ") : `@${step.name}`;
    return `${step.place.line}: ${what}`;
  });
}

function images(path: string, text: string): readonly string[] {
  return (readAutomation(path, text)?.images ?? []).map((image) => `${image.place.line}: ${image.use} ${image.reference} by ${image.user}`);
}

describe("steps", () => {
  test("GitHub: run blocks and uses, names and inputs left out", () => {
    const text = `jobs:
  deploy:
    steps:
      - name: ssh web1
        uses: appleboy/ssh-action@v1
        with:
          script: ssh web2
      - run: |
          # ssh web3
          echo hi

          ssh web4
      - run: ssh web5
      - run: >-
          ansible-playbook
          site.yml
`;
    expect(steps(".github/workflows/deploy.yml", text)).toEqual([
      "5: @appleboy/ssh-action@v1",
      "10: echo hi",
      "12: ssh web4",
      "13: ssh web5",
      "15: ansible-playbook site.yml",
    ]);
  });

  test("a composite action is read as a workflow", () => {
    expect(steps(".github/actions/deploy/action.yml", "runs:\n  steps:\n    - run: ssh web1\n")).toEqual(["3: ssh web1"]);
  });

  test("GitLab: anchors, nested lists and before_script", () => {
    const text = ".deploy: &deploy\n  - ssh web1\njob:\n  before_script: [ssh-add key]\n  script:\n    - *deploy\n    - - scp a web1:/x\n";
    expect(steps(".gitlab-ci.yml", text)).toEqual(["4: ssh-add key", "2: ssh web1", "7: scp a web1:/x"]);
  });

  test("Azure: scripts and tasks", () => {
    const text = "steps:\n  - task: SSH@0\n    inputs:\n      inline: ls\n  - script: ssh web1\n  - bash: |\n      scp a web1:\n";
    expect(steps("azure-pipelines.yml", text)).toEqual(["2: @SSH@0", "5: ssh web1", "7: scp a web1:"]);
  });

  test("CircleCI: run as text and as a map", () => {
    const text = "jobs:\n  d:\n    steps:\n      - run: ssh web1\n      - run:\n          name: x\n          command: ssh web2\n";
    expect(steps(".circleci/config.yml", text)).toEqual(["4: ssh web1", "7: ssh web2"]);
  });

  test.each([
    ["ci/buildspec.yml", "phases:\n  build:\n    commands:\n      - ssh web1\n", ["4: ssh web1"]],
    [
      "bitbucket-pipelines.yml",
      "pipelines:\n  default:\n    - step:\n        script:\n          - ssh web1\n          - pipe: atlassian/ssh-run:0.8.1\n",
      ["5: ssh web1", "6: @atlassian/ssh-run:0.8.1"],
    ],
    [".travis.yml", "script:\n  - ssh web1\n", ["2: ssh web1"]],
    [
      ".drone.yml",
      "steps:\n  - name: d\n    image: appleboy/drone-ssh\n    commands: [ssh web1]\n",
      ["3: @appleboy/drone-ssh", "4: ssh web1"],
    ],
    ["scripts/deploy.sh", "#!/bin/sh\n# ssh web0\nssh web1\n", ["3: ssh web1"]],
    ["bin/deploy", "#!/usr/bin/env bash\nssh web1\n", ["2: ssh web1"]],
    ["deploy.ps1", "Invoke-Command `\n  -ComputerName web1\n", ["1: Invoke-Command -ComputerName web1"]],
  ])("%s", (path, text, expected) => {
    expect(steps(path, text)).toEqual(expected);
  });

  test("Jenkins: every way to write sh, comments left out, plugin steps by name", () => {
    const text = `// sh 'ssh web0'
/* sh 'ssh web0' */
node {
  sh 'ssh web1'
  sh("ssh web2")
  sh """
    echo deploying
    ssh web3
  """
  def out = sh(returnStdout: true, script: 'ssh web4')
  sh script: "ssh web5", label: "x"
  echo "sh 'ssh web6'"
  ansiblePlaybook(playbook: 'site.yml')
}
`;
    expect(steps("Jenkinsfile", text)).toEqual([
      "4: ssh web1",
      "5: ssh web2",
      "7: echo deploying",
      "8: ssh web3",
      "10: ssh web4",
      "11: ssh web5",
      "13: @ansiblePlaybook",
    ]);
  });

  test("make: recipes with variables, marks and continued lines", () => {
    const text =
      "SSH := ssh -i key\n# \tssh web0\ndeploy: build\n\t@echo ssh web0\n\t-$(SSH) web1 \\\n\t  uptime\n\tfor h in $$HOSTS; do ssh $$h; done\n";
    expect(steps("Makefile", text)).toEqual(["4: echo ssh web0", "5: ssh -i key web1 uptime", "7: for h in $HOSTS", "7: ssh $h"]);
  });

  test("rake: sh and system", () => {
    expect(steps("Rakefile", "task :spec do\n  # sh 'ssh web0'\n  sh 'rspec spec'\n  system(\"ssh web1\")\nend\n")).toEqual([
      "3: rspec spec",
      "4: ssh web1",
    ]);
  });

  test("a file that runs nothing is none", () => {
    expect(readAutomation("main.tf", "# ssh")).toBeNull();
    expect(readAutomation("notes.txt", "ssh web1")).toBeNull();
    expect(readAutomation("values.yml", "image: nginx")).toBeNull();
  });
});

describe("images", () => {
  test("compose: defaults put in, products of the repository left out", () => {
    const text = `services:\n  web: { image: "nginx:\${TAG:-latest}" }\n  app:\n    build: .\n    image: app:dev\n  cache:\n    image: redis:\${REDIS}\n`;
    expect(images("docker-compose.yml", text)).toEqual(["2: service nginx:latest by web", `7: service redis:\${REDIS} by cache`]);
    expect(readAutomation("compose.yaml", text)?.images[1]?.unsettled).toEqual(["REDIS"]);
  });

  test("Kubernetes: containers of every workload, several documents, other YAML left alone", () => {
    const text =
      "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: web\n      image: nginx:1\n---\napiVersion: batch/v1\nkind: CronJob\n" +
      "metadata: { name: b }\nspec: { jobTemplate: { spec: { template: { spec: { initContainers: [{ name: i, image: busybox }], containers: [] } } } } }\n";
    expect(images("k8s/all.yaml", text)).toEqual(["7: workload nginx:1 by Pod/a web", "12: workload busybox by CronJob/b i"]);
    expect(readAutomation("k8s/other.yaml", "kind: apiVersion\nspec: { containers: [{ image: x }] }\n")).toBeNull();
  });
});

describe("bad input", () => {
  test("a syntax error is a problem with its line, and what stands around it is read", () => {
    const read = readAutomation(".gitlab-ci.yml", "a:\n  script:\n    - ssh web1\nb: [\n");
    expect(read?.problems[0]).toMatchObject({ line: 5 });
    expect(read?.script?.steps).toHaveLength(1);
  });

  test.each(["[", "- ", "{a: ", "? ", "- - "])("nesting with %j is refused, not followed", (piece) => {
    const started = Date.now();
    const read = readAutomation(".gitlab-ci.yml", piece.repeat(50_000));
    expect(read?.problems.length).toBeGreaterThan(0);
    expect(Date.now() - started).toBeLessThan(4_000);
  });

  test("aliases that name aliases do not multiply", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 12; i++) lines.push(`a${i}: &a${i} [${`*a${i - 1}, `.repeat(9)}*a${i - 1}]`);
    const started = Date.now();
    const read = readAutomation(".gitlab-ci.yml", `${lines.join("\n")}\nscript: *a11\n`);
    expect(read?.problems.length).toBeGreaterThan(0);
    expect(Date.now() - started).toBeLessThan(4_000);
  });

  test("prototype keys are keys like any other", () => {
    expect(steps(".gitlab-ci.yml", "__proto__:\n  script: [ssh web1]\nconstructor:\n  script: [ssh web2]\n")).toEqual([
      "2: ssh web1",
      "4: ssh web2",
    ]);
  });

  test("any text is read without an error", () => {
    const piece = fc.constantFrom(
      "run:",
      " ",
      "\n",
      "- ",
      "'",
      '"',
      "{",
      "}",
      "[",
      "]",
      "|",
      ">",
      "&a ",
      "*a",
      "ssh",
      "FROM ",
      "\t",
      "sh ",
      "(",
      "#",
      "---\n",
      "<<",
      "$",
    );
    const path = fc.constantFrom(".gitlab-ci.yml", "Jenkinsfile", "Makefile", "Dockerfile", "compose.yml", "a.sh", "Rakefile");
    fc.assert(
      fc.property(path, fc.array(piece, { maxLength: 40 }), (name, pieces) => {
        const text = pieces.join("");
        const read = readAutomation(name, text);
        const places = [...(read?.script?.steps ?? []), ...(read?.images ?? [])].map((each) => each.place.line);
        return read !== null && places.every((line) => line >= 1 && line <= text.split("\n").length + 1);
      }),
      { numRuns: 600 },
    );
  });
});
