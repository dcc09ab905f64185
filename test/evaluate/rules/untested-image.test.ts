/** image/untested: what counts as a test and as a record. */
import { describe, expect, test } from "@jest/globals";
import { untestedImage } from "../../../src/evaluate/rules/image/untested.ts";
import { introduced, storyFiles, told } from "../side-of.ts";

test("the bad story is introduced, the good one is quiet", () => {
  expect(introduced(untestedImage, storyFiles("image/untested", "bad", "base"), storyFiles("image/untested", "bad", "head"))).toEqual([
    "no-test packer/web.pkr.hcl:10",
    "no-manifest packer/web.pkr.hcl:10",
  ]);
  expect(told(untestedImage, storyFiles("image/untested", "good", "head"))).toEqual([]);
});

function template(provisioners: string, post = 'post-processor "manifest" {\n  }'): string {
  return `source "amazon-ebs" "web" {\n}\nbuild {\n  sources = ["source.amazon-ebs.web"]\n  ${provisioners}\n  ${post}\n}\n`;
}

describe("tests", () => {
  test.each([
    'provisioner "inspec" {\n    profile = "x"\n  }',
    'provisioner "goss" {\n    tests = ["goss.yaml"]\n  }',
    'provisioner "shell" {\n    inline = ["cd /tmp/spec", "sudo rspec"]\n  }',
    'provisioner "shell" {\n    inline = ["cd /tmp && bundle exec rake spec"]\n  }',
    'provisioner "shell-local" {\n    command = "inspec exec test -t ssh://x"\n  }',
    'provisioner "shell" {\n    inline = ["goss validate"]\n  }',
    'provisioner "shell" {\n    inline = ["bats /tmp/test.bats"]\n  }',
    'provisioner "shell" {\n    inline = ["python3 -m pytest /tmp/tests"]\n  }',
  ])("%s", (provisioner) => {
    expect(told(untestedImage, { "web.pkr.hcl": template(provisioner) })).toEqual([]);
  });

  test.each([
    'provisioner "shell" {\n    inline = ["echo rspec", "apt-get install -y ruby-rspec"]\n  }',
    'provisioner "file" {\n    source = "spec"\n    destination = "/tmp"\n  }',
  ])("%s is none", (provisioner) => {
    expect(told(untestedImage, { "web.pkr.hcl": template(provisioner) })).toEqual(["no-test web.pkr.hcl:1"]);
  });

  test("a script that the template names may hold the test", () => {
    const files = {
      "packer/web.pkr.hcl": template('provisioner "shell" {\n    script = "./scripts/test.sh"\n  }'),
      "packer/scripts/test.sh": "#!/bin/sh\nrspec\n",
    };
    expect(told(untestedImage, files)).toEqual([]);
  });

  test.each([
    [".github/workflows/bake.yml", "jobs:\n  b:\n    steps:\n      - run: bundle exec rspec\n"],
    ["Jenkinsfile", "node {\n  sh 'inspec exec x'\n}\n"],
    ["Rakefile", "task :spec do\n  sh 'rspec'\nend\n"],
    ["Makefile", "test:\n\tkitchen test\n"],
  ])("%s may test what the template bakes", (path, text) => {
    expect(told(untestedImage, { "web.pkr.hcl": template(""), [path]: text })).toEqual([]);
  });
});

test("a template in JSON", () => {
  const json = (more: object) =>
    JSON.stringify({ builders: [{ type: "amazon-ebs" }], provisioners: [{ type: "shell", inline: ["rspec"] }], ...more }, null, 2);
  expect(told(untestedImage, { "packer/web.json": json({ "post-processors": [{ type: "manifest" }] }) })).toEqual([]);
  expect(told(untestedImage, { "packer/web.json": json({ "post-processors": [[{ type: "compress" }, { type: "manifest" }]] }) })).toEqual(
    [],
  );
  expect(told(untestedImage, { "packer/web.json": json({}) })).toEqual(["no-manifest packer/web.json:3"]);
});

test("the files of one folder are one template", () => {
  const files = {
    "packer/sources.pkr.hcl": 'source "amazon-ebs" "web" {\n}\n',
    "packer/build.pkr.hcl":
      'build {\n  sources = ["source.amazon-ebs.web"]\n  provisioner "inspec" {\n    profile = "x"\n  }\n  post-processor "manifest" {\n  }\n}\n',
    "packer/variables.pkr.hcl": 'variable "region" {\n  default = "x"\n}\n',
  };
  expect(told(untestedImage, files)).toEqual([]);
  expect(told(untestedImage, { "packer/variables.pkr.hcl": files["packer/variables.pkr.hcl"] })).toEqual([]);
});
