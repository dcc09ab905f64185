/** Credentials in documents of other tools, by what each document means: what has to be seen in it, and what must not. */
import { describe, expect, test } from "@jest/globals";
import { negative, positive } from "./setting-cases.ts";
import { invented, sightFiles } from "./sighted.ts";

/** `3 hard-coded`, in order of lines. */
function seen(path: string, text: string): readonly string[] {
  return sightFiles({ [path]: text }).map(({ place, kind }) => `${place.line} ${kind}`);
}

function encoded(text: string): string {
  return btoa(text);
}

type Case = readonly [what: string, path: string, text: string, expected: readonly string[]];

const generated = invented(32);
const key = `-----BEGIN RSA PRIVATE KEY-----\n${invented(64)}\n${invented(64)}\n-----END RSA PRIVATE KEY-----\n`;

const kubernetes: readonly Case[] = [
  [
    "stringData of a secret: the user is none, the password is one whatever it is",
    "secret.yaml",
    `apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  username: admin
  password: root
  host: db.internal
`,
    ["7 hard-coded"],
  ],
  [
    "data of a secret is base64",
    "secret.yaml",
    `apiVersion: v1
kind: Secret
metadata: {name: db}
type: Opaque
data:
  username: ${encoded("admin")}
  password: ${encoded("hunter2")}
  api-key: ${encoded(generated)}
  ca.crt: ${encoded("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")}
`,
    ["7 hard-coded", "8 hard-coded"],
  ],
  [
    "a private key in the data of a TLS secret",
    "tls.yaml",
    `apiVersion: v1
kind: Secret
type: kubernetes.io/tls
data:
  tls.crt: ${encoded("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")}
  tls.key: ${encoded(key)}
`,
    ["6 private-key"],
  ],
  [
    "a file of settings within a secret",
    "secret.yml",
    `kind: Secret
apiVersion: v1
stringData:
  application.yml: |
    spring:
      datasource:
        url: jdbc:postgresql://db/main
        username: app
        password: s3cret-of-app
  .env: |
    DB_HOST=db
    DB_PASSWORD=s3cret-of-env
`,
    ["9 hard-coded", "12 hard-coded"],
  ],
  [
    "a registry's login within a secret",
    "pull.yaml",
    `kind: Secret
apiVersion: v1
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths":{"registry.example.com":{"username":"ci","password":"pull-s3cret","auth":"${encoded("ci:pull-s3cret")}"}}}'
data2: x
`,
    ["5 hard-coded", "5 hard-coded"],
  ],
  [
    "values of a container's environment, and references",
    "deployment.yaml",
    `apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
        - name: app
          env:
            - name: DB_USER
              value: app
            - name: DB_PASSWORD
              value: hunter2
            - name: DB_PASSWORD_FILE
              value: /run/secrets/db
            - value: "letmein-please"
              name: MQ_PASS
            - name: API_TOKEN
              valueFrom:
                secretKeyRef:
                  name: api
                  key: token
            - { name: SMTP_PASSWORD, value: "$(MAIL_PASSWORD)" }
            - { name: JWT_SECRET, value: "my0wnJwtSecret!" }
            - name: TOKEN_TTL
              value: "3600"
            - name: SECRET_NAME
              value: db-credentials
          args: ["--db-user=app", "--db-password=hunter3", "--tls-key-file=/tls/tls.key"]
          command: [mysqldump, -uroot, -phunter4, main]
      imagePullSecrets:
        - name: registry-9f86d081
      volumes:
        - name: tls
          secret:
            secretName: tls-9f86d081884c
            defaultMode: 420
`,
    ["12 hard-coded", "15 hard-coded", "23 hard-coded", "28 hard-coded", "29 hard-coded"],
  ],
  [
    "a ConfigMap with files",
    "configmap.yaml",
    `apiVersion: v1
kind: ConfigMap
data:
  LOG_LEVEL: debug
  REDIS_PASSWORD: hunter2
  nginx.conf: |
    server { listen 80; }
  config.json: |
    {
      "database": { "user": "app", "password": "s3cr3t-0f-app" },
      "token_endpoint": "https://auth.example.com/token"
    }
  init.sh: |
    #!/bin/sh
    export ADMIN_PASSWORD=letmein-now
    mysql -uroot -pr00tpw -e 'select 1'
`,
    ["5 hard-coded", "10 hard-coded", "15 hard-coded", "16 hard-coded"],
  ],
  [
    "secrets that somebody sealed, encrypted or keeps elsewhere",
    "external.yaml",
    `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
spec:
  encryptedData:
    password: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq${generated}
---
apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
spec:
  secretStoreRef: { name: vault, kind: ClusterSecretStore }
  target: { name: db-credentials }
  data:
    - secretKey: password
      remoteRef: { key: prod/db, property: password }
  dataFrom:
    - extract: { key: prod/all-secrets }
---
apiVersion: v1
kind: Secret
stringData:
  password: ENC[AES256_GCM,data:abcdef,iv:1,tag:2,type:str]
  token: "<path:secret/data/app#token>"
  other-password: ref+vault://secret/app#password
sops:
  mac: ENC[AES256_GCM,data:${generated},iv:1]
  age:
    - recipient: age1${generated}
`,
    [],
  ],
  [
    "a schema of a custom resource",
    "crd.yaml",
    `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  versions:
    - schema:
        openAPIV3Schema:
          properties:
            spec:
              properties:
                password: { type: string, description: the password, default: changeit-1 }
                tokenSecretRef:
                  type: object
                  properties: { key: { type: string }, name: { type: string } }
`,
    [],
  ],
  [
    "a kubeconfig",
    ".kube/config",
    `apiVersion: v1
kind: Config
clusters:
  - cluster: { certificate-authority-data: ${encoded("-----BEGIN CERTIFICATE-----\nMIIB")}, server: https://k8s.example.com }
    name: prod
users:
  - name: admin
    user:
      client-certificate-data: ${encoded("-----BEGIN CERTIFICATE-----\nMIIB")}
      client-key-data: ${encoded(key)}
  - name: ci
    user:
      token: ${generated}
  - name: old
    user: { username: admin, password: letmein1 }
  - name: exec
    user:
      exec: { command: aws, args: [eks, get-token, --cluster-name, prod] }
`,
    ["10 private-key", "13 hard-coded", "15 hard-coded"],
  ],
];

