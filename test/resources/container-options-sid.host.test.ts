import { engineOf, HOST_DISK } from "./container-options/engine-of";
import { describeOptions, PREFIX } from "./container-options/option-suite";

describeOptions("an engine of Debian sid, behind SSH", () => engineOf("sid", PREFIX), {
  disk: HOST_DISK,
  whole: true,
});
