/** Settings in files that are no data languages: where each stands, and that no text is too strange to be read. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { WrittenSetting } from "../../../src/model/written-setting.ts";
import { answersSettings, loginListSettings } from "../../../src/parse/settings/answers-settings.ts";
import { bicepSettings } from "../../../src/parse/settings/bicep-settings.ts";
import { dockerfileSettings } from "../../../src/parse/settings/dockerfile-settings.ts";
import { dotenvSettings } from "../../../src/parse/settings/dotenv-settings.ts";
import { groovySettings } from "../../../src/parse/settings/groovy-settings.ts";
import { iniSettings } from "../../../src/parse/settings/ini-settings.ts";
import { htpasswdSettings, netrcSettings, npmrcSettings, pgpassSettings } from "../../../src/parse/settings/login-settings.ts";
import { batchSettings, makeSettings } from "../../../src/parse/settings/make-settings.ts";
import { powershellSettings } from "../../../src/parse/settings/powershell-settings.ts";
import { propertiesSettings } from "../../../src/parse/settings/properties-settings.ts";
import { puppetSettings } from "../../../src/parse/settings/puppet-settings.ts";
import { rubySettings } from "../../../src/parse/settings/ruby-settings.ts";
import { shellSettings } from "../../../src/parse/settings/shell-settings.ts";
import { sqlSettings } from "../../../src/parse/settings/sql-settings.ts";
import { xmlSettings } from "../../../src/parse/settings/xml-settings.ts";
import { anyText } from "../../any-text.ts";

type Reader = (text: string) => readonly WrittenSetting[];

/** What is written into a file comes under the file's name. */
function ofFile(name: string, text: string): readonly WrittenSetting[] {
  return dotenvSettings(text).map((setting) => ({ ...setting, path: [name, ...setting.path] }));
}
const shell: Reader = (text) => shellSettings(text, ofFile);
const dockerfile: Reader = (text) => dockerfileSettings(text, ofFile);

/** `2 password=hunter22`; the last name of each path. */
function told(read: Reader, text: string): readonly string[] {
  return read(text).map(({ line, path, value }) => `${line} ${path.at(-1)}=${value}`);
}

type Table = readonly (readonly [what: string, text: string, expected: readonly string[]])[];

