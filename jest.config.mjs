/**
 * Jest runs the TypeScript sources as native ES modules; swc only strips the types. Each file of tests loads HashiCorp's parser anew: the
 * command line of `npm test` keeps V8 from optimizing it each time, as `src/runner/hcl2json.ts` does.
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
