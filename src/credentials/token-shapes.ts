/**
 * Shapes of tokens that an infrastructure team meets and that the rule library does not know. Every shape is bounded, so that its cost is,
 * and begins at a plain text that is searched for first. A fact of a vendor has the vendor's page as its source.
 */

export interface TokenShape {
  /** `HashiCorp Vault token` */
  readonly what: string;
  /** Stands in every token of the shape, or in the name before it. In small letters where `anyCase` says so. */
  readonly sign: string;
  /** Sticky. It matches the token, or, as its first group, the token behind its name. */
  readonly shape: RegExp;
  /** UTF-16 units of the token in front of the sign. */
  readonly before: number;
  /** What in front of a token makes it a part of something else. */
  readonly joined: RegExp;
  /** Whether the sign is a name, written in capitals or not. */
  readonly anyCase: boolean;
  /** Of Shannon, per character, from which on a text counts as generated. */
  readonly bits: number;
  readonly source: string;
}

function shape(
  what: string,
  sign: string,
  pattern: RegExp,
  source: string,
  more: Partial<Pick<TokenShape, "before" | "joined" | "anyCase" | "bits">> = {},
): TokenShape {
  return {
    what,
    sign,
    shape: new RegExp(pattern, `${pattern.flags}y`),
    before: 0,
    joined: /[\w-]/,
    anyCase: false,
    bits: 2.8,
    source,
    ...more,
  };
}

/** The value that is assigned to a name which begins with the sign: `sign_api_key = "…"`. */
function named(what: string, sign: string, rest: string, value: string, source: string): TokenShape {
  const pattern = new RegExp(`${sign}${rest}["']?[ \\t]{0,8}(?::=|=>|[:=,])[ \\t]{0,8}["']?(${value})(?![\\w.-])`, "i");
  return shape(what, sign, pattern, source, { anyCase: true, bits: 2.5 });
}

const gitlab = "https://docs.gitlab.com/security/tokens/#token-prefixes";
const slack = "https://docs.slack.dev/authentication/tokens/";
const azureKeys = "https://github.com/microsoft/security-utilities/blob/main/docs/ReferenceSecurityTaxonomy.md";
const sonar = "https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/";
const digitalOcean = "https://docs.digitalocean.com/reference/api/create-personal-access-token/";
const newRelic = "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/";
const datadog = "https://docs.datadoghq.com/account_management/api-app-keys/";
const fly = "https://fly.io/docs/security/tokens/";
const square = "https://developer.squareup.com/docs/build-basics/access-tokens";
const vault = "https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes";
const jfrog = "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens";
const atlassian = "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/";
const sentry = "https://docs.sentry.io/account/auth-tokens/";
const heroku = "https://devcenter.heroku.com/articles/authentication";
const sourcegraph = "https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token";

