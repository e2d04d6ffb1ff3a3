import { engineOf, HOST_DISK } from "./container-options/engine-of";
import { describeOptions, PREFIX } from "./container-options/option-suite";

describeOptions("an engine of Debian bullseye, behind SSH", () => engineOf("bullseye", PREFIX), {
  disk: HOST_DISK,
  whole: true,
});
