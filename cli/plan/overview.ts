import type { Plan, PlannedResource } from "../../sdk/plan";
import { bytes } from "../text/amounts";
import { visible } from "./graph";
import { html, type Html } from "./html";
import type { Places } from "./node";
import { allMarks, downtimeBadge, markOf, nounOf, portText } from "./words";

/** What somebody has to know who looks for ten seconds. */
export function overviewOf(plan: Plan, places: Places): Html {
  const shown = visible(plan);
  const counts = allMarks
    .map((mark) => ({ ...mark, count: shown.filter((each) => markOf(each).name === mark.name).length }))
    .filter(({ count }) => count > 0);
  const { bytesToSend, downtimes, publicPorts, volumesAtRisk } = plan.summary;
  return html`<section class="overview" aria-label="Summary">
    <ul class="counts">
      ${counts.map(
        ({ count, name, sign, word }) =>
          html`<li class="${name}">
            <span class="sign" aria-hidden="true">${sign}</span><b>${count}</b> ${word}
          </li>`,
      )}
    </ul>
    <ul class="figures">
      ${figure("To send", bytesToSend === 0 ? "nothing" : bytes(bytesToSend), false)}
      ${figure("Interruptions", downtimes === 0 ? "none" : longest(shown, downtimes), downtimes > 0)}
      ${figure("Volumes at risk", volumesAtRisk === 0 ? "none" : String(volumesAtRisk), volumesAtRisk > 0)}
      ${figure("New public ports", publicPorts === 0 ? "none" : String(publicPorts), publicPorts > 0)}
    </ul>
    ${risksOf(shown, places)}
  </section>`;
}

function longest(resources: readonly PlannedResource[], count: number): string {
  const seconds = resources.map(({ provider }) => {
    const { order, readySeconds = 0, stopSeconds = 0 } = provider?.downtime ?? {};
    return order === "stop-first" ? readySeconds + stopSeconds : 0;
  });
  const most = Math.max(...seconds);
  return most === 0 ? String(count) : `${count}, ≤ ${most} s`;
}

function figure(title: string, value: string, isRisk: boolean): Html {
  return html`<li class="figure${isRisk ? " risk" : ""}">
    <span>${title}</span><b>${isRisk ? "⚠ " : ""}${value}</b>
  </li>`;
}

function risksOf(resources: readonly PlannedResource[], places: Places): Html | undefined {
  const risks = resources.toSorted(byLoss).flatMap((resource) => {
    const link = html`<a href="#d${places.get(resource.urn)}">${nounOf(resource.type)} ${resource.name}</a>`;
    return textsOf(resource).map((text) => html`<li>${link} ${text}</li>`);
  });
  if (risks.length === 0) return undefined;
  return html`<details class="risks" open>
    <summary>Worth a second look</summary>
    <ul>
      ${risks}
    </ul>
  </details>`;
}

/** What destroys data comes first: of many risks nobody reads the last. */
function byLoss(left: PlannedResource, right: PlannedResource): number {
  return Number(losesData(right)) - Number(losesData(left));
}

function losesData({ provider }: PlannedResource): boolean {
  return provider?.volumesAtRisk?.some(({ dataIsDestroyed }) => dataIsDestroyed) ?? false;
}

function textsOf({ problems = [], provider }: PlannedResource): string[] {
  const { downtime, publicPorts = [], volumesAtRisk = [] } = provider ?? {};
  const down = downtime && downtimeBadge(downtime);
  return [
    ...problems.map((problem) => `is not well: ${problem}`),
    ...volumesAtRisk.map(
      ({ action, dataIsDestroyed, name }) =>
        `is ${action}${dataIsDestroyed ? ", and the data in it is destroyed" : ", unless there is data in it"} (${name})`,
    ),
    ...(down === undefined || downtime === undefined ? [] : [`is ${down}, as ${downtime.cause}`]),
    ...publicPorts.map((port) => `becomes open to every address: ${portText(port)}`),
  ];
}
