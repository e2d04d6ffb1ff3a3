import type { PlannedResource } from "../../sdk/plan";
import { bytes } from "../text/amounts";
import { html, type Html } from "./html";
import { downtimeBadge, markOf, nounOf, portText } from "./words";

/** The places of resources on the page, by URN. */
export type Places = ReadonlyMap<string, number>;

/** A resource in the graph; it leads to its details. */
export function nodeOf(resource: PlannedResource, places: Places): Html {
  const { dependencies, name, type, urn } = resource;
  const mark = markOf(resource);
  const needs = dependencies.flatMap((each) => places.get(each) ?? []);
  return html`<a
    class="node ${mark.name}"
    id="n${places.get(urn)}"
    href="#d${places.get(urn)}"
    data-needs="${needs.join(" ")}"
    ><span class="sign" aria-hidden="true">${mark.sign}</span
    ><span class="what"
      ><span class="kind">${nounOf(type)} · ${mark.word}</span
      ><span class="name">${name}</span>${badgesOf(resource)}</span
    ></a
  >`;
}

function badgesOf({ problems = [], provider }: PlannedResource): Html | undefined {
  const { bytesToSend = 0, downtime, publicPorts = [], volumesAtRisk = [] } = provider ?? {};
  const down = downtime && downtimeBadge(downtime);
  const badges = [
    ...(problems.length > 0 ? [badge("risk", "⚠ not well")] : []),
    ...volumesAtRisk.map((volume) =>
      badge("risk", `⚠ data ${volume.dataIsDestroyed ? "is destroyed" : "must be gone"}`),
    ),
    ...(down === undefined ? [] : [badge("risk", `⚠ ${down}`)]),
    ...publicPorts.map((port) => badge("open", `◉ public ${portText(port)}`)),
    ...(bytesToSend > 0 ? [badge("send", `↑ ${bytes(bytesToSend)}`)] : []),
  ];
  return badges.length === 0 ? undefined : html`<span class="badges">${badges}</span>`;
}

function badge(kind: string, text: string): Html {
  return html`<span class="badge ${kind}">${text}</span>`;
}
