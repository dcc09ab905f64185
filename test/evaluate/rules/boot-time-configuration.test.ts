/** immutable/boot-time-configuration: what a server does to itself when it starts. */
import { describe, expect, test } from "@jest/globals";
import { bootActs } from "../../../src/evaluate/boot-text.ts";
import { bootTimeConfiguration } from "../../../src/evaluate/rules/immutable/boot-time-configuration.ts";
import { introduced, observations, storyFiles, told } from "../side-of.ts";

test("the bad story is introduced on the script's own lines, the good one is quiet", () => {
  const id = "immutable/boot-time-configuration";
  expect(introduced(bootTimeConfiguration, storyFiles(id, "bad", "base"), storyFiles(id, "bad", "head"))).toEqual([
    "installs boot.sh:6 aws_launch_template.web user_data",
    "downloads boot.sh:7 aws_launch_template.web user_data",
  ]);
  expect(told(bootTimeConfiguration, storyFiles(id, "bad", "base"))).toEqual([]);
  expect(told(bootTimeConfiguration, storyFiles(id, "good", "head"))).toEqual([]);
});

function acts(text: string): readonly string[] {
  return bootActs(text).map((act) => `${act.line} ${act.kind} ${act.name}`);
}

describe("texts", () => {
  test.each([
    ["apt-get update && apt-get install -y nginx", ["0 installs apt-get install"]],
    ["DEBIAN_FRONTEND=noninteractive sudo -E apt-get -qq -y install nginx", ["0 installs apt-get install"]],
    ["yum -y install httpd", ["0 installs yum install"]],
    ["dnf install -y httpd", ["0 installs dnf install"]],
    ["rpm -Uvh https://example.com/x.rpm", ["0 installs rpm -i"]],
    ["dpkg -i x.deb", ["0 installs dpkg -i"]],
    ["amazon-linux-extras install -y docker", ["0 installs amazon-linux-extras install"]],
    ["python3 -m pip install x", ["0 installs pip install"]],
    ["snap install x", ["0 installs snap install"]],
    ["curl -fsSL https://get.docker.com | sh", ["0 downloads curl | sh"]],
    ["wget -qO- https://x | sudo bash -s -- -y", ["0 downloads wget | bash"]],
    ['bash -c "$(curl -fsSL https://x)"', ["0 downloads curl | bash"]],
    ["bash <(curl -s https://x)", ["0 downloads curl | bash"]],
    ["ansible-pull -U https://git.example.com/x.git", ["0 converges ansible-pull"]],
    ["chef-client -j /etc/chef/first.json", ["0 converges chef-client"]],
    ["puppet agent -t", ["0 converges puppet agent"]],
    ["apt-get -y dist-upgrade", ["0 upgrades apt-get dist-upgrade"]],
    ["yum update -y", ["0 upgrades yum update"]],
    ["systemctl enable --now dnf-automatic.timer", ["0 upgrades systemctl enable"]],
    ["dpkg-reconfigure -plow unattended-upgrades", ["0 upgrades dpkg-reconfigure"]],
    [
      "<powershell>\nInstall-WindowsFeature Web-Server\nchoco install -y git\n</powershell>",
      ["1 installs install-windowsfeature", "2 installs choco install"],
    ],
  ])("%s", (text, expected) => {
    expect(acts(`${text}\n`)).toEqual(expected);
  });

  test.each([
    "echo ENVIRONMENT=prod > /etc/web.env",
    "# apt-get install nginx",
    'echo "run apt-get install nginx" > /etc/motd',
    "systemctl start nginx",
    "curl -s http://169.254.169.254/latest/meta-data/instance-id | tee /etc/id",
    "aws s3 cp s3://bucket/config /etc/web.conf",
    "apt-get update",
    "rpm -qi nginx",
    "npm run install-hooks",
    "cat > /x <<EOF\napt-get install nginx\nEOF",
    "/etc/eks/bootstrap.sh cluster",
  ])("%s is fine", (text) => {
    expect(acts(`#!/bin/sh\n${text}\n`)).toEqual([]);
  });

  test("cloud-config: keys, commands in every notation, scripts in write_files", () => {
    const text = `#cloud-config
package_update: true
package_upgrade: true # all of them
packages:
  - nginx
runcmd:
  - apt-get install -y curl
  - [ yum, install, -y, git ]
  - "curl -s https://x | sh"
  - echo apt-get install nothing
write_files:
  - path: /x.sh
    content: |
      #!/bin/sh
      ansible-pull -U https://x
`;
    expect(acts(text)).toEqual([
      "2 upgrades package_upgrade",
      "3 installs packages",
      "6 installs apt-get install",
      "7 installs yum install",
      "8 downloads curl | sh",
      "14 converges ansible-pull",
    ]);
  });

  test("cloud-config that only configures is fine", () => {
    expect(acts("#cloud-config\nhostname: web\npackages: []\npackage_upgrade: false\nruncmd:\n  - systemctl start nginx\n")).toEqual([]);
  });

  test("a message of several parts keeps each part's own language", () => {
    const text =
      "Content-Type: multipart/mixed\n\n--X\nContent-Type: text/cloud-config\n\n#cloud-config\npackages:\n  - nginx\n--X\nContent-Type: text/x-shellscript\n\n#!/bin/sh\nyum install -y git\n--X--\n";
    expect(acts(text)).toEqual(["6 installs packages", "12 installs yum install"]);
  });

  test("a megabyte of hostile text takes no longer than its length", () => {
    const started = Date.now();
    for (const piece of ["#cloud-config\n- ", "- - - ", "<powershell>`", "packages:\n", "$(curl "]) bootActs(piece.repeat(60_000));
    expect(Date.now() - started).toBeLessThan(6_000);
  });
});

