import { certificate } from "./certificate";
import { container } from "./container";
import { host } from "./host";
import { image } from "./image";
import type { Lifecycle } from "./lifecycle";
import { network } from "./network";
import type { Noun } from "./nouns";
import { registry } from "./registry";
import { sandbox } from "./sandbox";
import { volume } from "./volume";

/** The life of every noun. */
export const lifecycles: Readonly<Record<Noun, Lifecycle>> = {
  Certificate: certificate,
  Container: container,
  Host: host,
  Image: image,
  Network: network,
  Registry: registry,
  Sandbox: sandbox,
  Volume: volume,
};
