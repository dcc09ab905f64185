/** immutable/provisioner: what reaches into a server after it was created, and what stays at home. */
import { describe, expect, test } from "@jest/globals";
import { provisioner } from "../../../src/evaluate/rules/immutable/provisioner.ts";
import { introduced, observations, storyFiles, told } from "../side-of.ts";

function resource(body: string, type = "aws_instance"): Record<string, string> {
  return { "main.tf": `resource "${type}" "web" {\n${body}\n}\n` };
}

describe("stories", () => {
  test("bad: introduced at the head, the base is clean", () => {
    expect(
      introduced(provisioner, storyFiles("immutable/provisioner", "bad", "base"), storyFiles("immutable/provisioner", "bad", "head")),
    ).toEqual(["on-server main.tf:12 aws_instance.web provisioner.remote-exec"]);
    expect(told(provisioner, storyFiles("immutable/provisioner", "bad", "base"))).toEqual([]);
  });

  test("good: nothing to say", () => {
    expect(told(provisioner, storyFiles("immutable/provisioner", "good", "head"))).toEqual([]);
  });
});

test.each(["remote-exec", "file", "chef", "puppet", "salt-masterless", "habitat"])("%s on a server", (type) => {
  expect(told(provisioner, resource(`  provisioner "${type}" {\n  }`))).toEqual([
    `on-server-without-template main.tf:2 aws_instance.web provisioner.${type}`,
  ]);
});

test.each(["null_resource", "terraform_data"])("%s as a remote runner", (type) => {
  const body = '  connection {\n    host = "10.0.0.1"\n  }\n  provisioner "remote-exec" {\n    inline = ["ls"]\n  }';
  expect(told(provisioner, resource(body, type))).toEqual([`remote-runner-without-template main.tf:5 ${type}.web provisioner.remote-exec`]);
});

test("a connection alone", () => {
  expect(told(provisioner, resource('  connection {\n    host = "10.0.0.1"\n  }'))).toEqual([
    "connection main.tf:2 aws_instance.web connection",
  ]);
});

test("the repository's Packer template is named in the remedy, and is no part of what the finding is", () => {
  const packer = 'source "amazon-ebs" "web" {\n}\nbuild {\n  sources = ["source.amazon-ebs.web"]\n}\n';
  const [found] = observations(provisioner, { ...resource('  provisioner "file" {\n  }'), "packer/web.pkr.hcl": packer });
  const [without] = observations(provisioner, resource('  provisioner "file" {\n  }'));
  expect(found?.evidence).toEqual({ provisioner: "file", template: "packer/web.pkr.hcl" });
  expect(found?.identity).toBe(without?.identity);
});

describe("local-exec", () => {
  test.each([
    ["ssh web@10.0.0.1 uptime", "ssh"],
    ["sudo ssh -i key web@10.0.0.1", "ssh"],
    ["scp app.tar web@10.0.0.1:/srv", "scp"],
    ["rsync -a ./site/ web@10.0.0.1:/srv", "rsync"],
    ["sleep 30; ansible-playbook -i '10.0.0.1,' site.yml", "ansible-playbook"],
    ["ANSIBLE_HOST_KEY_CHECKING=False ansible all -m ping", "ansible"],
    ["knife bootstrap 10.0.0.1", "knife bootstrap"],
    ["bash -c 'knife ssh name:web chef-client'", "knife ssh"],
    ["aws --region eu-west-1 ssm send-command --document-name x", "aws ssm send-command"],
    ["gcloud compute ssh web --command ls", "gcloud compute ssh"],
    ["az vm run-command invoke --name web", "az vm run-command"],
    ["chef-client", "chef-client"],
    ["salt 'web*' state.apply", "salt"],
  ])("%s", (command, name) => {
    const found = observations(
      provisioner,
      resource(`  provisioner "local-exec" {\n    command = ${JSON.stringify(command)}\n  }`, "null_resource"),
    );
    expect(found.map((each) => [each.reason, each.evidence.command, each.place?.line])).toEqual([
      ["remote-command-without-template", name, 3],
    ]);
  });

  test.each([
    "kubectl exec web -- ls",
    "kubectl -n prod patch deploy web -p x",
    "kubectl edit deploy web",
    "kubectl set image deploy/web web=x:1",
  ])("%s changes a workload", (command) => {
    expect(told(provisioner, resource(`  provisioner "local-exec" {\n    command = "${command}"\n  }`))).toEqual([
      "container-command main.tf:3 aws_instance.web provisioner.local-exec",
    ]);
  });

  test.each([
    "echo 'ssh web@10.0.0.1'",
    "# ssh web",
    "aws ec2 wait instance-running --instance-ids i-1",
    "aws ssm get-parameter --name x",
    "ssh-keygen -R 10.0.0.1",
    "ssh-keyscan 10.0.0.1 >> known_hosts",
    "ansible-playbook --syntax-check site.yml",
    "ansible-galaxy install -r requirements.yml",
    "ansible-playbook -c local -i localhost, site.yml",
    "kubectl get pods",
    "rsync -a ./a ./b",
    "git clone git@github.com:acme/x.git",
    "ssh -T git@github.com",
    "curl https://example.com/hook",
    "echo done > marker",
  ])("%s stays at home", (command) => {
    expect(
      told(provisioner, resource(`  provisioner "local-exec" {\n    command = ${JSON.stringify(command)}\n  }`, "null_resource")),
    ).toEqual([]);
  });

  test("a command behind a local, in a heredoc or in a file is seen on its own line", () => {
    const files = {
      "main.tf": `locals {
  deploy = "ssh web@10.0.0.1 deploy"
}

resource "null_resource" "a" {
  provisioner "local-exec" {
    command = local.deploy
  }
  provisioner "local-exec" {
    command = <<-EOT
      echo configuring
      ansible-playbook -i \${self.id}, site.yml
    EOT
  }
  provisioner "local-exec" {
    command = templatefile("\${path.module}/deploy.sh.tpl", { host = "x" })
  }
}
`,
      "deploy.sh.tpl": `#!/bin/sh\nknife ssh $$host\n`,
    };
    expect(told(provisioner, files)).toEqual([
      "remote-command-without-template main.tf:2 null_resource.a provisioner.local-exec",
      "remote-command-without-template main.tf:12 null_resource.a provisioner.local-exec",
      "remote-command-without-template deploy.sh.tpl:2 null_resource.a provisioner.local-exec",
    ]);
  });
});

test.each(["ssh_resource", "ansible_playbook", "azurerm_virtual_machine_run_command"])("%s does nothing else", (type) => {
  expect(told(provisioner, resource('  host = "x"', type))).toEqual([`remote-runner-without-template main.tf:1 ${type}.web`]);
});
