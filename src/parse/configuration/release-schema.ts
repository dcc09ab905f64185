/** The schema of `release:` in the configuration file: how a merge becomes running images. */

/** JSON Schema of the section; the formats are those of `formats.ts`. */
export const releaseSchema = {
  type: "object",
  description: "Bake and deploy: what happens from a merge to running images. With no images configured, every gated merge is dispatched.",
  additionalProperties: false,
  properties: {
    backend: {
      type: "string",
      description: "What runs the bakes and deployments. Default: github-actions.",
      enum: ["github-actions", "jenkins", "codepipeline", "codebuild", "local"],
    },
    workflow: {
      type: "string",
      description: "The workflow file below .github/workflows that is dispatched on the default branch (github-actions).",
      format: "workflow-file",
    },
    images: {
      type: "object",
      description: "The images that are baked, each under a name of your choice.",
      propertyNames: { format: "name" },
      additionalProperties: {
        type: "object",
        description: "One image: what it is baked from, how it is tested and who uses it.",
        additionalProperties: false,
        required: ["template"],
        properties: {
          template: {
            type: "string",
            description: "The Packer template (.json, .pkr.json or .pkr.hcl), relative to the repository's root.",
            format: "packer-template",
          },
          variables: { type: "string", description: "The Packer variables file, relative to the repository's root.", format: "plain-path" },
          test: { type: "string", description: "The directory of the tests that the baked image has to pass.", format: "plain-path" },
          inputs: {
            type: "array",
            description: "Globs on files that go into the image; a merge that touches none of them bakes nothing.",
            minItems: 1,
            items: { type: "string", format: "path-glob" },
          },
          consumed_by: {
            type: "object",
            description: "The Terraform projects that run the image, and the variable that receives its id.",
            additionalProperties: false,
            required: ["project", "variable"],
            properties: {
              project: { type: "string", description: "Glob on project directories.", format: "folder-glob" },
              variable: {
                type: "string",
                description: "The Terraform variable that receives the image's id or digest.",
                format: "identifier",
              },
            },
          },
          keep: {
            type: "integer",
            description: "How many images are kept beside those that run or can be rolled back to.",
            minimum: 1,
            maximum: 1000,
          },
        },
      },
    },
    stages: {
      type: "array",
      description: "The stages that an image passes through, in order.",
      minItems: 1,
      maxItems: 50,
      items: {
        type: "object",
        description: "One stage, such as dev, stage or prod.",
        additionalProperties: false,
        required: ["name"],
        properties: {
          name: { type: "string", description: "The stage's name.", format: "name" },
          projects: {
            type: "array",
            description: "Globs on the Terraform project directories that this stage deploys.",
            minItems: 1,
            items: { type: "string", format: "folder-glob" },
          },
          after: { type: "string", description: "The stage that has to be healthy before this one starts.", format: "name" },
          soak: { type: "string", description: "How long the stage before has to stay healthy: 30s, 10m, 2h, 1d.", format: "duration" },
          strategy: {
            type: "string",
            description: "How instances are replaced. Default: replace.",
            enum: ["replace", "blue-green", "canary"],
          },
          approval: {
            type: "object",
            description: "Who has to approve the promotion to this stage.",
            additionalProperties: false,
            required: ["team"],
            properties: {
              team: { type: "string", description: "The slug of a team in the organisation.", format: "team-slug" },
              count: { type: "integer", description: "How many members have to approve. Default: 1.", minimum: 1, maximum: 20 },
            },
          },
          window: {
            type: "string",
            description: 'When the stage may be deployed: days, hours and time zone, as in "Mon-Thu 09:00-16:00 Europe/London".',
            format: "window",
          },
        },
      },
    },
    artifacts: {
      type: "array",
      description: "Places where a new application version starts a bake.",
      items: {
        type: "object",
        description: "One place and the image that is baked from it.",
        additionalProperties: false,
        required: ["s3", "image"],
        properties: {
          s3: { type: "string", description: "Bucket and prefix: app-releases/webserver/.", format: "bucket-prefix" },
          image: { type: "string", description: "The name of one of the images above.", format: "name" },
        },
      },
    },
  },
} as const;
