import type { Engine } from "../../docker/engine";
import type { NetworkInspectJson } from "../../docker/networks";
import { observeContainer } from "../../reconcile/container/observe";
import { type Attached, attachmentTo } from "../../reconcile/network/attached";
import { readRecord, recordName } from "../../reconcile/network/record";
import { isOfStack, type Owner, stackNames } from "../../reconcile/ownership";
import { absentAsUndefined } from "../container/observe";

/** The containers on a network, those that do not run too. */
export async function observeAttached(
  engine: Engine,
  network: NetworkInspectJson,
  owner: Owner,
  signal: AbortSignal,
): Promise<readonly Attached[]> {
  const listed = await engine.containers.list({ filters: { network: [network.Id] }, signal });
  const found = await Promise.all(
    listed.map(({ Id }) => absentAsUndefined(() => engine.containers.inspect(Id, signal))),
  );
  const stacks = stackNames(owner, network.Labels);
  return found.flatMap((json) => {
    const facts = json && observeContainer(json);
    const attachment = facts && attachmentTo(network.Name, facts);
    return attachment === undefined ? [] : [{ ...attachment, isOfStack: isOfStack(facts?.labels, stacks) }];
  });
}

/** Containers that an interrupted run took off a network; undefined where none did. */
export async function observeRecord(
  engine: Engine,
  owner: Owner,
  signal: AbortSignal,
): Promise<readonly Attached[] | undefined> {
  const record = await absentAsUndefined(() => engine.volumes.inspect(recordName(owner.name), signal));
  return record && readRecord(record.Labels, owner);
}

/** Those who are there still, and not on the network again. */
export async function stillOff(
  engine: Engine,
  remembered: readonly Attached[],
  attached: readonly Attached[],
  signal: AbortSignal,
): Promise<readonly Attached[]> {
  const on = new Set(attached.map(({ id }) => id));
  const off = remembered.filter(({ id }) => !on.has(id));
  const found = await Promise.all(
    off.map(({ id }) => absentAsUndefined(() => engine.containers.inspect(id, signal))),
  );
  return off.filter((_, index) => found[index] !== undefined);
}