const charts: readonly Case[] = [
  [
    "values of a chart",
    "values.yaml",
    `image:
  repository: bitnami/postgresql
  tag: 15.3.0
  digest: sha256:${"0123456789abcdef".repeat(4)}
  pullSecrets: []
auth:
  enablePostgresUser: true
  postgresPassword: ""
  username: app
  password: hunter2 # for the demo
  replicationPassword: {{ .Values.global.password }}
  existingSecret: postgres-credentials
  secretKeys:
    adminPasswordKey: postgres-password
    userPasswordKey: password
  usePasswordFiles: false
adminPassword: changeme
passwordUpdateJob: { enabled: false }
oauth2:
  clientID: 0123456789ab
  clientSecret: aB3dE6gH9jK2mN5pQ8rS
  cookieSecretName: oauth-cookie
serviceAccount: { create: true, automountServiceAccountToken: false, name: "" }
tls:
  secretName: web-tls
  existingSecretKey: tls.key
extraEnv:
  - name: ADMIN_PASSWORD
    valueFrom: { secretKeyRef: { name: admin, key: password } }
`,
    ["10 hard-coded", "17 placeholder", "21 hard-coded"],
  ],
  [
    "a chart's template is no YAML",
    "templates/secret.yaml",
    `{{- if not .Values.auth.existingSecret }}
apiVersion: v1
kind: Secret
metadata:
  name: {{ include "app.fullname" . }}
  labels: {{- include "app.labels" . | nindent 4 }}
type: Opaque
data:
  {{- if .Values.auth.password }}
  password: {{ .Values.auth.password | b64enc | quote }}
  {{- else }}
  password: {{ randAlphaNum 16 | b64enc }}
  {{- end }}
  root-password: ${encoded("hunter2-root")}
stringData:
  admin-password: {{ default "x" .Values.admin }}
  smtp-password: letmein-mail
  {{ $key }}: {{ $value | quote }}
{{- end }}
`,
    ["14 hard-coded", "17 hard-coded"],
  ],
  [
    "Kustomize's literals",
    "kustomization.yaml",
    `secretGenerator:
  - name: db
    literals:
      - username=app
      - password=hunter2
  - name: tls
    files: [tls.key]
`,
    ["5 hard-coded"],
  ],
];

