import assert from "node:assert/strict";
import type { NetworkInspectJson } from "../../../providers/docker/networks";
import { type Attached, fitting, inOrder } from "../../../providers/reconcile/network/attached";
import { networkRequest, type NetworkSpec } from "../../../providers/reconcile/network/options";
import {
  formatNetworkStep,
  type NetworkPlanRequest,
  planNetwork,
  undoNetworkSteps,
} from "../../../providers/reconcile/network/plan";
import { readRecord, recordRequest } from "../../../providers/reconcile/network/record";

const owner = { urn: "urn:back", stack: "shop/dev", name: "back" };
const spec: NetworkSpec = { ipamConfigs: [{ subnet: "10.20.0.0/24" }] };
const changed: NetworkSpec = { ...spec, internal: true };
const facts: NetworkInspectJson = { ...networkRequest(spec, owner, "hash"), Id: "old" };
const app = attached("app", { endpoint: { Aliases: ["api"] }, address: "10.20.0.10" });
const other = attached("other", { address: "10.20.0.9", isOfStack: false });

function attached(name: string, rest: Partial<Attached> = {}): Attached {
  return { id: `id-of-${name}`, name, endpoint: {}, address: undefined, isOfStack: true, ...rest };
}

function planOf(request: Partial<NetworkPlanRequest>) {
  const whole = { owner, spec, specHash: "hash", facts, attached: [], remembered: undefined, formerly: spec };
  return planNetwork({ ...whole, reconnectForeign: false, ...request });
}

/** The plan as text, one step a line with its cause. */
function golden(request: Partial<NetworkPlanRequest>): string[] {
  const { kind, steps } = planOf(request);
  return [kind, ...steps.map((step) => `${formatNetworkStep(step)}: ${step.cause}`)];
}

describe("the plan of a network", () => {
  it("must make one that is not there", () => {
    assert.deepEqual(golden({ facts: undefined }), ["create", "create network back: it is not there"]);
  });

  it("must be empty where nothing changed", () => {
    assert.deepEqual(golden({ attached: [app] }), ["same"]);
  });

  it("must make it anew without a note where nobody is on it", () => {
    assert.deepEqual(golden({ spec: changed }), [
      "replace",
      "remove network back: internal changed",
      "create network back: internal changed",
    ]);
  });

  it("must note who is on it, and connect them again", () => {
    assert.deepEqual(golden({ spec: changed, attached: [app] }), [
      "replace",
      "note who is on back: app: they are to be on it again",
      "disconnect app from back: internal changed",
      "remove network back: internal changed",
      "create network back: internal changed",
      "connect app to back: it was on it",
      "clear the note of who is on back: all are on it again",
    ]);
  });

  it("must refuse to cut off a container of somebody else, and name it", () => {
    const plan = planOf({ spec: changed, attached: [app, other] });
    assert.deepEqual(plan, { kind: "refused", steps: [], changes: ["internal"], foreign: ["other"] });
  });

  it("must treat a container of somebody else as its own where that is allowed", () => {
    const steps = golden({ spec: changed, attached: [app, other], reconnectForeign: true });
    assert.deepEqual(steps.slice(0, 4), [
      "replace",
      "note who is on back: other, app: they are to be on it again",
      "disconnect other from back: internal changed",
      "disconnect app from back: internal changed",
    ]);
  });

  it("must put back those whom a killed run took off a network that is as it shall be", () => {
    assert.deepEqual(golden({ remembered: [app, other] }), [
      "same",
      "connect other to back: an interrupted run had taken it off",
      "connect app to back: an interrupted run had taken it off",
      "clear the note of who is on back: all are on it again",
    ]);
  });

  it("must put back those whom a killed run took off a network that is gone", () => {
    assert.deepEqual(golden({ facts: undefined, remembered: [app] }), [
      "create",
      "create network back: it is not there",
      "connect app to back: an interrupted run had taken it off",
      "clear the note of who is on back: all are on it again",
    ]);
  });

  it("must put them back before the note is written anew", () => {
    assert.deepEqual(golden({ spec: changed, attached: [app], remembered: [attached("late")] }), [
      "replace",
      "connect late to back: an interrupted run had taken it off",
      "clear the note of who is on back: all are on it again",
      "note who is on back: app, late: they are to be on it again",
      "disconnect app from back: internal changed",
      "disconnect late from back: internal changed",
      "remove network back: internal changed",
      "create network back: internal changed",
      "connect app to back: it was on it",
      "connect late to back: it was on it",
      "clear the note of who is on back: all are on it again",
    ]);
  });

  it("must put back a container of somebody else even where the change is refused", () => {
    assert.deepEqual(golden({ spec: changed, remembered: [other] }), [
      "refused",
      "connect other to back: an interrupted run had taken it off",
      "clear the note of who is on back: all are on it again",
    ]);
  });

  it("must clear the note last when a change is undone", () => {
    const { steps } = planOf({ spec: changed, attached: [app] });
    const connect = steps.findIndex(({ kind }) => kind === "connect");
    assert.deepEqual(undoNetworkSteps(steps.slice(0, connect + 1)).map(formatNetworkStep), [
      "remove network back",
      "create network back",
      "connect app to back",
      "clear the note of who is on back",
    ]);
  });
});

describe("containers on a network", () => {
  it("must be connected again with given addresses first, then in the order of their addresses", () => {
    const all = [
      attached("stopped"),
      attached("tenth", { address: "10.20.0.10" }),
      attached("given", { address: "10.20.0.3", endpoint: { IPAMConfig: { IPv4Address: "10.20.0.3" } } }),
      attached("second", { address: "10.20.0.2" }),
    ];
    const order = inOrder(all).map(({ name }) => name);
    assert.deepEqual(order, ["given", "second", "tenth", "stopped"]);
  });

  it("must not ask for an address that the network does not have", () => {
    const network = networkRequest(spec, owner, "hash");
    const endpoint = { Aliases: ["api"], IPAMConfig: { IPv4Address: "10.20.0.9" } };
    assert.deepEqual(fitting(endpoint, network), endpoint);
    const elsewhere = { Aliases: ["api"], IPAMConfig: { IPv4Address: "10.21.0.9" } };
    assert.deepEqual(fitting(elsewhere, network), { Aliases: ["api"] });
  });

  it("must come out of the note as they went in, and only for the network's own resource", () => {
    const { Name, Labels } = recordRequest(owner, [app, other]);
    assert.equal(Name, "back.attached");
    assert.deepEqual(readRecord(Labels, owner), [app, other]);
    assert.equal(readRecord(Labels, { ...owner, urn: "urn:else" }), undefined);
    assert.equal(readRecord({}, owner), undefined);
  });
});
