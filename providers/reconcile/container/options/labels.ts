import { withoutOwnership } from "../../ownership";
import { map } from "./fields";
import { sameOnTop, without } from "./maps";
import type { OptionOf } from "./option";

export const labels: OptionOf<"labels"> = {
  fields: ["Labels{}"],
  default: "the image's",
  inPlace: "no",
  write: (value, { request }) => (request.Labels = { ...request.Labels, ...value }),
  read: ({ config }, defaults) =>
    without(withoutOwnership(config.Labels), withoutOwnership(defaults.image?.Labels)),
  unset: () => ({}),
  same: (wanted = {}, found = {}, { defaults, formerly }) =>
    sameOnTop(wanted, found, defaults.image && withoutOwnership(defaults.image.Labels), formerly?.labels),
};

export const annotations: OptionOf<"annotations"> = map("Annotations", {
  newer: [{ part: "", field: "HostConfig.Annotations{}", since: "1.43" }],
  refusal: /annotation/i,
});
