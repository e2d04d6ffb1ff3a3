import type { ContainerFacts } from "./observe";
import { options } from "./options";
import {
  attachmentsOf,
  canonicalText,
  type NetworkAttachment,
  toAttachment,
  withoutImplied,
} from "./options/networks";
import { type ContainerSpec, NO_DEFAULTS } from "./options/option";
import type { Step } from "./step";

/** Steps that move a container from the networks that it is on to those that it shall be on. */
export function networkSteps(spec: ContainerSpec, facts: ContainerFacts): readonly Step[] {
  const { name: container } = facts;
  const found = (options.networks.read(facts, NO_DEFAULTS) ?? []).map((each) => withoutImplied(each, facts));
  const wanted = attachmentsOf(spec);
  const text = (attachment: NetworkAttachment) => canonicalText(withoutImplied(attachment, facts));
  const keeps = new Set(wanted.map(text));
  const has = new Set(found.map(canonicalText));
  const cause = "networks changed";
  return [
    ...found
      .filter((attachment) => !keeps.has(canonicalText(attachment)))
      .map((attachment): Step => ({ kind: "disconnect", container, ...toAttachment(attachment), cause })),
    ...wanted
      .filter((attachment) => !has.has(text(attachment)))
      .map((attachment): Step => ({ kind: "connect", container, ...toAttachment(attachment), cause })),
  ];
}
