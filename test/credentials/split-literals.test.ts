/** Credentials that are written in pieces, kept in another file, encoded, or handed to a machine in a document. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the interpolations are those of the languages read
import { describe, expect, test } from "@jest/globals";
import { type Files, told } from "./sighted.ts";

const sink = (value: string, more = ""): Files => ({ "main.tf": `${more}resource "aws_db_instance" "m" {\n  password = ${value}\n}\n` });
const base64 = (text: string) => btoa(text);

describe("in pieces", () => {
  test.each<[string, Files, readonly string[]]>([
    ["interpolated literals", sink('"${"hunt"}${"er22"}"'), ["hard-coded main.tf:2 password: aws_db_instance.m.password"]],
    ["joined", sink('join("", ["hunt", "er22"])'), ["hard-coded main.tf:2 password: aws_db_instance.m.password"]],
    ["formatted", sink('format("%s-%d", "hunter", 22)'), ["hard-coded main.tf:2 password: aws_db_instance.m.password"]],
    [
      "locals, at the first",
      sink('"${local.a}${local.b}"', 'locals {\n  a = "hunt"\n  b = "er22"\n}\n'),
      ["hard-coded main.tf:2 password: aws_db_instance.m.password"],
    ],
    [
      "a local put together from locals",
      sink("local.word", 'locals {\n  a    = "hunt"\n  word = "${local.a}er22"\n}\n'),
      ["hard-coded main.tf:2 password: local.word > aws_db_instance.m.password"],
    ],
    [
      "a template's branches",
      sink('"%{ if var.x }hunter22%{ else }opensesame%{ endif }"'),
      ["hard-coded main.tf:2 password: aws_db_instance.m.password", "hard-coded main.tf:2 password: aws_db_instance.m.password"],
    ],
    ["encoded", sink(`base64decode("${base64("hunter22")}")`), ["hard-coded main.tf:2 password: aws_db_instance.m.password"]],
    ["with a piece that is not known", sink('"${var.env}-hunter22"'), []],
    ["joined with a piece that is not known", sink('join("-", [var.env, "db", "password"])'), []],
    ["formatted with a piece that is not known", sink('format("%s-hunter22", random_id.x.hex)'), []],
    ["locals that name each other", sink('"${local.a}${local.b}"', 'locals {\n  a = "${local.b}x"\n  b = "${local.a}y"\n}\n'), []],
  ])("%s", (_name, files, expected) => {
    expect(told(files)).toEqual(expected);
  });
});

describe("a document in pieces", () => {
  const machine = (value: string): Files => ({ "main.tf": `resource "aws_instance" "m" {\n  user_data = ${value}\n}\n` });
  const found = (line: number) => [`hard-coded main.tf:${line} db password: aws_instance.m.user_data`];
  test.each<[string, Files, readonly string[]]>([
    ["joined", machine('join("", ["DB_PASSWORD=", "hunter22"])'), found(2)],
    ["formatted, and encoded", machine('base64encode(format("DB_PASSWORD=%s", "hunter22"))'), found(2)],
    ["interpolated", machine('"DB_PASSWORD=${"hunter22"}"'), found(2)],
    ["over several lines, at its own", machine('join("\\n", [\n  "#!/bin/sh",\n  "export DB_PASSWORD=hunter22",\n  "run",\n])'), found(4)],
    ["name and value on two lines, at the first", machine('join("", [\n  "export DB_PASSWORD=",\n  "hunter22",\n])'), found(3)],
    ["with a value that is not known", machine('join("", ["DB_PASSWORD=", var.word])'), []],
    ["nothing in it", machine('join("", ["REGION=", "eu-west-1"])'), []],
  ])("%s", (_name, files, expected) => {
    expect(told(files)).toEqual(expected);
  });
});

describe("elsewhere", () => {
  test.each<[string, Files, readonly string[]]>([
    [
      "a file's one line",
      { ...sink('trimspace(file("${path.module}/pw.txt"))'), "pw.txt": "hunter22\n" },
      ["hard-coded pw.txt:1 password: aws_db_instance.m.password"],
    ],
    ["a file that is not there", sink('file("pw.txt")'), []],
    ["a file outside of the repository", { ...sink('file("../../etc/pw.txt")'), "etc/pw.txt": "hunter22\n" }, []],
    [
      "a template's body",
      {
        "main.tf": 'resource "aws_instance" "a" {\n  user_data = templatefile("boot.tftpl", { x = var.x })\n}\n',
        "boot.tftpl": "#!/bin/bash\nexport DB_HOST=${x}\nmysql -u root -phunter22\n",
      },
      ["hard-coded boot.tftpl:3 password: aws_instance.a.user_data"],
    ],
    [
      "a dynamic block",
      {
        "main.tf":
          'locals {\n  users = {\n    a = { word = "hunter22" }\n  }\n}\nresource "x_y" "m" {\n  dynamic "auth" {\n    for_each = local.users\n    content {\n      password = auth.value.word\n    }\n  }\n}\n',
      },
      ["hard-coded main.tf:3 password: local.users > x_y.m.auth.password"],
    ],
    [
      "a dynamic block with a name of its own",
      {
        "main.tf":
          'resource "x_y" "m" {\n  dynamic "auth" {\n    iterator = each_user\n    for_each = [{ word = "hunter22" }]\n    content {\n      password = each_user.value.word\n    }\n  }\n}\n',
      },
      ["hard-coded main.tf:4 password: x_y.m.auth.password"],
    ],
    [
      "a for expression",
      { "main.tf": 'resource "x_y" "m" {\n  users = [for n, w in {\n    a = "hunter22"\n  } : { name = n, password = w }]\n}\n' },
      ["hard-coded main.tf:3 password: x_y.m.users.password"],
    ],
    [
      "the default of an attribute",
      {
        "main.tf":
          'variable "db" {\n  type = object({\n    password = optional(string, "hunter22")\n    name     = optional(string, "app")\n  })\n}\n',
      },
      ["hard-coded main.tf:3 password: var.db.password"],
    ],
    [
      "Terragrunt's inputs",
      {
        "live/terragrunt.hcl":
          'locals {\n  a = "hunt"\n}\ninputs = {\n  db_password  = "hunter22"\n  api_password = "${local.a}er23"\n  password     = get_env("TF_VAR_password", "opensesame")\n  secret_name  = "db"\n  token        = dependency.x.outputs.token\n}\n',
      },
      [
        "hard-coded live/terragrunt.hcl:2 api password: inputs.api_password",
        "hard-coded live/terragrunt.hcl:5 db password: inputs.db_password",
        "hard-coded live/terragrunt.hcl:7 password: inputs.password",
      ],
    ],
    [
      "a job of Nomad",
      {
        "web.nomad":
          'job "web" {\n  env {\n    DB_PASSWORD = "hunter22"\n  }\n  template {\n    data = <<EOT\nAPI_PASSWORD="opensesame"\nTOKEN={{ with secret "x" }}{{ .Data.t }}{{ end }}\nEOT\n  }\n}\n',
      },
      ["hard-coded web.nomad:3 db password: job.env.DB_PASSWORD", "hard-coded web.nomad:7 api password: web.nomad.job.template.data"],
    ],
    [
      "a URL whose host is put in",
      { "main.tf": 'resource "a_b" "m" {\n  url = "postgres://u:hunter22@${var.host}/db"\n}\n' },
      ["in-url main.tf:2 password in a URL"],
    ],
    [
      "an action and a check",
      {
        "main.tf":
          'action "x" "y" {\n  config {\n    password = "hunter22"\n  }\n}\ncheck "c" {\n  data "http" "d" {\n    password = "opensesame"\n  }\n}\n',
      },
      ["hard-coded main.tf:3 password: action.x.y.config.password", "hard-coded main.tf:8 password: check.c.data.password"],
    ],
  ])("%s", (_name, files, expected) => {
    expect(told(files)).toEqual(expected);
  });
});

describe("in a document", () => {
  const machine = (value: string, name = "user_data"): Files => ({ "main.tf": `resource "aws_instance" "a" {\n  ${name} = ${value}\n}\n` });
  test.each<[string, Files, readonly string[]]>([
    [
      "cloud-init",
      machine(
        `<<EOT\n#cloud-config\nchpasswd:\n  list: |\n    root:hunter22\n    app:RANDOM\nusers:\n  - name: a\n    plain_text_passwd: hunter23\n    passwd: $6$abc$def\nwrite_files:\n  - path: /etc/app.env\n    encoding: b64\n    content: ${base64("API_PASSWORD=hunter24\nX=y\n")}\n  - path: /etc/b.env\n    content: |\n      DB_PASSWORD=hunter25\nEOT`,
      ),
      [
        "hard-coded main.tf:6 password: aws_instance.a.user_data",
        "hard-coded main.tf:10 plain text passwd: aws_instance.a.user_data",
        "hard-coded main.tf:15 api password: aws_instance.a.user_data",
        "hard-coded main.tf:18 db password: aws_instance.a.user_data",
      ],
    ],
    [
      "a script in base64",
      machine(`"${base64("#!/bin/bash\nexport DB_PASSWORD=hunter22\n")}"`, "user_data_base64"),
      ["hard-coded main.tf:2 db password: aws_instance.a.user_data_base64"],
    ],
    [
      "a script that is encoded",
      machine('base64encode(<<EOT\n#!/bin/bash\nmysql -u root -phunter22\nmysql -u root -p"${var.x}"\nEOT\n  )'),
      ["hard-coded main.tf:4 password: aws_instance.a.user_data"],
    ],
    [
      "commands of a provisioner",
      {
        "main.tf":
          'resource "null_resource" "a" {\n  provisioner "remote-exec" {\n    inline = [\n      "echo root:hunter22 | chpasswd",\n      "sshpass -p hunter23 ssh x",\n      "docker login -u a -p ${var.x}",\n    ]\n  }\n}\n',
      },
      [
        "hard-coded main.tf:4 password: null_resource.a.provisioner.inline",
        "hard-coded main.tf:5 password: null_resource.a.provisioner.inline",
      ],
    ],
  ])("%s", (_name, files, expected) => {
    expect(told(files)).toEqual(expected);
  });
});

test("Packer's commands, and the answers for an installer", () => {
  expect(
    told({
      "a.pkr.hcl":
        'source "qemu" "x" {\n  shutdown_command = "echo \'hunter22\' | sudo -S shutdown -P now"\n  boot_command = ["auto passwd/user-password=hunter23 <enter>"]\n}\nbuild {\n  provisioner "shell" {\n    execute_command = "{{ .Vars }} sudo -E bash \'{{ .Path }}\'"\n    inline = ["mysql -phunter24"]\n  }\n}\n',
      "http/preseed.cfg":
        "d-i passwd/root-password password hunter22\nd-i passwd/root-password-crypted password $6$abc$def\nd-i preseed/late_command string in-target \\\n  sh -c 'echo a:hunter23 | chpasswd'\n",
      "http/ks.cfg": "rootpw --plaintext hunter22\nrootpw --iscrypted $6$abc$def\nuser --name=a --password=hunter23\n",
      "http/Autounattend.xml": "<AdministratorPassword>\n<Value>hunter22</Value></AdministratorPassword>\n",
    }),
  ).toEqual([
    "hard-coded a.pkr.hcl:2 password: source.qemu.x.shutdown_command",
    "hard-coded a.pkr.hcl:3 user password: source.qemu.x.boot_command",
    "hard-coded a.pkr.hcl:8 password: build.provisioner.inline",
    "hard-coded http/Autounattend.xml:2 administrator password: AdministratorPassword",
    "hard-coded http/ks.cfg:1 password: rootpw.password",
    "hard-coded http/ks.cfg:3 password: user.password",
    "hard-coded http/preseed.cfg:1 password: passwd/root-password.password",
    "hard-coded http/preseed.cfg:4 password: chpasswd.password",
  ]);
});

/** As they stand in public repositories, with invented words. */
describe("files that hold none", () => {
  test.each<[string, string]>([
    ["run.sh", 'docker run -d -e MYSQL_PASSWORD=$MYSQL_PASSWORD \\\n  --env="MYSQL_RANDOM_ROOT_PASSWORD=yes" --env="PW=${pw}" x\n'],
    [
      "setup.sh",
      'MYSQL_ROOT_PASS=${MYSQL_ROOT_PASS:-${DEFPASS}}\necho "Usage: ./setup.sh <password>"\ncat a.sql | mysql -uroot -p$1\nread -sp "Password: " password\n',
    ],
    [
      "db.sh",
      "mysql -u root -p$PW <<EOF\ncreate user 'a'@'%' identified by '$PW';\nEOF\necho \"mysql-server mysql-server/root_password password $pw\" | debconf-set-selections\n",
    ],
    [
      "Dockerfile",
      'ARG NPM_TOKEN\nENV NPM_TOKEN $NPM_TOKEN\nENV SECRET_NAME=$name\nRUN test -n "$NPM_TOKEN"\nRUN echo "//r/:_authToken=$TOKEN" >> .npmrc\nRUN --mount=type=secret,id=T T=$(cat /run/secrets/T) npm i\n',
    ],
    [
      "Jenkinsfile",
      "environment {\n  PW = credentials('PW')\n  DOCKER_CREDENTIALS = 'docker-credentials-id'\n}\nwithCredentials([usernamePassword(credentialsId: 'x', passwordVariable: 'PW', usernameVariable: 'U')]) {\n  sh 'echo \"$PW\" | docker login -u $U --password-stdin'\n  sh \"docker login -u ${U} -p ${PW}\"\n}\n",
    ],
    [
      "recipes/db.rb",
      "pw = data_bag_item('db', 'root')\nmysql_service 'x' do\n  initial_root_password pw['password']\n  password node['db']['password']\nend\n",
    ],
    [
      "add-user.ps1",
      'param([string]$password)\n$s = ConvertTo-SecureString $password -AsPlainText -Force\nNew-LocalUser $u -Password $s\nRead-Host "Please enter your password" -AsSecureString\n',
    ],
    [
      "root.pp",
      "# password => 'foo'\nclass x($password = '') {\n  $mysql = \"mysql -p${password}\"\n  exec { 'y': command => \"mysqladmin password ${password}\" }\n}\n",
    ],
    ["schema.sql", "CREATE TABLE users (password VARCHAR(255) NOT NULL);\nSELECT * FROM users WHERE password = 'x1y2z3';\n"],
    ["nsswitch.conf", "passwd:         files systemd\nshadow:         files\n"],
    ["cloudbuild.yaml", "steps:\n  - args:\n      - -c\n      - |\n        docker build . \\\n          --build-arg=TOKEN=$$TOKEN\n"],
  ])("%s", (path, text) => {
    expect(told({ [path]: text })).toEqual([]);
  });
});
