import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();
const address = config.require("address");
const port = config.getNumber("port") ?? 22;
const user = config.get("user") ?? "root";

const host = new moorage.Host("web-1", { connection: { address, port, user, credential: "web-1" } });

/** What is on the host by that name; once it is taken over, this may go. */
const existing = (name: string) => ({ import: `${user}@${address}:${port}/${name}` });

const image = new moorage.Image("web", { host, name: "web:1", keepOnDelete: true }, existing("web:1"));
const network = new moorage.Network("front", { host, name: "front" }, existing("front"));
const volume = new moorage.Volume("data", { host, name: "data" }, existing("data"));

export const containerId = new moorage.Container(
  "shop",
  {
    host,
    image,
    name: "shop",
    env: { GREETING: "Ahoy" },
    networks: [{ network, aliases: ["web"] }],
    volumes: [{ volume, target: "/data" }],
    ports: [{ host: 8080, container: 80, public: true }],
    restart: "unless-stopped",
  },
  existing("shop"),
).containerId;
