/** Renders a review as one self-contained HTML page: no script, no request, readable on a phone and on paper. */
import type { Review, Subject } from "../model/review.ts";
import { shortSha } from "./comment-footer.ts";
import { asHtml } from "./escape-html.ts";
import { factSentences, restsOnSentence } from "./facts.ts";
import { type FindingGroup, findingCount } from "./finding-group.ts";
import { ProjectFold, ReplacementTables } from "./html-change.tsx";
import { FindingList, Name, Words } from "./html-finding.tsx";
import { pageStyle } from "./html-style.ts";
import type { Tool } from "./json.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { counted } from "./phrase.ts";
import { plainSentence } from "./plain.ts";
import { type Title, titleOf } from "./title.ts";
import { visibleText } from "./visible.ts";

const MARK_WORDS: Record<Title["mark"], string> = {
  pass: "Passed",
  warn: "Passed with warnings",
  block: "Blocked",
  error: "Could not be evaluated",
};

function markWords(title: Title): string {
  return title.lead.startsWith("Advisory") ? title.lead : MARK_WORDS[title.mark];
}

function Header(props: { readonly outline: Outline; readonly title: Title }) {
  const { outline, title } = props;
  const { review } = outline;
  return (
    <header class={title.mark}>
      <div>
        <p class="mark">{markWords(title)}</p>
        <h1>
          <Words of={title.sentence} />
        </h1>
        <p class="facts">
          {factSentences(outline).map((sentence, index) => (
            <>
              {index > 0 ? " · " : ""}
              <Words of={sentence} />
            </>
          ))}
        </p>
        <p class="facts">
          <Name of={review.subject.repository} />
          {review.subject.pullRequest === null ? "" : ` pull request ${review.subject.pullRequest}`}
        </p>
      </div>
    </header>
  );
}

function Section(props: {
  readonly heading: string;
  readonly groups: readonly FindingGroup[];
  readonly kind: "blocker" | "warning";
  readonly subject: Subject;
}) {
  if (props.groups.length === 0) return null;
  return (
    <section>
      <h2>{props.heading}</h2>
      <FindingList groups={props.groups} kind={props.kind} subject={props.subject} />
    </section>
  );
}

function Fold(props: { readonly words: readonly [string, string]; readonly groups: readonly FindingGroup[]; readonly subject: Subject }) {
  if (props.groups.length === 0) return null;
  return (
    <details>
      <summary>{counted(findingCount(props.groups), props.words[0], props.words[1])}</summary>
      <FindingList groups={props.groups} kind="quiet" subject={props.subject} />
    </details>
  );
}

function Unread(props: { readonly review: Review }) {
  const { unread, verdict } = props.review;
  if (unread.length === 0) return null;
  return (
    <details open={verdict === "error"}>
      <summary>{counted(unread.length, "file was not read", "files were not read")}</summary>
      <ul>
        {unread.map(({ file, reason }) => (
          <li>
            <Name of={file} /> {visibleText(reason.replaceAll("-", " "))}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Footer(props: { readonly outline: Outline; readonly tool: Tool }) {
  const { subject, policyDigest, plans, stats } = props.outline.review;
  const side = (name: string | null, sha: string | null): string =>
    [name, sha === null ? null : shortSha(sha)].filter((part) => part !== null).join(" ");
  const head = side(subject.headName, subject.head);
  const base = side(subject.baseName, subject.base);
  const parts = [
    head === "" ? null : base === "" ? head : `${head} onto ${base}`,
    `policy ${policyDigest.slice(0, 7)}`,
    ...new Set(plans.flatMap((plan) => (plan.terraform === null ? [] : [`Terraform ${plan.terraform}`]))),
    `${counted(stats.filesRead, "file")} read`,
    `${props.tool.name} ${props.tool.version}`,
  ];
  const rests = restsOnSentence(props.outline);
  return (
    <footer>
      {rests === null ? null : (
        <p>
          <Words of={rests} />.
        </p>
      )}
      {visibleText(parts.filter((part) => part !== null).join(" · "))}
    </footer>
  );
}

function Body(props: { readonly outline: Outline; readonly title: Title; readonly tool: Tool }) {
  const { outline } = props;
  const { review, findings } = outline;
  const { subject } = review;
  return (
    <body>
      <Header outline={outline} title={props.title} />
      <main>
        <Section heading="Could not be evaluated" groups={findings.failures} kind="blocker" subject={subject} />
        {review.verdict === "error" ? <Unread review={review} /> : null}
        <Section
          heading={review.mode === "advisory" ? "Would be blocked" : "Must change"}
          groups={findings.blockers}
          kind="blocker"
          subject={subject}
        />
        {review.verdict === "warn" ? null : <ReplacementTables outline={outline} />}
        <Section
          heading={counted(findingCount(findings.warnings), "warning")}
          groups={findings.warnings}
          kind="warning"
          subject={subject}
        />
        {review.verdict === "warn" ? <ReplacementTables outline={outline} /> : null}
        {outline.projects.length === 0 ? null : <h2>All changes</h2>}
        {outline.projects.map((project) => (
          <ProjectFold project={project} />
        ))}
        <Fold
          words={["finding already in the base, not blocking", "findings already in the base, not blocking"]}
          groups={findings.standing}
          subject={subject}
        />
        <Fold words={["finding exempted", "findings exempted"]} groups={findings.exempted} subject={subject} />
        <Fold words={["note", "notes"]} groups={findings.notes} subject={subject} />
        {review.verdict === "error" ? null : <Unread review={review} />}
      </main>
      <Footer outline={outline} tool={props.tool} />
    </body>
  );
}

/** A whole document. Everything from the pull request is text in it, never markup. */
export function renderHtml(review: Review, tool: Tool): string {
  const outline = outlineOf(review);
  const title = titleOf(outline);
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>{`${markWords(title)}: ${plainSentence(title.sentence)}`}</title>
        <style>{asHtml(pageStyle)}</style>
      </head>
      <Body outline={outline} title={title} tool={tool} />
    </html>
  );
  return `<!doctype html>\n${String(page)}\n`;
}