const formats: Readonly<Record<string, readonly [Reader, Table]>> = {
  "a Dockerfile": [
    dockerfile,
    [
      ["ENV in both forms", 'ENV A_PW hunter 22\nENV B_PW="a \\"b\\"" C=1', ["1 A_PW=hunter 22", '2 B_PW=a "b"', "2 C=1"]],
      ["defaults of ARG, in every stage", "ARG PW=one\nFROM a\nARG PW=two\nARG TOKEN", ["1 PW=one", "3 PW=two"]],
      ["lines that go on over comments", "ENV A=1 \\\n  # why\n  PW=two \\\n\n  C=3", ["1 A=1", "3 PW=two", "5 C=3"]],
      ["another sign of continuation", "# escape=`\nENV A=1 `\n  PW=C:\\\\x", ["2 A=1", "3 PW=C:\\x"]],
      ["a fallback", `ENV PW=\${PW:-hunter22}`, ["1 PW=hunter22"]],
      ["labels are shown to everybody", "LABEL password=hunter22\nMAINTAINER password=x\nEXPOSE 80", []],
      [
        "commands",
        'RUN --mount=type=secret,id=x apt update \\\n  && echo "root:toor1" | chpasswd \\\n  # why\n  && curl -u ci:s3cret https://x',
        ["2 password=toor1", "4 password=s3cret"],
      ],
      ["a command as a list", 'CMD ["mysqld", "--password=pw1"]\nENTRYPOINT ["sh", "-c", "export PW=pw2"]', ["1 password=pw1", "2 PW=pw2"]],
      ["instructions in instructions", "ONBUILD ENV PW=a\nHEALTHCHECK --interval=5s CMD curl -u a:b x", ["1 PW=a", "2 password=b"]],
      [
        "here-documents",
        "RUN <<EOF\nexport PW=one\nEOF\nCOPY <<EOF /app/.env\nX=two\nEOF\nRUN cat <<A > b.env\nY=three\nA\nENV PW=four",
        ["2 PW=one", "5 X=two", "8 Y=three", "10 PW=four"],
      ],
      ["a here-document without an end", "RUN <<EOF\nexport PW=one\nENV B=c", ["2 PW=one", "3 B=c"]],
    ],
  ],
  "a shell script": [
    shell,
    [
      ["assignments", "A=1\nexport PW='a b' C=d\nlocal -r PW2=\"x$y\"\nreadonly E=f", ["1 A=1", "2 PW=a b", "2 C=d", "3 PW2=x$y", "4 E=f"]],
      ["fallbacks", `: "\${PW:=a1}"\nX=\${X:-b2}\nY=\${Y:-$Z}`, ["1 PW=a1", "2 X=b2", `3 Y=\${Y:-$Z}`]],
      ["before a command", "PGPASSWORD=pw1 psql -h db --password app", ["1 PGPASSWORD=pw1"]],
      ["a comment, a question, a text for people", '# PW=x\n[ $PW = y ] && echo "PW=z"\ntest $PW = x\ngrep PW=a f', []],
      [
        "MySQL",
        "mysql -u root -ppw1 db\nmysqldump --password=pw2\nmysql -p db\nmysqladmin -u r password pw3",
        ["1 password=pw1", "2 password=pw2", "4 password=pw3"],
      ],
      [
        "logins",
        "docker login -u a -p pw1 r\ndocker run -p 80:80 x\naz login -u a -p pw2\nvault login s.1\nskopeo copy --dest-creds a:pw3 b c",
        ["1 password=pw1", "3 password=pw2", "4 token=s.1", "5 password=pw3"],
      ],
      ["wrapped", "sudo -u x sshpass -p pw1 ssh h 'export PW=pw2'\nbash -c \"A=b\"", ["1 password=pw1", "1 PW=pw2", "2 A=b"]],
      [
        "curl",
        "curl -sS -u a:pw1 -H 'X-Token: t1' -H \"Authorization: Bearer t2\" x",
        ["1 password=pw1", "1 X-Token=t1", "1 authorization token=t2"],
      ],
      [
        "input",
        "echo 'a:pw1' | sudo chpasswd\necho pw2 | passwd --stdin a\necho pw3 | sudo -S ls\nchpasswd <<E\nb:pw4\nE\nchpasswd <<< c:pw5\necho h | chpasswd -e",
        ["1 password=pw1", "2 password=pw2", "2 stdin=a", "3 password=pw3", "5 password=pw4", "7 password=pw5"],
      ],
      [
        "others",
        "aws configure set default.aws_secret_access_key k1\nhtpasswd -bc f a pw1\nhtpasswd -c f a\nopenssl rsa -passin pass:pw2\nopenssl rsa -passin env:X\nredis-cli -a pw3\nuseradd -p pw4 a",
        ["1 aws_secret_access_key=k1", "2 password=pw1", "4 password=pw2", "6 password=pw3", "7 password=pw4"],
      ],
      [
        "pairs in arguments",
        "kubectl create secret generic s --from-literal=a.b=v1\nhelm i --set x.pw=v2,y=z\njava -Dpw=v3 X\ndocker run -e PW=v4 -d x",
        ["1 a.b=v1", "2 x.pw=v2", "2 y=z", "3 pw=v3", "4 PW=v4"],
      ],
      [
        "statements",
        "psql -c \"ALTER USER a WITH PASSWORD 'pw1'\"\nmysql <<E\nCREATE USER a IDENTIFIED BY 'pw2';\nE",
        ["1 password=pw1", "3 password=pw2"],
      ],
      [
        "a network device",
        "hostname r1\nenable secret pw1\nusername a privilege 15 password 0 pw2\nusername b secret 9 $9$abc",
        ["2 password=pw1", "3 password=pw2"],
      ],
      [
        "stores of secrets",
        "aws ssm put-parameter --type=SecureString --value=v1\naz keyvault secret set -n x --value=v2\ngh secret set X -b v3\necho v4 | gh secret set X",
        ["1 type=SecureString", "1 value=v1", "1 secret value=v1", "2 value=v2", "2 secret value=v2", "3 secret value=v3", "4 password=v4"],
      ],
      [
        "in a container",
        "docker exec -e A=b -i db mysql -ppw1\nkubectl exec pod -n x -- redis-cli -a pw2\ndocker exec -it mysql mysql -p",
        ["1 A=b", "1 password=pw1", "2 password=pw2"],
      ],
      ["options in a variable", 'export JAVA_OPTS="-Xmx1g -Da.password=pw1"\nMAKE_ARGS="-j4"', ["1 a.password=pw1"]],
      ["bodies and forms", "curl -d 'a=b&password=pw1' x\ncurl --json '{\"A\":1}' x", ["1 a=b", "1 password=pw1", '2 json={"A":1}']],
      [
        "what is hashed on the way",
        "useradd --password $(echo pw1 | openssl passwd -1 -stdin) a",
        ["1 password=pw1", "1 password=$(echo pw1 | openssl passwd -1 -stdin)"],
      ],
      [
        "commands in commands",
        "V=$(curl -u a:pw1 x)\nW=`curl -u a:pw2 x`",
        ["1 V=$(curl -u a:pw1 x)", "1 password=pw1", "2 W=`curl -u a:pw2 x`", "2 password=pw2"],
      ],
      [
        "files that it writes",
        "cat > x.env <<E\nPW=a\nE\ncat <<E\nPW=no\nE\necho PW=b >> y.env\necho PW=c | sudo tee z.env",
        ["2 PW=a", "7 PW=b", "8 PW=c"],
      ],
    ],
  ],
  "environment variables": [
    dotenvSettings,
    [
      [
        "quotes and comments",
        '# a\nexport A=b # c\nB=\'x # y\'\nC="a \\"b\\"" # d\nD=a#b\nE=',
        ["2 A=b", "3 B=x # y", '4 C=a "b"', "5 D=a#b"],
      ],
      ["over several lines", 'KEY="one\ntwo"\nA=b', ["1 KEY=one\ntwo", "3 A=b"]],
      ["a quote that is never closed", 'A="b\nC=d', ['1 A="b', "2 C=d"]],
      ["a connection string", "U=jdbc:x://h/d?user=a&password=pw", ["1 U=jdbc:x://h/d?user=a&password=pw", "1 password=pw"]],
    ],
  ],
  sections: [
    iniSettings,
    [
      ["of a cloud's client", "[default]\naws_secret_access_key = k1 ; x\n# pw = no\n;pw = no", ["2 aws_secret_access_key=k1"]],
      ["with quotes", "[client]\npassword='a#b'\nuser=\"x\"", ["2 password=a#b", "3 user=x"]],
      ["of systemd", "[Service]\nEnvironment=\"PW=a b\" 'C=d e' F=g", ["2 PW=a b", "2 C=d e", "2 F=g"]],
      [
        "of an inventory",
        "[db]\nh1 ansible_host=1.2.3.4 ansible_password='a b'\nh2:22\n[db:vars]\nansible_pw=x",
        ["2 ansible_host=1.2.3.4", "2 ansible_password=a b", "5 ansible_pw=x"],
      ],
      [
        "of TOML and of Terraform's own",
        '[x]\ndb = { user = "a", pw = "b" }\ncredentials "h" {\n  token = "t"\n}',
        ["2 user=a", "2 pw=b", "4 token=t"],
      ],
      [
        "of servers",
        "requirepass pw1\nport 6379\nprimary_conninfo = 'host=h password=pw2'",
        ["1 requirepass=pw1", "3 primary_conninfo=host=h password=pw2", "3 password=pw2"],
      ],
    ],
  ],
  "settings of servers": [
    iniSettings,
    [
      ["nginx", 'proxy_set_header Authorization "Basic dTpwdw==";\nproxy_set_header Authorization $x;', ["1 authorization token=dTpwdw=="]],
      ["HAProxy", "user a insecure-password b\nstats auth c:d", ["1 password=b", "2 password=d"]],
      ["systemd's commands", "[Service]\nExecStart=/bin/x --password y", ["2 ExecStart=/bin/x --password y", "2 password=y"]],
      ["where users are looked up", "passwd: files systemd", []],
    ],
  ],
  "a makefile": [
    makeSettings,
    [
      [
        "variables and recipes",
        "PW ?= a # b\nexport X := $(Y)\n# Z = c\nrun:\n\t@docker run -e PW=d \\\n\t  -e E=$(PW) x\n\tmysql -pf",
        ["1 PW=a", "2 X=$(Y)", "5 PW=d", "6 E=$(PW)", "7 password=f"],
      ],
    ],
  ],
  "a batch file": [
    batchSettings,
    [
      [
        "variables and commands",
        '@echo off\nrem set A=b\nset PW=c d\n@set "E=f"\nmysql -pg ^\n  -h x',
        ["3 PW=c d", "4 E=f", "5 password=g"],
      ],
    ],
  ],
  "answers for an installer": [
    answersSettings,
    [
      [
        "of Debian's",
        "d-i passwd/root-password password a\nd-i passwd/make-user boolean false\nd-i preseed/late_command string \\\n in-target sh -c 'echo u:b | chpasswd'",
        ["1 password=a", "4 password=b"],
      ],
      [
        "of Anaconda's",
        "rootpw --plaintext a\nuser --name=u --password=b\n%post\necho u:c | chpasswd\n%end",
        ["1 plaintext=a", "1 password=a", "2 name=u", "2 password=b", "4 password=c"],
      ],
    ],
  ],
  "users with passwords": [loginListSettings, [["as chpasswd reads them", "# a:b\nroot:c\napp:RANDOM", ["2 password=c"]]]],
  "property files": [
    propertiesSettings,
    [
      ["in every form", "a.pw=x\nb : y\nc z\n# d=e\n! f=g\nh\\:i=j", ["1 a.pw=x", "2 b=y", "3 c=z", "6 h:i=j"]],
      ["continued", "pw = one\\\n   two\nb=c", ["1 pw=onetwo", "3 b=c"]],
    ],
  ],
  "a .netrc": [
    netrcSettings,
    [
      [
        "on one line and over several",
        "machine h login a password b\nmachine i\n login password\n password c",
        ["1 password=b", "4 password=c"],
      ],
    ],
  ],
  "an .npmrc": [
    npmrcSettings,
    [
      [
        "tokens",
        '//r/:_authToken=t1\n_auth = "dTpw"\nregistry=https://r',
        ["1 auth token=t1", "2 auth token=dTpw", "3 registry=https://r"],
      ],
    ],
  ],
  "a .pgpass": [pgpassSettings, [["escapes", "h:5432:*:u:a\\:b\n# h:1:d:u:x\nshort:line", ["1 password=a:b"]]]],
  "a .htpasswd": [
    htpasswdSettings,
    [
      [
        "hashes are none",
        "a:plain\nb:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\nc:rqXexS6ZhobKA\nd:$apr1$a$b",
        ["1 password=plain", "4 password=$apr1$a$b"],
      ],
    ],
  ],
  XML: [
    xmlSettings,
    [
      [
        "elements and attributes",
        '<a>\n<password>x &amp; y</password>\n<user password="z" name="n"/></a>',
        ["2 password=x & y", "3 n=z", "3 name=n"].slice(0, 1).concat(["3 password=z", "3 name=n"]),
      ],
      [
        "named pairs",
        '<add key="Pw" value="a"/>\n<property name="pw">b</property>\n<property><name>x.pw</name><value>c</value></property>',
        ["1 key=Pw", "1 Pw=a", "2 name=pw", "2 pw=b", "3 name=x.pw", "3 x.pw=c"],
      ],
      [
        "Windows' answers",
        "<AdministratorPassword>\n<Value>a</Value><PlainText>true</PlainText></AdministratorPassword>",
        ["2 AdministratorPassword=a", "2 PlainText=true"],
      ],
      [
        "comments and encrypted values",
        "<!-- <password>a</password> --><password>{AQAAABAAAAAQabc=}</password><p><![CDATA[b]]></p>",
        ["1 p=b"],
      ],
    ],
  ],
  Groovy: [
    groovySettings,
    [
      ["texts and references", "environment {\n A = 'x'\n B = credentials('id')\n C = \"$x\"\n D = 'a' + b\n}", ["2 A=x"]],
      ["parameters", "password(name: 'PW', defaultValue: 'a')", ["1 name=PW", "1 PW=a"]],
      ["methods and maps", "password 'a'\nm = ['pw': 'b', pw2: \"c\"]\nif (pw == 'd') {}", ["1 password=a", "2 pw=b", "2 pw2=c"]],
      ["fallbacks", "def pw = params.PW ?: 'a'", ["1 pw=a"]],
      ["shell steps", "sh '''\n  curl -u a:b x\n'''\nsh 'mysql -pc'", ["2 password=b", "4 password=c"]],
      ["comments", "// pw = 'a'\n/* pw = 'b' */", []],
    ],
  ],
  Ruby: [
    rubySettings,
    [
      [
        "attributes",
        "default['db']['password'] = 'a'\nnode.override[:x][:pw] = \"b\"\nh = { :pw => 'c', 'k' => 'd' }",
        ["1 password=a", "2 pw=b", "3 pw=c", "3 k=d"],
      ],
      ["resources and references", "password 'a'\npassword ENV['X']\npassword \"#{node['x']}\"\npassword node['x']", ["1 password=a"]],
      ["fallbacks", "pw = ENV['X'] || 'a'\npw = ENV.fetch('X', 'b')\npassword ENV['X'] || 'c'", ["1 pw=a", "2 pw=b", "3 password=c"]],
      ["scripts", 'code <<-EOH\n  echo "a:b" | chpasswd\nEOH\nx = 1', ["2 password=b"]],
      ["comments", "# pw = 'a'\n=begin\npw = 'b'\n=end\npw = 'c'", ["5 pw=c"]],
    ],
  ],
  Puppet: [
    puppetSettings,
    [
      [
        "texts, calls and references",
        "a => 'x',\n$b = 'y'\nc => hiera('z'),\nd => mysql_password('e'),\nf => \"$g\"",
        ["1 a=x", "2 b=y", "4 password=e"],
      ],
    ],
  ],
  PowerShell: [
    powershellSettings,
    [
      [
        "variables and parameters",
        '$pw = "a"\n$env:B = \'c\'\nX -Password "d" -Y $z\nX -Password e2\nX -Password $f\n@{ Pw = "g" }',
        ["1 pw=a", "2 B=c", "3 Password=d", "4 Password=e2", "6 Pw=g"],
      ],
      ["secure texts", 'ConvertTo-SecureString "a" -AsPlainText -Force\nConvertTo-SecureString $b -AsPlainText', ["1 password=a"]],
      [
        "calls",
        'New-Object Net.NetworkCredential("u", "a")\n[Environment]::SetEnvironmentVariable("PW", "b")\nnet user x c /add',
        ["1 password=a", "2 PW=b", "3 password=c"],
      ],
      ["comments", '# $pw = "a"\n<# $pw = "b" #>\n#X -Password c', []],
    ],
  ],
  Bicep: [
    bicepSettings,
    [
      [
        "defaults and properties",
        "param pw string = 'a'\nparam x string\nvar y = 'b'\nr = { password: 'c', d: e }",
        ["1 pw=a", "3 y=b", "4 password=c"],
      ],
      [
        "secrets of a vault, and what else has a value",
        "resource s 'Microsoft.KeyVault/vaults/secrets@1' = {\n  properties: {\n    value: 'a'\n  }\n  tags: { value: 'b' }\n}\nresource t 'x@1' = { properties: { value: 'c' } }",
        ["3 value=a", "5 value=b", "7 value=c"],
      ],
    ],
  ],
  SQL: [
    sqlSettings,
    [
      [
        "statements",
        "CREATE USER a IDENTIFIED BY 'x';\nALTER ROLE b WITH PASSWORD 'y';\nCREATE LOGIN c WITH PASSWORD = N'z';\nSET PASSWORD FOR d = PASSWORD('w');",
        ["1 password=x", "2 password=y", "3 password=z", "4 password=w"],
      ],
      ["comments", "-- IDENTIFIED BY 'a'\n/* PASSWORD 'b' */", []],
    ],
  ],
};

