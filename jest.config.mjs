/**
 * Jest runs the TypeScript sources as native ES modules; swc only strips the types. Each file of tests loads all its modules anew, so
 * the command line of `npm test` has V8 spend less on code that is run once: a quick compiler, room for what is soon forgotten, and no
 * optimizing of HashiCorp's parser (as `src/runner/hcl2json.ts` does). That saves a fifth of the processors' time.
 */
import { availableParallelism } from "node:os";

export default {
  testEnvironment: "node",
  // One more than the processors: many wait for a process of their own more than they compute.
  maxWorkers: availableParallelism() + 1,
  // No test is about time: on a busy machine each takes many times as long.
  testTimeout: 30_000,
  testSequencer: "<rootDir>/test/sequencer.mjs",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts", "**/*.test.tsx"],
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: {
    "^.+\\.tsx?$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic", importSource: "hono/jsx" } },
        },
        module: { type: "es6" },
      },
    ],
  },
};
