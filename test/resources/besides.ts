import type { Noun } from "../../providers/resources/nouns";
import type { Wire } from "../support/door/door";

const link = { hostId: "h1", address: "192.0.2.9", user: "root" };

/** The least that each noun is given. */
export const besides: Readonly<Record<Noun, Wire>> = {
  Certificate: { names: ["web.test"] },
  Container: { host: link, image: "web:1" },
  Host: { connection: { address: "192.0.2.9" } },
  Image: { host: link, name: "web:1" },
  Network: { host: link },
  Registry: { address: "192.0.2.3:5000", username: "me", password: "mine" },
  Sandbox: {},
  Volume: { host: link },
};