export const tokenShapes: readonly TokenShape[] = [
  // Clouds
  shape(
    "Azure AD client secret",
    "Q~",
    /[\w.~]{3}\dQ~[\w.~-]{31,34}(?![\w.~-])/,
    "https://learn.microsoft.com/purview/sit-defn-azure-ad-client-secret",
    { before: 4, bits: 3.5 },
  ),
  shape("Azure storage account key", "+ASt", /[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{5}[AQgw]==/, azureKeys, { before: 76, bits: 4 }),
  shape("Azure Cosmos DB key", "ACDb", /[A-Za-z0-9+/]{76}ACDb[A-Za-z0-9+/]{5}[AQgw]==/, azureKeys, { before: 76, bits: 4 }),
  shape("Azure Batch key", "+ABa", /[A-Za-z0-9+/]{76}\+ABa[A-Za-z0-9+/]{5}[AQgw]==/, azureKeys, { before: 76, bits: 4 }),
  shape("Azure Service Bus key", "+ASb", /[A-Za-z0-9+/]{33}\+ASb[A-P][A-Za-z0-9+/]{5}=/, azureKeys, { before: 33, bits: 4 }),
  shape("Azure Event Hubs key", "+AEh", /[A-Za-z0-9+/]{33}\+AEh[A-P][A-Za-z0-9+/]{5}=/, azureKeys, { before: 33, bits: 4 }),
  shape("Azure IoT Hub key", "AIoT", /[A-Za-z0-9+/]{33}AIoT[A-P][A-Za-z0-9+/]{5}=/, azureKeys, { before: 33, bits: 4 }),
  shape("Azure container registry key", "+ACR", /[A-Za-z0-9+/]{42}\+ACR[A-D][A-Za-z0-9]{5}(?!\w)/, azureKeys, { before: 42, bits: 4 }),
  shape(
    "Azure DevOps token",
    "AZDO",
    /[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?!\w)/,
    "https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate",
    { before: 76, bits: 4 },
  ),
  shape(
    "Amazon Bedrock API key",
    "ABSKQmVkcm9ja0FQSUtleS",
    /ABSKQmVkcm9ja0FQSUtleS[A-Za-z0-9+/]{90,250}={0,2}(?![\w+/])/,
    "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
    { bits: 4 },
  ),
  shape("Google OAuth client secret", "GOCSPX-", /GOCSPX-[\w-]{28}(?![\w-])/, "https://developers.google.com/identity/protocols/oauth2", {
    bits: 3.5,
  }),
  shape(
    "Alibaba Cloud access key id",
    "LTAI",
    /LTAI[A-Za-z0-9]{17,21}(?!\w)/,
    "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
    { bits: 3.5 },
  ),
  shape("DigitalOcean token", "dop_v1_", /dop_v1_[0-9a-f]{64}(?!\w)/, digitalOcean),
  shape("DigitalOcean token", "doo_v1_", /doo_v1_[0-9a-f]{64}(?!\w)/, digitalOcean),
  shape("DigitalOcean token", "dor_v1_", /dor_v1_[0-9a-f]{64}(?!\w)/, digitalOcean),
  shape(
    "Cloudflare origin CA key",
    "v1.0-",
    /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}(?!\w)/,
    "https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/",
  ),
  named(
    "Cloudflare API token",
    "cloudflare",
    "_?(?:api_?)?(?:token|key)",
    "[0-9a-f]{37}|[A-Za-z0-9_-]{40}",
    "https://developers.cloudflare.com/fundamentals/api/get-started/create-token/",
  ),
  shape("Heroku API key", "HRKU-", /HRKU-[\w-]{58,62}(?![\w-])/, heroku, { bits: 3.5 }),
  named("Heroku API key", "heroku", "_?(?:api_?)?(?:token|key)", "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", heroku),
  shape("Fly.io token", "fo1_", /fo1_[\w-]{43}(?![\w-])/, fly, { bits: 3.5 }),
  shape("Fly.io token", "fm1r_", /fm1r_[A-Za-z0-9+/]{100,2000}={0,3}(?![\w+/])/, fly, { bits: 4 }),
  shape("Fly.io token", "fm1a_", /fm1a_[A-Za-z0-9+/]{100,2000}={0,3}(?![\w+/])/, fly, { bits: 4 }),
  shape("Fly.io token", "fm2_", /fm2_[A-Za-z0-9+/]{100,2000}={0,3}(?![\w+/])/, fly, { bits: 4 }),
  shape("Supabase token", "sbp_", /sbp_[0-9a-f]{40}(?!\w)/, "https://supabase.com/docs/reference/api/introduction"),
  shape(
    "PlanetScale password",
    "pscale_pw_",
    /pscale_pw_[\w.=-]{32,64}(?![\w-])/,
    "https://planetscale.com/docs/concepts/connection-strings",
    { bits: 3.5 },
  ),
  shape("PlanetScale token", "pscale_tkn_", /pscale_tkn_[\w.=-]{32,64}(?![\w-])/, "https://planetscale.com/docs/concepts/service-tokens", {
    bits: 3.5,
  }),
  shape(
    "Tailscale key",
    "tskey-",
    /tskey-[a-z]{3,12}-[A-Za-z0-9]{6,20}-[A-Za-z0-9]{16,64}(?!\w)/,
    "https://tailscale.com/kb/1085/auth-keys",
    {
      bits: 3.5,
    },
  ),
  shape("Databricks token", "dapi", /dapi[0-9a-f]{32}(?:-\d{1,2})?(?![\w-])/, "https://docs.databricks.com/aws/en/dev-tools/auth/pat"),

  // Infrastructure tools
  shape(
    "1Password service account token",
    "ops_eyJ",
    /ops_eyJ[A-Za-z0-9+/]{250,3000}={0,3}/,
    "https://developer.1password.com/docs/service-accounts/security/",
    { bits: 4 },
  ),
  shape("HashiCorp Vault token", "hvs.", /hvs\.[\w-]{24,300}(?![\w-])/, vault, { bits: 3.5 }),
  shape("HashiCorp Vault batch token", "hvb.", /hvb\.[\w-]{100,400}(?![\w-])/, vault, { bits: 4 }),
  shape("HashiCorp Vault recovery token", "hvr.", /hvr\.[\w-]{24,300}(?![\w-])/, vault, { bits: 3.5 }),
  shape(
    "HCP Terraform token",
    ".atlasv1.",
    /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,75}(?![\w-])/,
    "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens",
    { before: 14, bits: 4 },
  ),
  shape("Pulumi token", "pul-", /pul-[0-9a-f]{40}(?!\w)/, "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/"),
  shape("Infracost API key", "ico-", /ico-[A-Za-z0-9]{32}(?![\w.-])/, "https://www.infracost.io/docs/integrations/environment_variables/", {
    bits: 3.8,
  }),
  shape(
    "Octopus Deploy API key",
    "API-",
    /API-[A-Z0-9]{25,27}(?![\w-])/,
    "https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key",
    {
      bits: 3.3,
    },
  ),
  shape(
    "OpenShift token",
    "sha256~",
    /sha256~[\w-]{43}(?![\w-])/,
    "https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/authentication_and_authorization/managing-oauth-access-tokens",
    { bits: 3.8 },
  ),
  shape(
    "age secret key",
    "AGE-SECRET-KEY-1",
    /AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}(?!\w)/,
    "https://github.com/C2SP/C2SP/blob/main/age.md",
    {
      bits: 3.5,
    },
  ),
  shape(
    "Doppler token",
    "dp.",
    /dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]{2,40}\.)?[A-Za-z0-9]{40,44}(?!\w)/,
    "https://docs.doppler.com/docs/service-tokens",
    {
      bits: 3.5,
    },
  ),

  // Forges, registries and build servers
  ...["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "glsoat-", "glffct-", "glrtr-"].map((sign) =>
    shape("GitLab token", sign, new RegExp(`${sign}[\\w-]{20,300}(?:\\.[0-9a-z]{2}\\.?[0-9a-z]{7,9})?(?![\\w-])`), gitlab, {
      bits: 3.4,
      // An instance may have a prefix of its own: `ACME-glpat-…`.
      joined: /\w/,
    }),
  ),
  shape("GitLab runner token", "GR1348941", /GR1348941[\w-]{20}(?![\w-])/, gitlab, { bits: 3.4 }),
  shape("Docker Hub token", "dckr_pat_", /dckr_pat_[\w-]{27}(?![\w-])/, "https://docs.docker.com/security/access-tokens/", { bits: 3.5 }),
  shape("Docker Hub token", "dckr_oat_", /dckr_oat_[\w-]{32}(?![\w-])/, "https://docs.docker.com/enterprise/security/access-tokens/", {
    bits: 3.5,
  }),
  shape("PyPI token", "pypi-AgEI", /pypi-AgEI[\w-]{50,1000}(?![\w-])/, "https://pypi.org/help/#apitoken", { bits: 3.8 }),
  shape("RubyGems key", "rubygems_", /rubygems_[0-9a-f]{48}(?!\w)/, "https://guides.rubygems.org/api-key-scopes/"),
  shape("NuGet API key", "oy2", /oy2[a-z0-9]{43}(?!\w)/, "https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys", { bits: 3.8 }),
  shape("JFrog API key", "AKCp", /AKCp[A-Za-z0-9]{69}(?!\w)/, jfrog, { bits: 4 }),
  shape("JFrog reference token", "cmVmdGtuO", /cmVmdGtuO[A-Za-z0-9]{55}(?!\w)/, jfrog, { bits: 4 }),
  shape("Atlassian API token", "ATATT3", /ATATT3[\w-]{150,250}(?:=[0-9A-F]{8})?(?![\w-])/, atlassian, { bits: 4 }),
  shape("Atlassian access token", "ATCTT3", /ATCTT3[\w-]{150,250}(?:=[0-9A-F]{8})?(?![\w-])/, atlassian, { bits: 4 }),
  shape(
    "Bitbucket app password",
    "ATBB",
    /ATBB[A-Za-z0-9]{28,34}(?!\w)/,
    "https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/",
    {
      bits: 3.8,
    },
  ),
  shape("Buildkite token", "bkua_", /bkua_[0-9a-f]{40}(?!\w)/, "https://buildkite.com/docs/apis/managing-api-tokens"),
  shape("CircleCI token", "CCIPAT_", /CCIPAT_[A-Za-z0-9]{22}_[0-9a-f]{40}(?!\w)/, "https://circleci.com/docs/managing-api-tokens/", {
    bits: 3.5,
  }),
  shape("SonarQube token", "squ_", /squ_[0-9a-f]{40}(?!\w)/, sonar),
  shape("SonarQube token", "sqp_", /sqp_[0-9a-f]{40}(?!\w)/, sonar),
  shape("SonarQube token", "sqa_", /sqa_[0-9a-f]{40}(?!\w)/, sonar),
  shape("Sourcegraph token", "sgp_", /sgp_(?:local_|[0-9A-Fa-f]{16}_)?[0-9A-Fa-f]{40}(?!\w)/, sourcegraph, { bits: 3.3 }),
  named("Sourcegraph token", "sourcegraph", "(?:_?(?:access_?)?token)?", "[0-9a-f]{40}", sourcegraph),
  named(
    "Snyk token",
    "snyk",
    "_?(?:api_?)?(?:token|key)",
    "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "https://docs.snyk.io/snyk-api/authentication-for-api",
  ),
  named(
    "password for a gem server",
    "bundle_",
    "\\w{2,60}__(?:com|org|net|io|dev)",
    "[\\w.~-]{1,100}:[\\w.~-]{6,100}",
    "https://bundler.io/man/bundle-config.1.html#CREDENTIALS-FOR-GEM-SOURCES",
  ),

  // Monitoring and messages
  shape(
    "Grafana service account token",
    "glsa_",
    /glsa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}(?!\w)/,
    "https://grafana.com/docs/grafana/latest/administration/service-accounts/",
    {
      bits: 3.5,
    },
  ),
  shape(
    "Grafana Cloud token",
    "glc_",
    /glc_[A-Za-z0-9+/]{32,400}={0,2}(?![\w+/])/,
    "https://grafana.com/docs/grafana-cloud/account-management/authentication-and-permissions/access-policies/",
    {
      bits: 4,
    },
  ),
  named("Datadog API key", "dd_api_key", "", "[0-9a-f]{32}", datadog),
  named("Datadog application key", "dd_app_key", "", "[0-9a-f]{40}", datadog),
  named("Datadog API key", "datadog", "_?api_?key", "[0-9a-f]{32}", datadog),
  named("Datadog application key", "datadog", "_?app(?:lication)?_?key", "[0-9a-f]{40}", datadog),
  named(
    "PagerDuty API key",
    "pagerduty",
    "_?(?:api_?)?(?:token|key)",
    "(?:u\\+|y_)[\\w+-]{18}|[\\w+-]{20}",
    "https://support.pagerduty.com/main/docs/api-access-keys",
  ),
  shape("Rancher token", "token-", /token-[a-z0-9]{5}:[a-z0-9]{54}(?!\w)/, "https://ranchermanager.docs.rancher.com/api/api-tokens", {
    bits: 4,
  }),
  shape("New Relic user key", "NRAK-", /NRAK-[A-Z0-9]{27}(?!\w)/, newRelic, { bits: 3.3 }),
  shape("New Relic license key", "NRAL", /[0-9a-f]{36}NRAL(?!\w)/, newRelic, { before: 36 }),
  shape("Sentry organization token", "sntrys_eyJ", /sntrys_eyJ[A-Za-z0-9+/]{60,600}={0,2}_[A-Za-z0-9+/]{43}(?![\w+/])/, sentry, {
    bits: 4,
  }),
  shape("Sentry user token", "sntryu_", /sntryu_[0-9a-f]{64}(?!\w)/, sentry),
  shape(
    "Dynatrace token",
    "dt0",
    /dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}(?!\w)/,
    "https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication",
    {
      bits: 3.8,
    },
  ),
  named(
    "Sumo Logic access id",
    "sumo",
    "(?:logic)?[_.]?access_?(?:id|key)",
    "su[A-Za-z0-9]{12}|[A-Za-z0-9]{64}",
    "https://help.sumologic.com/docs/manage/security/access-keys/",
  ),
  named(
    "Okta token",
    "okta",
    "[_-]?(?:api[_-]?)?token",
    "00[\\w-]{40}",
    "https://developer.okta.com/docs/guides/create-an-api-token/main/",
  ),
  shape(
    "Slack token",
    "xoxe.xox",
    /xoxe\.xox[bp]-\d-[A-Za-z0-9]{140,200}(?!\w)/,
    "https://docs.slack.dev/authentication/rotating-and-refreshing-tokens",
    {
      bits: 3.8,
    },
  ),
  shape("Slack token", "xoxe-", /xoxe-(?:\d-[A-Za-z0-9]{140,200}|\d{8,14}-\d{8,14}-\d{8,14}-[0-9a-f]{10,64})(?!\w)/, slack, { bits: 3 }),
  shape("Slack token", "xoxs-", /xoxs-\d{6,14}-\d{6,14}-\d{6,14}-[0-9a-f]{10,64}(?!\w)/, slack),
  shape("Slack token", "xoxo-", /xoxo-\d{6,14}-\d{6,14}-\d{6,14}-[0-9a-f]{10,64}(?!\w)/, slack),
  shape(
    "Discord webhook",
    "/api/webhooks/",
    /\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}(?![\w-])/,
    "https://discord.com/developers/docs/resources/webhook",
    { bits: 3.8 },
  ),
  shape(
    "Microsoft Teams webhook",
    ".webhook.office.com/webhookb2/",
    /\.webhook\.office\.com\/webhookb2\/[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-f]{32}\/[\w/-]{36,90}/,
    "https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
    {
      bits: 3,
    },
  ),
  named(
    "gossip encryption key",
    "encrypt",
    "",
    "[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{43}=",
    "https://developer.hashicorp.com/consul/docs/secure/encryption/gossip/enable",
  ),
  named(
    "Mailchimp API key",
    "mailchimp",
    "\\w{0,20}",
    "[0-9a-f]{32}-us\\d{1,2}",
    "https://mailchimp.com/developer/marketing/guides/quick-start/",
  ),
  named(
    "HubSpot API key",
    "hubspot",
    "_?(?:api_?)?key",
    "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "https://developers.hubspot.com/docs/guides/apps/authentication/intro-to-auth",
  ),
  named(
    "Twilio auth token",
    "twilio",
    "_?(?:auth_?token|(?:api_?)?(?:key_?)?secret)",
    "[0-9a-f]{32}|[A-Za-z0-9]{32}",
    "https://www.twilio.com/docs/iam/api/authtoken",
  ),
  shape("Mailgun key", "key-", /key-[0-9a-f]{32}(?![\w-])/, "https://documentation.mailgun.com/docs/mailgun/api-reference/authentication/"),

  // Payment and others that an environment of an application holds
  ...["sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_"].map((sign) =>
    shape("Stripe key", sign, new RegExp(`${sign}[A-Za-z0-9]{10,200}(?!\\w)`), "https://docs.stripe.com/keys", { bits: 3.3 }),
  ),
  shape("Stripe webhook secret", "whsec_", /whsec_[A-Za-z0-9+/]{32,64}={0,2}(?![\w+/])/, "https://docs.stripe.com/webhooks/signature", {
    bits: 3.5,
  }),
  shape("Square token", "sq0atp-", /sq0atp-[\w-]{22,64}(?![\w-])/, square, { bits: 3 }),
  shape("Square secret", "sq0csp-", /sq0csp-[\w-]{40,64}(?![\w-])/, square, { bits: 3 }),
  shape("Hugging Face token", "hf_", /hf_[A-Za-z]{34}(?!\w)/, "https://huggingface.co/docs/hub/security-tokens", { bits: 3.8 }),
  shape(
    "Postman API key",
    "PMAK-",
    /PMAK-[0-9a-f]{24}-[0-9a-f]{34}(?!\w)/,
    "https://learning.postman.com/docs/developer/postman-api/authentication/",
  ),
  named(
    "Facebook secret",
    "facebook",
    "_(?:app|client)_\\w{0,20}(?:secret|token)",
    "[0-9a-f]{32}",
    "https://developers.facebook.com/docs/facebook-login/security/",
  ),
];
