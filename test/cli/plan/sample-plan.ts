import type { Plan, PlannedResource, ProviderPlan } from "../../../sdk/plan";

const urn = (noun: string, name: string): string => `urn:pulumi:prod::shop::moorage:index:${noun}::${name}`;

const nothing: ProviderPlan = {
  hostSeen: true,
  steps: [],
  bytesToSend: 0,
  volumesAtRisk: [],
  publicPorts: [],
};

function resource(
  noun: string,
  name: string,
  ops: readonly string[],
  more: Partial<PlannedResource> = {},
): PlannedResource {
  const steps = ops.map((op) => ({ op, changes: [] }));
  return { urn: urn(noun, name), type: `moorage:index:${noun}`, name, dependencies: [], steps, ...more };
}

const web = { host: urn("Host", "web-1") };
const db = { host: urn("Host", "db-1") };

/** A plan with all that one can have. */
export function samplePlan(): Plan {
  const resources: PlannedResource[] = [
    {
      ...resource("Stack", "shop-prod", ["same"]),
      urn: "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod",
      type: "pulumi:pulumi:Stack",
    },
    resource("Host", "web-1", ["same"]),
    resource("Host", "db-1", ["update"], {
      problems: ["db-1 (deploy@192.0.2.11:22) was asked, and its clock is 3 hours late."],
    }),
    resource("Certificate", "shop", ["same"]),
    resource("Image", "shop", ["update"], {
      ...web,
      dependencies: [urn("Host", "web-1")],
      provider: {
        ...nothing,
        bytesToSend: 36_400_000,
        steps: [{ kind: "send", text: "send 2 of 7 layers of shop:4f1c", cause: "the host lacks them" }],
      },
    }),
    resource("Image", "proxy", ["same"], { ...web, dependencies: [urn("Host", "web-1")] }),
    resource("Network", "front", ["same"], { ...web, dependencies: [urn("Host", "web-1")] }),
    resource("Network", "back", ["create"], {
      ...web,
      dependencies: [urn("Host", "web-1")],
      provider: {
        ...nothing,
        steps: [{ kind: "create", text: "create network back", cause: "it is not there" }],
      },
    }),
    resource("Volume", "uploads", ["same"], { ...web, dependencies: [urn("Host", "web-1")] }),
    resource("Volume", "cache", ["delete"], {
      ...web,
      provider: {
        ...nothing,
        steps: [{ kind: "remove", text: "remove volume cache", cause: "the program has it no more" }],
        volumesAtRisk: [
          { name: "cache", action: "removed", dataIsDestroyed: true, cause: "the program has it no more" },
        ],
      },
    }),
    {
      ...resource("Container", "shop", [], web),
      dependencies: [
        urn("Host", "web-1"),
        urn("Image", "shop"),
        urn("Network", "front"),
        urn("Network", "back"),
        urn("Volume", "uploads"),
      ],
      steps: [
        {
          op: "update",
          changes: [
            {
              path: "image",
              kind: "update",
              replaces: false,
              isDrift: false,
              old: "shop:91aa",
              new: "shop:4f1c",
            },
            {
              path: "env",
              kind: "update",
              replaces: false,
              isDrift: false,
              old: { LEVEL: "info", TOKEN: "[secret]" },
              new: { LEVEL: "debug", TOKEN: "[secret]", GREETING: "<script>alert('\"&')</script>" },
            },
            { path: "status", kind: "update", replaces: false, isDrift: true, old: "exited" },
          ],
        },
      ],
      provider: {
        ...nothing,
        steps: [
          { kind: "create", text: "create shop.new", cause: "image, env changed" },
          { kind: "stop", text: "stop shop", cause: "both publish host port 8080" },
          { kind: "start", text: "start shop.new", cause: "it shall run" },
          { kind: "await", text: "wait for shop.new to work", cause: "it shall work" },
          { kind: "rename", text: "rename shop to shop.old", cause: "shop.new works" },
          { kind: "rename", text: "rename shop.new to shop", cause: "it takes over" },
          { kind: "remove", text: "remove shop.old", cause: "it was replaced" },
        ],
        downtime: {
          order: "stop-first",
          stopSeconds: 10,
          readySeconds: 61,
          cause: "both publish host port 8080",
        },
        publicPorts: [{ host: "8080", container: 80, protocol: "tcp" }],
      },
    },
    resource("Container", "proxy", ["same"], {
      ...web,
      dependencies: [urn("Host", "web-1"), urn("Image", "proxy"), urn("Network", "front")],
    }),
    resource("Container", "worker", ["create"], {
      ...web,
      dependencies: [urn("Host", "web-1"), urn("Image", "shop"), urn("Network", "back")],
      provider: {
        ...nothing,
        steps: [{ kind: "create", text: "create worker", cause: "it is not there" }],
      },
    }),
    resource("Volume", "data", ["same"], { ...db, dependencies: [urn("Host", "db-1")] }),
    resource("Container", "postgres", ["create-replacement", "replace", "delete-replaced"], {
      ...db,
      dependencies: [urn("Host", "db-1"), urn("Volume", "data")],
    }),
    resource("Container", "mystery", ["create"], {
      ...db,
      dependencies: [urn("Host", "db-1")],
      provider: { ...nothing, hostSeen: false },
    }),
  ];
  return {
    version: 1,
    moorage: "0.1.0",
    madeAt: "2026-11-21T20:12:31.120Z",
    stack: "organization/shop/prod",
    options: {
      refresh: true,
      targets: [],
      targetDependents: false,
      excludes: [],
      excludeDependents: false,
      replace: [],
    },
    summary: {
      changes: { update: 3, create: 3, delete: 1, replace: 1, same: 8 },
      bytesToSend: 36_400_000,
      downtimes: 1,
      volumesAtRisk: 1,
      publicPorts: 1,
    },
    resources,
    basis: { key: { provider: "passphrase", ciphertext: "" }, config: {}, resources: {}, seal: "" },
  };
}