const compose: readonly Case[] = [
  [
    "environments as a map and as a list",
    "docker-compose.yml",
    `version: "3.9"
services:
  db:
    image: postgres:16
    environment:
      POSTGRES_USER: app
      POSTGRES_PASSWORD: postgres
      POSTGRES_HOST_AUTH_METHOD: trust
  mysql:
    image: mysql:8
    environment:
      - MYSQL_ROOT_PASSWORD=my-secret-pw
      - MYSQL_PASSWORD=\${MYSQL_PASSWORD}
      - MYSQL_ALLOW_EMPTY_PASSWORD=yes
      - MYSQL_RANDOM_ROOT_PASSWORD=1
      - "MARIADB_PASSWORD=string"
    command: --default-authentication-plugin=mysql_native_password
  redis:
    command: redis-server --requirepass hunter2
  web:
    build:
      context: .
      args:
        NPM_TOKEN: \${NPM_TOKEN}
        BUILD_PASSWORD: hunter3
    environment:
      - DB_PASSWORD_FILE=/run/secrets/db_password
      - SECRET_KEY_BASE
      - MINIO_ROOT_PASSWORD=minio123
    secrets: [db_password]
    labels:
      - traefik.http.middlewares.auth.basicauth.users=admin:$$apr1$$abc$$def
secrets:
  db_password:
    file: ./db_password.txt
`,
    ["7 hard-coded", "12 hard-coded", "16 placeholder", "19 hard-coded", "25 hard-coded", "29 hard-coded"],
  ],
  [
    "an anchor's text ends where it is used",
    "compose.yaml",
    `x-pw: &pw hunter2-anchor
services:
  a: { environment: { DB_PASSWORD: *pw } }
  b:
    environment:
      <<: *defaults
      DB_PASSWORD: *unknown
`,
    ["1 hard-coded"],
  ],
];