describe("where it is written", () => {
  test.each([
    ["aws_instance", 'user_data = "#!/bin/sh\\napt-get install -y nginx"', "user_data"],
    ["aws_launch_configuration", "user_data = <<EOF\napt-get install -y nginx\nEOF", "user_data"],
    ["aws_launch_template", "user_data = base64encode(<<-EOF\n  apt-get install -y nginx\n  EOF\n)", "user_data"],
    ["azurerm_linux_virtual_machine", 'custom_data = base64encode("apt-get install -y nginx")', "custom_data"],
    ["google_compute_instance", 'metadata_startup_script = "apt-get install -y nginx"', "metadata_startup_script"],
    [
      "google_compute_instance",
      'metadata = {\n"enable-oslogin" = "TRUE"\n"startup-script" = "apt-get install -y nginx"\n}',
      "metadata.startup-script",
    ],
    ["digitalocean_droplet", 'user_data = "apt-get install -y nginx"', "user_data"],
    ["aws_instance", `user_data_base64 = "${btoa("#!/bin/sh\napt-get install -y nginx\n")}"`, "user_data_base64"],
  ])("%s: %s", (type, body, attribute) => {
    const found = observations(bootTimeConfiguration, { "main.tf": `resource "${type}" "web" {\n${body}\n}\n` });
    expect(found.map((each) => [each.reason, each.attribute, each.evidence.command])).toEqual([
      ["installs-without-template", attribute, "apt-get install"],
    ]);
  });

  test("behind locals, variables, templates, cloud-init parts and a module's call, at its own line", () => {
    const files = {
      "main.tf": `locals {
  boot = <<-EOT
    #!/bin/sh
    yum install -y a
  EOT
}

data "template_file" "boot" {
  template = file("\${path.module}/files/boot.tpl")
}

data "cloudinit_config" "boot" {
  part {
    content_type = "text/x-shellscript"
    content      = file("files/part.sh")
  }
}

resource "aws_instance" "a" {
  user_data = local.boot
}

resource "aws_instance" "b" {
  user_data = data.template_file.boot.rendered
}

resource "aws_instance" "c" {
  user_data_base64 = data.cloudinit_config.boot.rendered
}

module "web" {
  source = "./web"
  boot   = "dnf install -y d"
}
`,
      "files/boot.tpl": "#!/bin/sh\n\nyum install -y b\n",
      "files/part.sh": "yum install -y c\n",
      "web/main.tf": 'variable "boot" {}\nresource "aws_instance" "d" {\n  user_data = var.boot\n}\n',
    };
    expect(told(bootTimeConfiguration, files)).toEqual([
      "installs-without-template main.tf:4 aws_instance.a user_data",
      "installs-without-template files/boot.tpl:3 aws_instance.b user_data",
      "installs-without-template files/part.sh:1 aws_instance.c user_data_base64",
      "installs-without-template main.tf:33 aws_instance.d user_data",
    ]);
  });

  test("a reference that leads to itself ends", () => {
    expect(
      told(bootTimeConfiguration, {
        "main.tf": `locals {\n  a = "\${local.b}"\n  b = local.a\n}\nresource "aws_instance" "a" {\n  user_data = local.a\n}\n`,
      }),
    ).toEqual([]);
  });
});

test("user data that is handed to a module from elsewhere", () => {
  const text =
    'module "web" {\n  source = "terraform-aws-modules/ec2-instance/aws"\n  user_data = <<-EOT\n    yum install -y nginx\n  EOT\n}\n';
  expect(told(bootTimeConfiguration, { "main.tf": text })).toEqual(["installs-without-template main.tf:4 module.web user_data"]);
});
