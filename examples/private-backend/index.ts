import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();

const host = new moorage.Host("web-1", {
  connection: {
    address: config.require("address"),
    port: config.getNumber("port") ?? 22,
    user: config.get("user") ?? "root",
    credential: "web-1",
  },
});
const image = new moorage.Image("web", { host, archive: config.require("archive") });

// Internal: what is on it has no way out of the host, and publishes nothing.
const backend = new moorage.Network("backend", { host, internal: true });
const frontend = new moorage.Network("frontend", { host });

const store = new moorage.Container("store", {
  host,
  image,
  env: { TOKEN: config.requireSecret("token") },
  networks: [{ network: backend, aliases: ["store"] }],
  memoryMiB: 64,
});

new moorage.Container(
  "front",
  {
    host,
    image,
    env: { STORE: "http://store" },
    networks: [{ network: frontend }, { network: backend }],
    ports: [{ host: 8080, container: 80, public: true }],
    healthcheck: { test: ["CMD", "/ok"], intervalSeconds: 1, timeoutSeconds: 2 },
  },
  { dependsOn: store },
);