const clouds: readonly Case[] = [
  [
    "CloudFormation in YAML",
    "template.yaml",
    `AWSTemplateFormatVersion: "2010-09-09"
Metadata:
  AWS::CloudFormation::Interface:
    ParameterLabels:
      DBPassword: { default: Password }
Parameters:
  DBPassword:
    Type: String
    NoEcho: true
    Default: hunter2hunter2
    Description: The password of the database
    AllowedPattern: "[a-zA-Z0-9]*"
    MinLength: 8
  DBUser: { Type: String, Default: admin, NoEcho: true }
  LicenceCode: { Type: String, NoEcho: "true", Default: QX-ALPHA }
  PasswordParameter: { Type: "AWS::SSM::Parameter::Value<String>", Default: /prod/db/password }
  KeyName: { Type: "AWS::EC2::KeyPair::KeyName", Default: ops }
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUsername: admin
      MasterUserPassword: hunter2
  Db2:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUserPassword: !Ref DBPassword
  Db3:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUserPassword: !Sub "{{resolve:secretsmanager:\${Secret}:SecretString:password}}"
      ManageMasterUserPassword: true
  Db4:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUserPassword:
        Fn::Join: ["", ["{{resolve:secretsmanager:", {Ref: Secret}, ":SecretString:password}}"]]
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      AuthToken: !If [Prod, !Ref Token, !Ref "AWS::NoValue"]
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: prod/db
      SecretString: '{"username":"admin","password":"hunter2"}'
      GenerateSecretString: { SecretStringTemplate: '{"username":"admin"}', GenerateStringKey: password, PasswordLength: 16 }
  User:
    Type: AWS::IAM::User
    Properties:
      LoginProfile: { Password: s3cr3t-0f-app, PasswordResetRequired: true }
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          API_KEY: ${generated}
          SECRET_ARN: !Ref Secret
          DB_PASSWORD: !Sub "\${DBPassword}"
  Host:
    Type: AWS::EC2::Instance
    Properties:
      KeyName: !Ref KeyName
      UserData:
        Fn::Base64: !Sub |
          #!/bin/bash
          export DB_PASSWORD=hunter2-userdata
          export OTHER_PASSWORD=\${DBPassword}
Outputs:
  Password: { Value: !Ref DBPassword, Export: { Name: db-password } }
`,
    ["10 sensitive-default", "15 sensitive-default", "23 hard-coded", "46 hard-coded", "51 hard-coded", "57 hard-coded", "67 hard-coded"],
  ],
  [
    "CloudFormation in JSON, with parameters handed to a stack",
    "stack.json",
    `{
  "Parameters": {
    "RdsPassword": {"Type": "String", "Default": "hunter2!", "NoEcho": "true"}
  },
  "Resources": {
    "Db": {"Type": "AWS::RDS::DBCluster", "Properties": {"MasterUserPassword": {"Ref": "RdsPassword"}}},
    "Child": {"Type": "AWS::CloudFormation::Stack", "Properties": {"Parameters": {"DbPassword": "letmein-child"}}}
  }
}
`,
    ["3 sensitive-default", "7 hard-coded"],
  ],
  [
    "a file of parameters",
    "params.json",
    `[
  {"ParameterKey": "InstanceType", "ParameterValue": "t3.micro"},
  {
    "ParameterKey": "DBPassword",
    "ParameterValue": "hunter2"
  },
  {"ParameterKey": "KeyName", "ParameterValue": "ops"}
]
`,
    ["5 hard-coded"],
  ],
  [
    "an ARM template",
    "azuredeploy.json",
    `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "parameters": {
    "adminPassword": {"type": "securestring", "metadata": {"description": "Password: of the machine"}},
    "sqlPassword": {
      "type": "securestring",
      "defaultValue": "P@ssw0rd1234"
    },
    "workspaceKey": {"type": "securestring", "defaultValue": "[newGuid()]"},
    "keyVaultSecretName": {"type": "string", "defaultValue": "sql-password"}
  },
  "variables": {"vmPassword": "[concat('P', uniqueString(resourceGroup().id), 'x!')]", "otherPassword": "Hunter2!Hunter2"},
  "resources": [
    {"type": "Microsoft.Compute/virtualMachines", "properties": {"osProfile": {"adminUsername": "ops", "adminPassword": "[parameters('adminPassword')]"}}},
    {"type": "Microsoft.Sql/servers", "properties": {"administratorLoginPassword": "Hunter2!"}}
  ],
  "outputs": {"connection": {"type": "string", "value": "[reference('x').connectionString]"}}
}
`,
    ["7 sensitive-default", "12 hard-coded", "15 hard-coded"],
  ],
  [
    "an ARM parameters file",
    "azuredeploy.parameters.json",
    `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "parameters": {
    "adminUsername": {"value": "ops"},
    "adminPassword": {"value": "GEN-PASSWORD"},
    "sqlPassword": {
      "value": "Hunter2!x"
    },
    "clientSecret": {"reference": {"keyVault": {"id": "/subscriptions/x"}, "secretName": "client-secret"}}
  }
}
`,
    ["7 hard-coded"],
  ],
  [
    "a state of Terraform",
    "terraform.tfstate",
    `{
  "version": 4, "terraform_version": "1.9.0", "serial": 3,
  "outputs": {"db_password": {"value": "hunter2-out", "type": "string", "sensitive": true}},
  "resources": [
    {"type": "random_password", "name": "db", "instances": [{"attributes": {"length": 16, "min_lower": 0, "result": "Zx3$kq9!", "special": true}}]},
    {"type": "aws_db_instance", "name": "main", "instances": [{"attributes": {
      "username": "app", "manage_master_user_password": null,
      "password": "hunter2-state"},
      "sensitive_attributes": [[{"type": "get_attr", "value": "password"}]]}]}
  ]
}
`,
    ["3 hard-coded", "5 hard-coded", "8 hard-coded"],
  ],
  [
    "Serverless and SAM",
    "serverless.yml",
    `provider:
  name: aws
  environment:
    DB_PASSWORD: \${ssm:/prod/db/password}
    OTHER_PASSWORD: \${env:OTHER_PASSWORD}
    JWT_SECRET: super$ecret-jwt-1
    STRIPE_API_KEY: \${self:custom.secrets.stripe}
custom:
  secrets: \${file(secrets.yml)}
  apiKeys:
    - name: free-key
`,
    ["6 hard-coded"],
  ],
];

