/** Findings on the HTML page. */
import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import type { Subject } from "../model/review.ts";
import { asHtml, htmlMedium } from "./escape-html.ts";
import { changeSentence, type FindingGroup } from "./finding-group.ts";
import { placeUrl, sideWords } from "./place-url.ts";
import { FULL, fill, mentions, type SentenceLimits } from "./sentence.ts";
import { shorten } from "./shorten.ts";
import { visibleText } from "./visible.ts";

const LIMITS: SentenceLimits = { value: 200, items: 50 };

/** A sentence as content of an element. */
export function Words(props: { readonly of: Parameters<typeof fill>[0]; readonly limits?: SentenceLimits }) {
  return <>{asHtml(fill(props.of, htmlMedium, props.limits ?? LIMITS))}</>;
}

/** A literal name. */
export function Name(props: { readonly of: string }) {
  return <code>{visibleText(shorten(props.of, 200))}</code>;
}

export function Names(props: { readonly of: readonly string[] }) {
  return (
    <>
      {props.of.map((each, index) => (
        <>
          {index > 0 ? ", " : ""}
          <Name of={each} />
        </>
      ))}
    </>
  );
}

function PlainLink(props: { readonly to: string; readonly label: string }) {
  return (
    <a href={props.to}>
      <Name of={props.label} />
    </a>
  );
}

function PlaceLink(props: { readonly place: Place; readonly subject: Subject }) {
  const { place, subject } = props;
  const url = placeUrl(subject, place);
  const label = `${place.file}:${place.line}`;
  const name = url === null ? <Name of={label} /> : <PlainLink to={url} label={label} />;
  return (
    <>
      {name}
      {sideWords(place)}
    </>
  );
}

function Way(props: { readonly group: FindingGroup }) {
  const way = props.group.first.message.values.way;
  if (!Array.isArray(way) || way.length === 0 || mentions(props.group.message, "way")) return null;
  return (
    <p>
      {way.map((step: string, index: number) => (
        <>
          {index > 0 ? " → " : ""}
          <Name of={step} />
        </>
      ))}
    </p>
  );
}

function Exempted(props: { readonly finding: Finding }) {
  const { exemption } = props.finding;
  if (exemption === null) return null;
  return (
    <p class="small">
      Exempted by <Name of={exemption.id} /> until {visibleText(exemption.expires)}
      {exemption.approvedBy === null ? "" : `, approved by ${visibleText(shorten(exemption.approvedBy, 80))}`}:{" "}
      {visibleText(shorten(exemption.reason, 400))}
    </p>
  );
}

function FindingItem(props: { readonly group: FindingGroup; readonly number: number | null; readonly subject: Subject }) {
  const { group, number, subject } = props;
  const change = changeSentence(group, 120);
  return (
    <li>
      <p class="what">
        {number === null ? "" : `${number}. `}
        <Words of={group.message} />
      </p>
      {group.first.place === null ? null : (
        <p>
          <PlaceLink place={group.first.place} subject={subject} />
        </p>
      )}
      {change === null ? null : (
        <p>
          <Words of={change} />
        </p>
      )}
      <Way group={group} />
      <p>
        <Words of={group.remedy} limits={FULL} /> <span class="small rule">{visibleText(group.first.rule)}</span>
      </p>
      <Exempted finding={group.first} />
    </li>
  );
}

export function FindingList(props: {
  readonly groups: readonly FindingGroup[];
  readonly kind: "blocker" | "warning" | "quiet";
  readonly subject: Subject;
}) {
  return (
    <ol class={`findings ${props.kind}`}>
      {props.groups.map((group, index) => (
        <FindingItem group={group} number={props.kind === "blocker" ? index + 1 : null} subject={props.subject} />
      ))}
    </ol>
  );
}