for (const [format, [read, table]] of Object.entries(formats)) {
  describe(format, () => {
    test.each(table)("%s", (_what, text, expected) => {
      expect(told(read, text)).toEqual(expected);
    });
  });
}

const pieces = fc.constantFrom(
  ..."'|\"|`|\\|\\\n|\n|\r\n| |\t|=|:|=>|{|}|[|]|(|)|<|>|</|<!--|-->|<![CDATA[|]]>|<<EOF\n|EOF\n|<<<|@\"|\n\"@|'''|#|//|/*|*/|;|,|$|${|#{|$(|||".split(
    "|",
  ),
  ..."ENV |RUN |ARG |COPY |password|PW|A|b c|export |echo |chpasswd|mysql -p|curl -u a:b|-H 'A: b'|--x|machine |[s]\n|&amp;|value|name|IDENTIFIED BY|é|\u0000|😀".split(
    "|",
  ),
);

test.each(Object.entries(formats))("%s: every text is read, and every setting stands in it", (_format, [read]) => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")),
        anyText(200),
      ),
      (text) => {
        const lines = text.split("\n");
        let before = 0;
        for (const { path, value, line, endLine, column } of read(text)) {
          expect(path.length).toBeGreaterThan(0);
          expect(value).not.toBe("");
          expect(line).toBeGreaterThanOrEqual(before);
          expect(endLine).toBeGreaterThanOrEqual(line);
          expect(endLine).toBeLessThanOrEqual(lines.length);
          if (column !== null) expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
          before = line;
        }
      },
    ),
    { numRuns: 40 },
  );
});