const ansible: readonly Case[] = [
  [
    "a playbook",
    "site.yml",
    `- hosts: db
  become: yes
  vars:
    mysql_root_password: hunter2
    mysql_user_password: "{{ vault_mysql_password }}"
    ansible_become_password: letmein-sudo
    api_token: "{{ lookup('env', 'API_TOKEN') }}"
    secret_from_vault: !vault |
      $ANSIBLE_VAULT;1.1;AES256
      66386439653236336462626566653063336164663966303231363934653561363964363833
  vars_prompt:
    - name: admin_password
      prompt: "Password: of the administrator"
      private: yes
  tasks:
    - name: Set the password of the user
      user:
        name: app
        password: "{{ app_password | password_hash('sha512') }}"
        update_password: on_create
        password_expire_max: 90
    - name: a hash is no password
      user: { name: old, password: "$6$rounds=656000$salt$${generated}" }
    - community.mysql.mysql_user:
        login_user: root
        login_password: r00tpw
        name: app
        password: "{{ item.password }}"
      no_log: true
      with_items: "{{ users }}"
    - name: run
      shell: mysqladmin -u root password 'hunter2-cli'
    - debug: msg="The password is in the vault"
    - assert:
        that:
          - mysql_root_password != "changeme"
`,
    ["4 hard-coded", "6 hard-coded", "26 hard-coded", "32 hard-coded"],
  ],
  [
    "variables of a group",
    "group_vars/all",
    `---
ansible_user: ops
ansible_password: hunter2
ansible_ssh_private_key_file: ~/.ssh/id_rsa
vault_token_path: secret/data/app
db:
  user: app
  pass: s3cr3t-0f-app
`,
    ["3 hard-coded", "8 hard-coded"],
  ],
  [
    "a data bag of Chef",
    "data_bags/users/deploy.json",
    `{"id": "deploy", "password": "hunter2", "ssh_keys": ["ssh-rsa AAAAB3NzaC1yc2E deploy@example"], "encrypted": {"password": {"encrypted_data": "${generated}", "cipher": "aes-256-cbc"}}}
`,
    ["1 hard-coded"],
  ],
];

