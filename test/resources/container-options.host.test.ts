import { describeOptions, firstDisk, PREFIX } from "./container-options/option-suite";
import { localHost } from "./engine-context";

describeOptions("this machine's engine", () => localHost(PREFIX), {
  disk: `/dev/${firstDisk().name}`,
  whole: true,
});
