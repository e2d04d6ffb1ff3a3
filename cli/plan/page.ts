import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan, PlannedResource } from "../../sdk/plan";
import { detailOf } from "./detail";
import { graphOf, visible, type HostBox } from "./graph";
import { html, Html } from "./html";
import { nodeOf, type Places } from "./node";
import { overviewOf } from "./overview";
import { markOf } from "./words";

/** From so many resources on only the lines of the one that is pointed at are drawn. */
const CROWD = 400;

/**
 * A plan as one page: it needs no network, and its policy allows none. Whoever opens it sees hosts with what is on
 * them; each resource leads to all that is known of it.
 */
export function planPage(plan: Plan): string {
  const [style, script] = ["style.css", "script.js"].map((file) =>
    readFileSync(join(__dirname, "page", file), "utf8"),
  ) as [string, string];
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  const { hosts, elsewhere } = graphOf(plan);
  const shown = visible(plan);
  const places: Places = new Map(shown.map(({ urn }, index) => [urn, index]));
  const names = new Map(plan.resources.map(({ name, urn }) => [urn, name]));
  const [, project = "", stack = ""] = plan.stack.split("/");
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>Plan of ${project}/${stack}</title>
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        <header class="top">
          <h1><span>Plan of</span> ${project}<i>/</i>${stack}</h1>
          <p>
            made
            <time datetime="${plan.madeAt}">${plan.madeAt.replace("T", " ").replace(/\..*$/, " UTC")}</time>
            by Moorage ${plan.moorage}
          </p>
        </header>
        <main>
          ${overviewOf(plan, places)}
          <input type="checkbox" id="only" /><label class="filter" for="only">only what changes</label>
          <div id="graph" ${shown.length > CROWD ? html` class="crowded"` : undefined}>
            <svg class="edges" aria-hidden="true"></svg>
            ${hosts.map((box) => hostBox(box, places))}
            ${
              elsewhere.length === 0
                ? undefined
                : html`<section class="host elsewhere${quiet(elsewhere)}">
                    <h2>On no host</h2>
                    <div class="lanes">
                      <div class="lane wide">${elsewhere.map((each) => nodeOf(each, places))}</div>
                    </div>
                  </section>`
            }
          </div>
        </main>
        <aside aria-label="Details">${shown.map((each) => detailOf(each, places, names))}</aside>
        ${new Html(`<script>${script}</script>`)}
      </body>
    </html> `.text;
}

function hostBox({ host, lanes }: HostBox, places: Places): Html {
  const all = [...(host === undefined ? [] : [host]), ...lanes.flatMap(({ resources }) => resources)];
  return html`<section class="host${quiet(all)}">
    ${host === undefined ? html`<h2>On hosts of other stacks</h2>` : nodeOf(host, places)}
    <div class="lanes">
      ${lanes.map(
        ({ place, resources, title }) =>
          html`<div class="lane at${place}${quiet(resources)}">
            <h3>${title}</h3>
            ${resources.map((each) => nodeOf(each, places))}
          </div>`,
      )}
    </div>
  </section>`;
}

/** The class of a part of the page where everything stays as it is. */
function quiet(resources: readonly PlannedResource[]): string {
  return resources.every((resource) => ["same", "read"].includes(markOf(resource).name)) ? " quiet" : "";
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