const pipelines: readonly Case[] = [
  [
    "a workflow of GitHub",
    ".github/workflows/ci.yml",
    `on:
  workflow_call:
    inputs:
      token-name: { type: string, default: deploy-token }
    secrets:
      token: { required: true }
permissions: { id-token: write, contents: read }
env:
  DEPLOY_PASSWORD: hunter2-deploy
jobs:
  test:
    services:
      postgres:
        image: postgres
        env:
          POSTGRES_PASSWORD: postgres
    steps:
      - uses: actions/checkout@v4
        with:
          token: \${{ secrets.GITHUB_TOKEN }}
          ssh-key: \${{ secrets.SSH_KEY }}
      - uses: actions/cache@v4
        with: { path: node_modules, key: "npm-\${{ hashFiles('package-lock.json') }}", restore-keys: npm- }
      - run: |
          echo "\${{ secrets.PASSWORD }}" | docker login -u ci --password-stdin
          curl -u admin:hunter2-curl https://example.com/deploy
          password=$(aws secretsmanager get-secret-value --secret-id db --query SecretString)
      - uses: some/action@v1
        with:
          password: letmein-now
    secrets: inherit
`,
    ["9 hard-coded", "16 placeholder", "26 hard-coded", "30 hard-coded"],
  ],
  [
    "GitLab's variables",
    ".gitlab-ci.yml",
    `variables:
  POSTGRES_PASSWORD: postgres
  DEPLOY_TOKEN: "$CI_JOB_TOKEN"
  GIT_PRIVATE_KEY: "heythisisaprivatekey!"
  SONAR_TOKEN:
    value: ${generated}
    description: the token
job:
  script:
    - docker login -u ci -p hunter2-registry registry.example.com
    - 'curl --header "PRIVATE-TOKEN: $TOKEN" https://gitlab.example.com'
  secrets:
    DATABASE_PASSWORD:
      vault: production/db/password@ops
`,
    ["2 placeholder", "4 hard-coded", "6 hard-coded", "10 hard-coded"],
  ],
  [
    "Azure's and CircleCI's",
    "azure-pipelines.yml",
    `parameters:
  - name: adminPassword
    type: string
    default: Hunter2!Hunter2
variables:
  - name: sqlPassword
    value: $(sqlPasswordFromVault)
  - name: buildPassword
    value: hunter2-build
  - group: secrets
steps:
  - task: AzureKeyVault@2
    inputs: { secretsFilter: "sql-password,api-key", keyVaultName: kv }
`,
    ["4 sensitive-default", "9 hard-coded"],
  ],
  [
    "Jenkins' configuration as code",
    "jenkins.yaml",
    `jenkins:
  securityRealm:
    local:
      users:
        - id: admin
          password: hunter2
        - id: other
          password: \${ADMIN_PASSWORD}
credentials:
  system:
    domainCredentials:
      - credentials:
          - string: { id: slack, scope: GLOBAL, secret: s3cr3t-0f-app }
          - usernamePassword:
              id: nexus
              username: ci
              password: "{AQAAABAAAAAQ${generated}}"
`,
    ["6 hard-coded", "13 hard-coded"],
  ],
];

const services: readonly Case[] = [
  [
    "Spring",
    "src/main/resources/application.yml",
    `spring:
  datasource:
    username: app
    password: hunter2
  mail:
    password: \${MAIL_PASSWORD}
  cloud:
    config: { password: "{cipher}AQB${generated}" }
jwt:
  secret: 9fJ2kLm8Qw3zXc5v
  expiration: 3600
app:
  token-validity-in-seconds: 86400
  password-reset-url: https://example.com/reset
`,
    ["4 hard-coded", "10 hard-coded"],
  ],
  [
    "Prometheus and Alertmanager",
    "prometheus.yml",
    `scrape_configs:
  - job_name: app
    basic_auth: { username: prom, password: hunter2 }
  - job_name: file
    basic_auth: { username: prom, password_file: /etc/prom/pass }
    authorization: { type: Bearer, credentials: ${generated} }
global:
  smtp_auth_password: hunter2-smtp
`,
    ["3 hard-coded", "6 hard-coded", "8 hard-coded"],
  ],
  [
    "a login of Docker",
    ".docker/config.json",
    `{"auths": {"https://index.docker.io/v1/": {"auth": "${encoded("ci:hunter2")}"}, "ghcr.io": {}}, "credsStore": "desktop"}
`,
    ["1 hard-coded"],
  ],
  [
    "an OpenAPI document",
    "openapi.yaml",
    `openapi: 3.0.0
components:
  securitySchemes:
    apiKey: { type: apiKey, in: header, name: X-API-Key }
  schemas:
    Login:
      properties:
        password: { type: string, format: password, example: hunter2, default: hunter2 }
        token: { type: string, example: ${generated} }
paths:
  /login:
    post:
      requestBody:
        content:
          application/json:
            examples:
              one: { value: { username: app, password: hunter2 } }
`,
    [],
  ],
  [
    "a schema",
    "schema.json",
    `{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"password": {"type": "string", "default": "hunter2"}, "apiKey": {"type": "string", "pattern": "^[a-z]+$", "enum": ["a"]}}}`,
    [],
  ],
  [
    "texts for people",
    "locales/de.json",
    `{"password": "Passwort", "forgot_password": "Passwort vergessen?", "login": {"password": "Kennwort", "token": "Einmalcode"}}`,
    [],
  ],
  ["texts for people, by language", "i18n/messages_fr.yml", `fr:\n  password: "Motdepasse"\n  errors: { password: trop_court }\n`, []],
  [
    "packages",
    "package.json",
    `{"dependencies": {"generate-password": "^1.7.0", "passwd": "2.0.0", "js-tokens": "^4.0.0"}, "devDependencies": {"random-password": "~1.0"}, "scripts": {"test": "DB_PASSWORD=$DB_PASSWORD jest"}}`,
    [],
  ],
  [
    "a lock of packages",
    "package-lock.json",
    `{"packages": {"node_modules/a": {"integrity": "sha512-${generated}${generated}==", "password": "hunter2"}}}`,
    [],
  ],
  [
    "rules of a scanner",
    "regex_rules.json",
    `{"rules": [{"id": "487f4be7-3d9f-4506-a07a-eae252180c08", "name": "Generic Password", "regex": "(?i)['\\"]?password['\\"]?\\\\s*[:=]\\\\s*['\\"]?([A-Za-z0-9/~^_!@&%()=?*+-]{4,})['\\"]?"}, {"name": "Generic Token", "regex": "token = [a-z]{20}", "allowRules": [{"regex": "password_file"}]}]}`,
    [],
  ],
  [
    "numbers, switches and descriptions",
    "config.yaml",
    `password_min_length: 12
passwordPolicy: { minLength: 8, history: 5 }
max_tokens: 4096
tokens: 100
token_endpoint: https://auth.example.com/oauth/token
secret_backend: vault
password: null
other_password: ~
third_password: ""
password_hash: $2y$10$abcdefghijklmnopqrstuv
forgot_password: Did you forget your password?
api_key_header: X-Api-Key
access_key_id_env: AWS_ACCESS_KEY_ID
password_env: DB_PASSWORD
private_key_path: /etc/ssl/key.pem
public_key: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 me
secretKey: DB_PASSWORD
token: \${TOKEN}
encryption_key: alias/rds
keys: [a, b]
`,
    [],
  ],
];

