/** Runs first what waits long for processes of its own, so that the other worker has something to do meanwhile. */
import Sequencer from "@jest/test-sequencer";

/** The longest first. */
const long = [
  "app/kill",
  "store/embedded",
  "app/pull-requests",
  "store/release-store",
  "app/releases",
  "flows/review-pull-request",
  "cli/",
];

function rank({ path }) {
  const found = long.findIndex((part) => path.replaceAll("\\", "/").includes(`/test/${part}`));
  return found === -1 ? long.length : found;
}

// biome-ignore lint/style/noDefaultExport: jest asks for it.
export default class LongFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}
