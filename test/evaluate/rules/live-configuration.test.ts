/** immutable/live-configuration: CI jobs and scripts that change servers that run. */
import { describe, expect, test } from "@jest/globals";
import { liveConfiguration } from "../../../src/evaluate/rules/immutable/live-configuration.ts";
import { introduced, observations, storyFiles, told } from "../side-of.ts";

test("the bad story is introduced, the good one is quiet", () => {
  const id = "immutable/live-configuration";
  expect(introduced(liveConfiguration, storyFiles(id, "bad", "base"), storyFiles(id, "bad", "head"))).toEqual([
    "configuration .github/workflows/deploy.yml:17",
  ]);
  expect(told(liveConfiguration, storyFiles(id, "bad", "base"))).toEqual([]);
  expect(told(liveConfiguration, storyFiles(id, "good", "head"))).toEqual([]);
});

describe("steps", () => {
  test.each([
    ["ansible-playbook -i inventories/prod site.yml", "configuration", "ansible-playbook"],
    ["docker run --rm ansible/ansible ansible-playbook -i prod site.yml", "configuration", "ansible-playbook"],
    ["bundle exec knife ssh 'role:web' 'sudo chef-client'", "configuration", "knife ssh"],
    ["knife cookbook upload web", "configuration", "knife cookbook upload"],
    ["puppet agent -t", "configuration", "puppet agent"],
    ["bolt command run uptime -t web1", "configuration", "bolt command"],
    ["salt '*' state.apply", "configuration", "salt"],
    ["ssh deploy@web1 'systemctl restart app'", "shell", "ssh"],
    ["sshpass -p x ssh web1", "shell", "ssh"],
    ["scp app.jar web1:/srv", "shell", "scp"],
    ["rsync -az --delete -e 'ssh -p 2222' build/ deploy@web1:/srv/app", "shell", "rsync"],
    ["for h in $HOSTS; do ssh $h uptime; done", "shell", "ssh"],
    ["cap production deploy", "shell", "cap"],
    ["aws ssm send-command --targets Key=tag:Name,Values=web", "service", "aws ssm send-command"],
    ["gcloud compute ssh web-1 --command ls", "service", "gcloud compute ssh"],
  ])("%s", (command, reason, name) => {
    const found = observations(liveConfiguration, { ".gitlab-ci.yml": `deploy:\n  script:\n    - ${JSON.stringify(command)}\n` });
    expect(found.map((each) => [each.reason, each.evidence.command, each.place?.line])).toEqual([[`${reason}-without-template`, name, 3]]);
  });

  test.each([
    "echo deploying with ssh",
    "ssh-keyscan github.com >> ~/.ssh/known_hosts",
    "eval $(ssh-agent -s) && ssh-add key",
    "ssh -T git@github.com",
    "ansible-lint",
    "ansible-galaxy collection install -r requirements.yml",
    "ansible-playbook --check -i prod site.yml",
    "ansible-playbook --syntax-check site.yml",
    "puppet parser validate manifests",
    "knife cookbook test web",
    "cookstyle .",
    "kitchen test",
    "packer build web.pkr.hcl",
    "terraform apply plan.out",
    "kubectl apply -f k8s",
    "kubectl rollout status deploy/web",
    "rsync -a build/ public/",
    "aws s3 sync build s3://site",
    "aws ssm get-parameter --name /x",
  ])("%s is fine", (command) => {
    expect(told(liveConfiguration, { ".gitlab-ci.yml": `deploy:\n  script:\n    - ${JSON.stringify(command)}\n` })).toEqual([]);
  });

  test("entering a running pod weighs less", () => {
    expect(told(liveConfiguration, { ".gitlab-ci.yml": "deploy:\n  script:\n    - kubectl exec deploy/web -- rake db:migrate\n" })).toEqual(
      ["container .gitlab-ci.yml:3"],
    );
    expect(liveConfiguration.reasons.container?.level).toBe("warn");
  });

  test.each([
    [
      ".github/workflows/d.yml",
      "jobs:\n  d:\n    steps:\n      - uses: appleboy/ssh-action@v1.2.0\n",
      "shell-without-template .github/workflows/d.yml:4",
    ],
    [
      ".github/workflows/d.yml",
      "jobs:\n  d:\n    steps:\n      - uses: dawidd6/action-ansible-playbook@v2\n",
      "configuration-without-template .github/workflows/d.yml:4",
    ],
    ["azure-pipelines.yml", "steps:\n  - task: SSH@0\n", "shell-without-template azure-pipelines.yml:2"],
    ["Jenkinsfile", "node {\n  ansiblePlaybook(playbook: 'site.yml')\n}\n", "configuration-without-template Jenkinsfile:2"],
    ["Makefile", "deploy:\n\tansible-playbook site.yml\n", "configuration-without-template Makefile:2"],
    ["scripts/deploy.sh", "#!/bin/sh\nssh web1\n", "shell-without-template scripts/deploy.sh:2"],
  ])("%s: %s", (path, text, expected) => {
    expect(told(liveConfiguration, { [path]: text })).toEqual([expected]);
  });

  test.each([
    [".github/workflows/d.yml", "jobs:\n  d:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: webfactory/ssh-agent@v0.9.0\n"],
    ["azure-pipelines.yml", "steps:\n  - task: TerraformTaskV4@4\n"],
  ])("%s: ready-made steps that reach nobody", (path, text) => {
    expect(told(liveConfiguration, { [path]: text })).toEqual([]);
  });
});

describe("what a bake runs", () => {
  const script = "#!/bin/sh\nansible-playbook -c ssh site.yml\n";
  const build = (named: string) =>
    `source "amazon-ebs" "web" {\n}\nbuild {\n  sources = ["source.amazon-ebs.web"]\n  provisioner "shell" {\n    script = "${named}"\n  }\n}\n`;

  test.each(["scripts/install.sh", "./scripts/install.sh", "../packer/scripts/install.sh", "$\u007bpath.root}/scripts/install.sh"])(
    "a script named as %s belongs to it",
    (named) => {
      expect(told(liveConfiguration, { "packer/web.pkr.hcl": build(named), "packer/scripts/install.sh": script })).toEqual([]);
    },
  );

  test("a JSON template's scripts belong to it", () => {
    const template = JSON.stringify({
      builders: [{ type: "amazon-ebs" }],
      provisioners: [{ type: "shell", scripts: ["{{template_dir}}/install.sh"] }],
    });
    expect(told(liveConfiguration, { "packer/web.json": template, "packer/install.sh": script })).toEqual([]);
  });

  test("a script that no template names does not", () => {
    const files = { "packer/web.pkr.hcl": build("scripts/install.sh"), "scripts/deploy.sh": script };
    expect(told(liveConfiguration, files)).toEqual(["configuration scripts/deploy.sh:2"]);
  });
});

test("an old step in a renumbered file is not introduced, a second one is", () => {
  const job = (lines: string) => ({ ".gitlab-ci.yml": `deploy:\n  script:\n${lines}` });
  expect(introduced(liveConfiguration, job("    - ssh web1\n"), job("    - echo hi\n    - ssh web1\n"))).toEqual([]);
  expect(introduced(liveConfiguration, job("    - ssh web1\n"), job("    - ssh web1\n    - ssh web2\n"))).toHaveLength(1);
});
