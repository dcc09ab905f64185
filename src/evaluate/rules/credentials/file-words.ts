/** The words for a credential in a file that is not Terraform's: what kind of file, and what mends it there. By the first kind that fits. */
import type { ReasonWords } from "../../rule.ts";

interface FileKind {
  /** The reason code. */
  readonly reason: string;
  /** The file, by its path in small letters. */
  readonly path: RegExp | null;
  /** The names above the value, as far as they tell. */
  readonly names: RegExp | null;
  /** `a compose file` */
  readonly noun: string;
  /** Behind "Rotate it, then". */
  readonly remedy: string;
}

function kind(reason: string, noun: string, path: RegExp | null, remedy: string, names: RegExp | null = null): FileKind {
  return { reason, noun, path, names, remedy };
}

const inCi = "the step gets it only where it needs it";

const fileKinds: readonly FileKind[] = [
  kind(
    "workflow",
    "a GitHub Actions workflow",
    /(?:^|\/)\.github\/(?:workflows|actions)\/|(?:^|\/)action\.ya?ml$/,
    `keep it as a secret of the repository or the environment: \`env: { TOKEN: \${{ secrets.TOKEN }} }\`, so that ${inCi}; for a cloud, sign in by OIDC (\`permissions: { id-token: write }\`).`,
  ),
  kind(
    "gitlab-ci",
    "a GitLab pipeline",
    /(?:^|\/)\.gitlab-ci[^/]*\.ya?ml$|(?:^|\/)\.gitlab\//,
    "keep it as a masked and protected variable of the project, or fetch it: `secrets: { TOKEN: { vault: app/token@kv } }`, with `id_tokens` for the sign-in.",
  ),
  kind(
    "azure-pipeline",
    "an Azure pipeline",
    /(?:^|\/)\.?azure-pipelines?[^/]*\.ya?ml$|(?:^|\/)\.azure-pipelines\//,
    "keep it in a variable group that is linked to Key Vault: `variables: [{ group: app }]`, and map it where it is used, `env: { TOKEN: $(TOKEN) }`.",
  ),
  kind(
    "jenkins",
    "a Jenkins pipeline",
    /(?:^|\/)jenkinsfile[^/]*$|\.jenkinsfile$|\.groovy$|(?:^|\/)(?:casc|jcasc|jenkins)[^/]*\.ya?ml$/,
    "keep it in Jenkins' credentials: `environment { TOKEN = credentials('app-token') }`.",
  ),
  kind(
    "pipeline",
    "a pipeline",
    /(?:^|\/)(?:\.circleci\/|\.buildkite\/|\.travis\.yml$|\.drone\.yml$|bitbucket-pipelines\.yml$|cloudbuild\.ya?ml$|buildspec[^/]*\.ya?ml$|appveyor\.yml$|\.woodpecker|\.semaphore\/)/,
    "keep it among the build server's secrets, and name it: `context` in CircleCI, `availableSecrets` in Cloud Build, `env: { secrets-manager: { TOKEN: app:token } }` in a buildspec.",
  ),
  kind(
    "dockerfile",
    "a Dockerfile",
    /(?:^|\/)(?:docker|container)file[^/]*$|\.(?:docker|container)file$/,
    "mount it while it is needed: `RUN --mount=type=secret,id=token TOKEN=$(cat /run/secrets/token) …`. `ARG` and `ENV` stay in the image's history, where everybody who pulls it reads them.",
  ),
  kind(
    "compose",
    "a compose file",
    /(?:^|\/)(?:docker-)?(?:compose|stack)[^/]*\.ya?ml$/,
    `hand it in from the environment (\`DB_PASSWORD: \${DB_PASSWORD:?not set}\`), or mount it: \`secrets: { db: { environment: DB_PASSWORD } }\` and \`DB_PASSWORD_FILE: /run/secrets/db\`.`,
    /^services\./,
  ),
  kind(
    "kubeconfig",
    "a kubeconfig",
    /(?:^|\/)(?:\.kube\/|[^/]*kubeconfig[^/]*$)/,
    "let the client ask for a token instead of holding one: `user: { exec: { command: aws, args: [eks, get-token, --cluster-name, NAME] } }`, and keep the file out of git.",
  ),
  kind(
    "ansible",
    "an Ansible file",
    /(?:^|\/)(?:group_vars|host_vars|playbooks?|roles|ansible|inventor(?:y|ies))(?:\/|[^/]*\.ya?ml$|$)|(?:^|\/)(?:playbook|site|hosts)[^/]*\.(?:ya?ml|ini)$/,
    "encrypt it, `ansible-vault encrypt_string --name db_password`, or look it up: `\"{{ lookup('amazon.aws.aws_secret', 'app/db') }}\"`.",
  ),
  kind(
    "cloudformation",
    "a CloudFormation template",
    /(?:^|\/)(?:cloud-?formation|cfn|stacks?)\/|\.(?:cfn|cloudformation)\.(?:ya?ml|json)$|(?:^|\/)(?:sam-)?template\.(?:ya?ml|json)$|(?:^|\/)serverless\.ya?ml$/,
    "refer to a secret: `MasterUserPassword: '{{resolve:secretsmanager:app/db:SecretString:password}}'`, or `ManageMasterUserPassword: true`. A parameter is `NoEcho: true` and has no default.",
    /^Resources\.|^Parameters\.|^Mappings\./,
  ),
  kind(
    "arm",
    "an ARM or Bicep template",
    /(?:^|\/)(?:azuredeploy|maintemplate|main)[^/]*\.(?:json|parameters\.json)$|\.bicep(?:param)?$|\.parameters\.json$|(?:^|\/)(?:arm|bicep)\//,
    'refer to Key Vault: `"adminPassword": { "reference": { "keyVault": { "id": … }, "secretName": "db" } }`, in Bicep `getSecret(\'db\')` for a `@secure()` parameter without a default.',
  ),
  kind(
    "argocd",
    "a GitOps manifest",
    /(?:^|\/)(?:argo-?cd|flux(?:cd)?|gitops)\//,
    "keep an `ExternalSecret` or a `SealedSecret` in git, or encrypt the file with SOPS: `sops --encrypt --age RECIPIENT FILE`.",
  ),
  kind(
    "helm",
    "a chart's values",
    /(?:^|\/)(?:charts?|helm)\/|(?:^|\/)values[^/]*\.ya?ml$|(?:^|\/)helmfile[^/]*\.ya?ml$/,
    "name a secret that exists, `existingSecret: app-db`, which an operator brings from a store; or encrypt the file (`helm secrets`, SOPS).",
  ),
  kind(
    "kubernetes",
    "a Kubernetes manifest",
    /(?:^|\/)(?:k8s|kubernetes|kustomize|manifests?|overlays|deploy(?:ments?)?)\/|(?:^|\/)(?:secret|deployment|statefulset|configmap|kustomization)s?[^/]*\.ya?ml$/,
    "refer to it, `valueFrom: { secretKeyRef: { name: app, key: password } }`, and let an `ExternalSecret` or a `SealedSecret` bring it. Base64 is no encryption.",
    /^(?:spec|data|stringData)(?:\.|$)/,
  ),
  kind(
    "cloud-init",
    "a cloud-init file",
    /(?:^|\/)(?:cloud-?(?:init|config)|user-?data)[^/]*$/,
    "read it at boot by the machine's identity, `aws ssm get-parameter --with-decryption --name /app/db`: user data can be read by every process on the machine. For logins use `ssh_authorized_keys`.",
  ),
  kind(
    "dotenv",
    "an environment file",
    /(?:^|\/)\.?env(?:rc)?(?:[._-][^/]*)?$|\.env(?:\.[^/]*)?$/,
    "take the file out of git (`git rm --cached .env`, a line in `.gitignore`) and keep an example with empty values; the platform or `direnv` with a secret store sets the real ones.",
  ),
  kind(
    "npmrc",
    "a package manager's configuration",
    /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|pip\.conf|nuget\.config|settings\.xml|\.gem\/credentials|\.bundle\/config|gradle\.properties|auth\.json)$/,
    "let the pipeline write it from its secrets, `npm config set //registry.npmjs.org/:_authToken=$NPM_TOKEN`; for publishing, trusted publishing (OIDC) needs no token.",
  ),
  kind(
    "login",
    "a file that programs log in with",
    /(?:^|\/)(?:[._]netrc|\.?pgpass(?:\.conf)?|\.my\.cnf|\.git-credentials|\.docker\/config\.json|\.dockercfg|\.?dockerconfigjson|\.aws\/credentials|\.terraformrc|terraform\.rc|\.s3cfg|\.boto|credentials)$/,
    "take the file out of git, and let a credential helper answer: `credHelpers` for Docker, `credential_process` for AWS, `TF_TOKEN_app_terraform_io` for Terraform, `PGPASSWORD` for PostgreSQL.",
  ),
  kind(
    "state",
    "a state file",
    /\.tfstate(?:\.backup|\.[0-9]{1,20})?$/,
    'take the state out of git and into a backend that encrypts it (`backend "s3" { encrypt = true use_lockfile = true }`): every secret of the stack stands in it.',
  ),
  kind(
    "database-script",
    "a database script",
    /\.(?:sql|ddl)$/,
    "let the server check the user another way (IAM, certificates), or put the password in when it runs: `psql -v password=\"$APP_PASSWORD\"` and `:'password'`.",
  ),
  kind(
    "script",
    "a script",
    /\.(?:sh|bash|zsh|ksh|ps1|psm1|psd1|bat|cmd|py|rb|pl|pp|js|ts|go)$|(?:^|\/)(?:makefile|vagrantfile|rakefile)[^/]*$/,
    `read it from the environment and stop where it is not set: \`: "\${DB_PASSWORD:?is set by the pipeline}"\`; arguments of a command are shown to every user of the machine.`,
  ),
  kind(
    "settings",
    "a configuration file",
    null,
    "take it from the environment or a secret store when the program starts, and leave the key out of the file, or let it name where the value is (`password_file`).",
  ),
];

const terraformFile = /\.(?:tf|tfvars)(?:\.json)?$|\.(?:pkr|tftest|tofu|tfquery|tfcomponent|tfdeploy)\.hcl$|\.hcl$|\.tofu$/;

/** The reason for a credential in a file; null: one of Terraform's or of another tool that is written in HCL. */
export function fileReason(path: string, address: string | null): string | null {
  const lower = path.toLowerCase();
  if (terraformFile.test(lower)) return null;
  const found = fileKinds.find((one) => one.path?.test(lower) === true || one.names?.test(address ?? "") === true);
  return found?.reason ?? "settings";
}

/** By reason code. */
export const fileWords: Readonly<Record<string, ReasonWords>> = Object.fromEntries(
  fileKinds.map(({ reason, noun, remedy }) => [
    reason,
    {
      message: `A credential ({what}) is written in ${noun} ({length} characters, fingerprint {fingerprint})`,
      remedy: `Rotate it, then ${remedy}`,
    },
  ]),
);
