/** Changes on the HTML page: the table of replacements, the lists per project, the diff of each change. */
import type { JudgedChange } from "../model/resource-change.ts";
import { attributeSentence, causeSentences, doubtSentence } from "./cause.ts";
import { signedLines } from "./change-diff.ts";
import { CHANGE_LISTS, type ChangeGroup, type ChangeList, groupChanges, listWords, unrolledWords } from "./change-group.ts";
import { originSentence, possibleWords, tellingFirst } from "./change-words.ts";
import { orderWords } from "./comment-replacement.ts";
import { Names, Words } from "./html-finding.tsx";
import type { Outline, ProjectOutline } from "./outline.ts";
import { grouped } from "./phrase.ts";
import type { ReplacementRow } from "./replacement.ts";

function Row(props: { readonly row: ReplacementRow; readonly outline: Outline; readonly withFalls: boolean }) {
  const { row, outline, withFalls } = props;
  const { first, changes } = row.group;
  const stops = changes.some((change) => outline.destroyedFirst.has(change.address));
  const order = orderWords(first, stops);
  const origin = originSentence(row.group);
  return (
    <tr>
      <td data-label="resource">
        <Names of={row.group.names} />
        {first.verdict === "stateful-loss" ? <strong class="danger"> holds data</strong> : null}
      </td>
      <td data-label="why">
        {[...causeSentences(first, 80, 6), ...(origin === null ? [] : [origin])].map((sentence) => (
          <div>
            <Words of={sentence} />
          </div>
        ))}
      </td>
      <td data-label="order">{stops ? <strong class="danger">{order}</strong> : order}</td>
      {withFalls ? (
        <td data-label="also falls" class={row.falls.length === 0 ? "none" : ""}>
          {row.falls.length === 0 ? "–" : <Names of={row.falls} />}
        </td>
      ) : null}
    </tr>
  );
}

/** A column that says nothing is left out. */
function hasFalls(project: ProjectOutline): boolean {
  return project.rows.slice(0, MOST_GROUPS).some((row) => row.falls.length > 0);
}

export function ReplacementTables(props: { readonly outline: Outline }) {
  const projects = props.outline.projects.filter((project) => project.rows.length > 0);
  if (projects.length === 0) return null;
  return (
    <section>
      <h2>Will be replaced</h2>
      {projects.map((project) => (
        <>
          {props.outline.projects.length > 1 ? (
            <h3>
              <Words of={project.name} />
            </h3>
          ) : null}
          <div class="table">
            <table>
              <thead>
                <tr>
                  <th scope="col">resource</th>
                  <th scope="col">why</th>
                  <th scope="col">order</th>
                  {hasFalls(project) ? <th scope="col">also falls</th> : null}
                </tr>
              </thead>
              <tbody>
                {project.rows.slice(0, MOST_GROUPS).map((row) => (
                  <Row row={row} outline={props.outline} withFalls={hasFalls(project)} />
                ))}
              </tbody>
            </table>
          </div>
          <More groups={project.rows.map((row) => row.group)} as="p" />
        </>
      ))}
    </section>
  );
}

const SIGN_CLASS = { "+": "add", "-": "del", "!": "note", " ": "" } as const;

function Diff(props: { readonly group: ChangeGroup }) {
  return (
    <pre>
      {signedLines(props.group).map(({ sign, text }) => (
        <span class={SIGN_CLASS[sign]}>{`${sign === "!" ? "~" : sign} ${text}`}</span>
      ))}
    </pre>
  );
}

/** A page that no browser can show is no page: beyond this many groups it says how many more there are. */
const MOST_GROUPS = 500;

function More(props: { readonly groups: readonly ChangeGroup[]; readonly as: "li" | "p" }) {
  const hidden = props.groups.slice(MOST_GROUPS).reduce((count, group) => count + group.changes.length, 0);
  if (hidden === 0) return null;
  const words = `and ${grouped(hidden)} more; --format json has them all`;
  return props.as === "li" ? <li>{words}</li> : <p>{words}</p>;
}

function Diffs(props: { readonly changes: readonly JudgedChange[] }) {
  const groups = groupChanges(props.changes, "content");
  return (
    <>
      {groups.slice(0, MOST_GROUPS).map((group) => (
        <Diff group={group} />
      ))}
      <More groups={groups} as="p" />
    </>
  );
}

function Doubts(props: { readonly change: JudgedChange }) {
  return (
    <>
      : {possibleWords(props.change)}
      {props.change.doubts.map((doubt) => (
        <div class="small">
          <Words of={doubtSentence(doubt, props.change)} />
        </div>
      ))}
    </>
  );
}

const WITH_ATTRIBUTES: ReadonlySet<ChangeList> = new Set(["mutation", "unrolled", "pointer-roll", "template", "in-place"]);

function GroupItem(props: { readonly list: ChangeList; readonly group: ChangeGroup }) {
  const { list, group } = props;
  const origin = originSentence(group);
  return (
    <li>
      <Names of={group.names} />
      {group.first.deposed === null ? null : " (deposed)"}
      {list === "unrolled" ? `: ${unrolledWords(group.first) ?? ""}` : null}
      {list === "undecided" || list === "open" ? <Doubts change={group.first} /> : null}
      {origin === null ? null : (
        <>
          {" "}
          (<Words of={origin} />)
        </>
      )}
      {WITH_ATTRIBUTES.has(list)
        ? tellingFirst(group.first)
            .slice(0, 6)
            .map((attribute) => (
              <div class="small">
                <Words of={attributeSentence(attribute, 80)} />
              </div>
            ))
        : null}
    </li>
  );
}

function ChangeListSection(props: { readonly list: ChangeList; readonly project: ProjectOutline }) {
  const changes = props.project.lists.get(props.list);
  if (changes === undefined || props.list === "replace") return null;
  const detailed = WITH_ATTRIBUTES.has(props.list) || props.list === "undecided" || props.list === "move" || props.list === "import";
  const groups = groupChanges(changes, detailed ? "content" : "kind");
  return (
    <>
      <h3>{listWords(props.list, changes.length)}</h3>
      <ul>
        {groups.slice(0, MOST_GROUPS).map((group) => (
          <GroupItem list={props.list} group={group} />
        ))}
        <More groups={groups} as="li" />
      </ul>
    </>
  );
}

/** One fold per project: its lists, and the diff of each change. */
export function ProjectFold(props: { readonly project: ProjectOutline }) {
  const { project } = props;
  const summary = CHANGE_LISTS.flatMap((list) => {
    const changes = project.lists.get(list);
    return changes === undefined ? [] : [listWords(list, changes.length)];
  });
  return (
    <details>
      <summary>
        <Words of={project.name} /> {summary.join(" · ")}
      </summary>
      {CHANGE_LISTS.map((list) => (
        <ChangeListSection list={list} project={project} />
      ))}
      {project.changed.length === 0 ? null : <h3>Full diff</h3>}
      <Diffs changes={project.changed} />
      {project.project.drift.length === 0 ? null : <h3>Changed outside Terraform</h3>}
      <Diffs changes={project.project.drift} />
    </details>
  );
}
