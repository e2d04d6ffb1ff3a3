import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();

// Any Linux machine that answers SSH; it needs no Docker.
const host = new moorage.Host("web-1", {
  connection: {
    address: config.require("address"),
    port: config.getNumber("port") ?? 22,
    user: config.get("user") ?? "root",
    credential: "web-1",
  },
});

// Sent over the same SSH connection, only the layers that the host lacks. No registry.
const image = new moorage.Image("hello", { host, archive: config.require("archive") });

const frontend = new moorage.Network("frontend", { host });
const data = new moorage.Volume("data", { host });

const web = new moorage.Container("hello", {
  host,
  image,
  env: { GREETING: config.get("greeting") ?? "Hello from Moorage" },
  networks: [{ network: frontend, aliases: ["hello"] }],
  volumes: [{ volume: data, target: "/data" }],
  ports: [{ host: 8080, container: 80, public: true }],
  restart: "unless-stopped",
});

export const engine = host.engine.version;
export const containerId = web.containerId;