test("what stands in a list of many settings is found, and told up to a number", () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `k${at}_password: hunter${at}`);
  const start = performance.now();
  const sightings = sightFiles({ "values.yaml": lines.join("\n") });
  expect(sightings).toHaveLength(201);
  expect(sightings.at(-1)?.what).toContain(", and 19,799 more credentials in this file, told together");
  expect(performance.now() - start).toBeLessThan(8_000);
});

test("a credential that stands in a name above it is not shown there", () => {
  const [sighting] = sightFiles({ "a.yaml": "users:\n  s3cr3t-0f-app: { password: s3cr3t-0f-app }\n" });
  expect([sighting?.address, sighting?.attribute, sighting?.way]).toEqual([
    "users.(credential)",
    "password",
    ["users.(credential).password"],
  ]);
});

test("names of objects' own members, and names and paths without an end", () => {
  const long = "password_".repeat(20_000);
  expect(
    seen(
      "a.json",
      `{"__proto__": {"password": "hunter2"}, "constructor": {"password": "hunter3"}, "${long}": "hunter4", "password": "${"x1".repeat(20_000)}"}`,
    ),
  ).toEqual(["1 hard-coded", "1 hard-coded", "1 hard-coded"]);
});

describe.each(positive)("%s", (path, text, kind) => {
  test(`${JSON.stringify(text)} holds a credential`, () => {
    expect(sightFiles({ [path]: text }).map((sighting) => sighting.kind)).toEqual([kind]);
  });
});

describe.each(negative)("%s", (path, text) => {
  test(`${JSON.stringify(text)} holds none`, () => {
    expect(seen(path, text)).toEqual([]);
  });
});

describe.each([
  ["Kubernetes", kubernetes],
  ["charts and Kustomize", charts],
  ["compose", compose],
  ["clouds", clouds],
  ["Ansible and Chef", ansible],
  ["pipelines", pipelines],
  ["services and documents that describe", services],
] as const)("%s", (_name, cases) => {
  test.each(cases)("%s", (_what, path, text, expected) => {
    expect(seen(path, text)).toEqual(expected);
  });
});