const size = 40_000;
const fill = (unit: string) => unit.repeat(Math.ceil(size / unit.length));
const baits: readonly (readonly [string, string])[] = [
  ["one line", `password=${fill("a")}`],
  ["open quotes", fill("A='b\"c`d ")],
  ["escaped quotes", `ENV A="${fill('\\"')}`],
  ["open quotes behind names", fill('pw = "\\" ')],
  ["many-line quotes", fill('\'\'\'"""@"\n')],
  ["here-documents", fill("<<E <<F\n")],
  ["here-documents in instructions", fill("RUN <<E\n")],
  ["continued lines", fill("ENV A=b \\\n")],
  ["tags", `${fill("<a b='")}>`],
  ["signs of tags", `${fill("<1<")}>`],
  ["open comments", fill("/*<#<!--")],
  ["nested commands", fill("$(")],
  ["pipes", fill("echo a|")],
  ["options", fill("curl -u a:b -H c ")],
  ["pairs", fill("a=b,c=d ")],
  ["statements", fill("IDENTIFIED BY ")],
  ["spaces", fill("password =    ")],
  ["backslashes", fill("\\")],
  ["brackets", fill("a['b']")],
  ["sections", fill("[a]\nb=c d=e\n")],
  ["lines", fill("password: x\n")],
  ["users of Redis", fill("user a on >b ")],
  ["resources", fill("resource a 'secrets' = {\n properties: {\n")],
  ["decorators", fill("@secure()\nparam p string = 'a'\n")],
  ["triple quotes", fill('a = """b\n')],
  ["commands in containers", fill("docker exec -e a b c ")],
  ["bodies", fill("curl -d {a:b ")],
];

/** A quadratic reader of so much takes minutes, a linear one well below this. Milliseconds of the processor: the machine may be busy. */
const bound = 1_000;

function milliseconds(act: () => unknown): number {
  const start = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

test.each(baits)("40,000 characters of %s", (_name, text) => {
  for (const [format, [read]] of Object.entries(formats)) {
    expect([format, milliseconds(() => read(text)) < bound]).toEqual([format, true]);
  }
});
