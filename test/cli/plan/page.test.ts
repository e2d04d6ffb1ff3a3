import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { planPage } from "../../../cli/plan";
import { openBrowser } from "../../support/browser";
import { samplePlan } from "./sample-plan";

describe("a plan's page", () => {
  it("must escape whatever a plan holds, and name no address that a browser would ask", () => {
    const plan = samplePlan();
    const host = plan.resources[1];
    if (host !== undefined) host.name = `</style><img src=x onerror="alert(1)">`;
    const page = planPage({ ...plan, stack: `organization/<u>/"'&` });
    assert.doesNotMatch(page, /<img|<u>|<script>alert/);
    assert.doesNotMatch(page.replaceAll("http://www.w3.org/2000/svg", ""), /https?:\/\/|url\(|@import|<link/);
  });

  it("must look for nothing by what it has: with thousands of resources a browser would stand still", () => {
    assert.doesNotMatch(planPage(samplePlan()), /:has\(/);
  });

  it("must tell first of the data that is destroyed, wherever that is in the plan", () => {
    const plan = samplePlan();
    const page = planPage({ ...plan, resources: [...plan.resources].reverse() });
    assert.match(
      page,
      /<summary>Worth a second look<\/summary>\s*<ul>\s*<li><a [^>]*>Volume cache<\/a> is removed/,
    );
  });

  it("must say for each resource by a sign and a word what is done", () => {
    const page = planPage(samplePlan());
    for (const [sign, words] of [
      ["+", "Container · create"],
      ["~", "Container · update"],
      ["±", "Container · replace"],
      ["−", "Volume · delete"],
      ["=", "Certificate · unchanged"],
    ] as const) {
      assert.match(page, new RegExp(`aria-hidden="true">\\${sign}</span[^]{0,80}${words}`), words);
    }
  });
});

/** Two thousand resources: the sample's hosts with all that is on them, again and again. */
function crowdedPlan(): ReturnType<typeof samplePlan> {
  const plan = samplePlan();
  const again = (urn: string, round: number): string => `${urn}-${round}`;
  const rounds = Math.ceil(2000 / plan.resources.length);
  const resources = Array.from({ length: rounds }, (_, round) =>
    plan.resources.map((resource) => ({
      ...resource,
      urn: again(resource.urn, round),
      ...(resource.host === undefined ? {} : { host: again(resource.host, round) }),
      dependencies: resource.dependencies.map((urn) => again(urn, round)),
    })),
  );
  return { ...plan, resources: resources.flat() };
}

describe("a plan's page in a browser", function () {
  this.timeout(300_000);
  let browser: Browser | undefined;
  let folder: string;

  before(async function () {
    browser = await openBrowser();
    if (browser === undefined) this.skip();
    folder = mkdtempSync(join(tmpdir(), "moorage-page-"));
    writeFileSync(join(folder, "plan.html"), planPage(samplePlan()));
    writeFileSync(join(folder, "crowd.html"), planPage(crowdedPlan()));
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  async function looking(
    look: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
    file = "plan.html",
  ): Promise<void> {
    const context = await browser?.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    if (context === undefined) throw new Error("there is no browser");
    const page = await context.newPage();
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => asked.push(request.url()));
    try {
      await page.goto(`file://${folder}/${file}`);
      await look(page);
      assert.deepEqual(complaints, []);
      assert.deepEqual(
        new Set(asked.map((url) => url.replace(/#.*/, ""))),
        new Set([`file://${folder}/${file}`]),
      );
    } finally {
      await context.close();
    }
  }

  it("must show every resource in its host's box, with lines to what it needs", () =>
    looking(async (page) => {
      const names = await page.locator(".node .name").allTextContents();
      assert.equal(names.length, samplePlan().resources.length - 1);
      const web = page.locator(".host", { hasText: "web-1" });
      assert.equal(await web.locator(".lane .node").count(), 9);
      assert.equal(await page.locator(".edges path").count(), 9);
    }));

  it("must open a resource's details by click, by keyboard, and close them by Escape where they were opened", () =>
    looking(async (page) => {
      const node = page.locator(".node", { hasText: "Container · updateshop" });
      const detail = page.locator(".detail:target");
      await node.click();
      assert.equal(await detail.locator("li", { hasText: "stop shop" }).count(), 1);
      assert.match((await detail.textContent()) ?? "", /<script>alert/);
      assert.ok((await page.locator(".edges path.lit").count()) > 0);
      await page.keyboard.press("Escape");
      assert.equal(await detail.count(), 0);
      assert.equal(await node.evaluate((element) => element.matches(":focus")), true);
      await page.keyboard.press("Enter");
      assert.equal(await detail.count(), 1);
    }));

  it("must hide what stays as it is on request", () =>
    looking(async (page) => {
      await page.locator("#only").check();
      const seen = await page.locator(".lane .node:visible .kind").allTextContents();
      assert.deepEqual(
        seen.filter((text) => text.includes("unchanged")),
        [],
      );
      assert.equal(seen.length, 7);
    }));

  for (const [what, options] of [
    ["without colours", { forcedColors: "active" }],
    ["in the dark", { colorScheme: "dark" }],
    ["on a phone", { viewport: { width: 390, height: 800 } }],
    ["without scripts", { javaScriptEnabled: false }],
  ] as const) {
    it(`must be whole ${what}: nothing overflows, each sign is seen, and details open`, () =>
      looking(async (page) => {
        const signs = page.locator(".node .sign");
        for (const sign of await signs.all()) assert.equal(await sign.isVisible(), true);
        const node = page.locator(".node", { hasText: "Volume · deletecache" });
        await node.click();
        assert.equal(await page.locator(".detail:target ol li").isVisible(), true);
        if (!("javaScriptEnabled" in options)) {
          assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
        }
      }, options));
  }

  it("must draw the lines of the one that is pointed at where there are thousands of resources", () =>
    looking(
      async (page) => {
        const lines = page.locator(".edges path");
        assert.equal(await lines.count(), 0);
        const node = page.locator(".node", { hasText: "Container · updateshop" });
        await node.nth(100).hover();
        assert.ok((await lines.count()) > 1);
        assert.equal(await page.locator(".edges path:not(.lit)").count(), 0);
        await node.nth(100).click();
        assert.equal(await page.locator(".detail:target li", { hasText: "stop shop" }).count(), 1);
        await page.keyboard.press("Escape");
        assert.equal(await page.locator(".detail:target").count(), 0);
      },
      {},
      "crowd.html",
    ));

  it("must print the details of all that changes", () =>
    looking(async (page) => {
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".detail:visible").count(), 8);
    }));
});
