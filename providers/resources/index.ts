import type * as certificates from "./certificate";
import type * as containers from "./container";
import type * as hosts from "./host";
import type * as images from "./image";
import type { Lifecycle } from "./lifecycle";
import type * as networks from "./network";
import type { Noun } from "./nouns";
import type * as registries from "./registry";
import type * as sandboxes from "./sandbox";
import type * as volumes from "./volume";

/* eslint-disable @typescript-eslint/no-require-imports -- `import()` would have every reader of this wait */
/** The life of every noun, loaded when it is first asked for: few stacks have them all, and hosts wait meanwhile. */
export const lifecycles: Readonly<Record<Noun, Lifecycle>> = {
  get Certificate() {
    return (require("./certificate") as typeof certificates).certificate;
  },
  get Container() {
    return (require("./container") as typeof containers).container;
  },
  get Host() {
    return (require("./host") as typeof hosts).host;
  },
  get Image() {
    return (require("./image") as typeof images).image;
  },
  get Network() {
    return (require("./network") as typeof networks).network;
  },
  get Registry() {
    return (require("./registry") as typeof registries).registry;
  },
  get Sandbox() {
    return (require("./sandbox") as typeof sandboxes).sandbox;
  },
  get Volume() {
    return (require("./volume") as typeof volumes).volume;
  },
};
/* eslint-enable @typescript-eslint/no-require-imports */
