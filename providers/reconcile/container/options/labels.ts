import { withoutOwnership } from "../../ownership";
import { sameOnTop, without } from "./maps";
import type { OptionOf } from "./option";

export const labels: OptionOf<"labels"> = {
  field: "Labels",
  default: "the image's",
  inPlace: "no",
  write: (value, { request }) => (request.Labels = { ...request.Labels, ...value }),
  read: ({ config }, defaults) =>
    without(withoutOwnership(config.Labels), withoutOwnership(defaults.image?.Labels)),
  unset: () => ({}),
  same: (wanted = {}, found = {}, { defaults, formerly }) =>
    sameOnTop(wanted, found, defaults.image && withoutOwnership(defaults.image.Labels), formerly?.labels),
};
