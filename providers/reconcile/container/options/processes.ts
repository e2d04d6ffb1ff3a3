import { amount, rows } from "./fields";
import type { ContainerSpec, OptionOf } from "./option";

type Ulimit = NonNullable<ContainerSpec["ulimits"]>[number];

export const pidsLimit: OptionOf<"pidsLimit"> = amount("PidsLimit", 1, {
  default: "no limit",
  inPlace: ["PidsLimit"],
  needs: { what: "a kernel with the pids control group", isMet: (info) => info.PidsLimit !== false },
  refusal: /pids limit/i,
});

export const ulimits: OptionOf<"ulimits"> = rows<Ulimit, "Ulimits">(
  "Ulimits",
  {
    toJson: ({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard }),
    fromJson: ({ Name, Soft, Hard }) => ({ name: Name, soft: Soft, hard: Hard }),
  },
  {
    fields: ["Name", "Soft", "Hard"].map((key) => `HostConfig.Ulimits[].${key}`),
    default: "the engine's",
    refusal: /ulimit|rlimit/i,
  },
);
