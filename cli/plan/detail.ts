import type { PlannedResource, PropertyChange, ProviderPlan } from "../../sdk/plan";
import { bytes } from "../text/amounts";
import { html, type Html } from "./html";
import type { Places } from "./node";
import { downtimeText, markOf, nounOf, portText } from "./words";

/** All that a plan says of a resource. */
export function detailOf(
  resource: PlannedResource,
  places: Places,
  names: ReadonlyMap<string, string>,
): Html {
  const { dependencies, name, problems = [], provider, steps, type, urn } = resource;
  const mark = markOf(resource);
  const changes = steps.flatMap((step) => step.changes);
  const place = places.get(urn);
  return html`<section class="detail ${mark.name}" id="d${place}" aria-labelledby="t${place}" tabindex="-1">
    <header>
      <span class="sign" aria-hidden="true">${mark.sign}</span>
      <h2 id="t${place}"><span class="kind">${nounOf(type)} · ${mark.word}</span> ${name}</h2>
      <a class="close" href="#graph" aria-label="Close">×</a>
    </header>
    ${problems.map((problem) => html`<p class="problem">⚠ ${problem}</p>`)} ${provider && stepsOf(provider)}
    ${changes.length === 0 ? undefined : changesTable(changes)}
    ${dependencies.length === 0 ? undefined : needsOf(dependencies, places, names)}
    <p class="urn">${urn}</p>
  </section>`;
}

function stepsOf(provider: ProviderPlan): Html {
  const { bytesToSend, downtime, hostSeen, publicPorts, steps, volumesAtRisk } = provider;
  const facts = [
    ...(downtime === undefined ? [] : [["Downtime", downtimeText(downtime)]]),
    ...(bytesToSend > 0 ? [["To send", bytes(bytesToSend)]] : []),
    ...volumesAtRisk.map(({ action, cause, dataIsDestroyed, name }) => [
      "Volume at risk",
      `${name} is ${action} (${cause}). ${dataIsDestroyed ? "The data in it is destroyed." : "If there is data in it, nothing is done."}`,
    ]),
    ...publicPorts.map((port) => ["Public port", `${portText(port)}, open to every address of the host`]),
  ];
  return html`${
    hostSeen
      ? undefined
      : html`<p class="unseen">The host was not looked at: it is not there yet, or did not answer.</p>`
  }
  ${
    facts.length === 0
      ? undefined
      : html`<dl>
          ${facts.map(
            ([title, text]) =>
              html`<dt>${title}</dt>
                <dd>${text}</dd>`,
          )}
        </dl>`
  }
  ${
    steps.length === 0
      ? undefined
      : html`<h3>Steps on the host</h3>
          <ol>
            ${steps.map(({ cause, text }) => html`<li>${text} <span class="cause">${cause}</span></li>`)}
          </ol>`
  }`;
}

function changesTable(changes: readonly PropertyChange[]): Html {
  return html`<h3>Properties</h3>
    <ul class="changes">
      ${changes.map(
        ({ isDrift, kind, new: after, old: before, path, replaces }) =>
          html`<li>
            <code class="path">${path}</code>
            ${isDrift ? html`<span class="badge">found on the host</span>` : undefined}
            ${replaces ? html`<span class="badge risk">replaces</span>` : undefined}
            ${kind === "add" ? undefined : html`<pre class="old"><span class="side">− </span>${valueText(before)}</pre>`}
            ${kind === "delete" ? undefined : html`<pre class="new"><span class="side">+ </span>${valueText(after)}</pre>`}
          </li>`,
      )}
    </ul>`;
}

function valueText(value: unknown): string {
  if (value === undefined) return "(nothing)";
  return typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
}

function needsOf(dependencies: readonly string[], places: Places, names: ReadonlyMap<string, string>): Html {
  return html`<h3>Needs</h3>
    <p class="needs">
      ${dependencies.map((urn) => {
        const [place, name] = [places.get(urn), names.get(urn) ?? urn];
        return place === undefined ? html`<span>${name}</span> ` : html`<a href="#d${place}">${name}</a> `;
      })}
    </p>`;
}
