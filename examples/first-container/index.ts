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

// Pulled by the host, unless it has it.
const image = new moorage.Image("web", { host, name: "nginx:1.27" });

const web = new moorage.Container("web", {
  host,
  image,
  ports: [{ host: 8080, container: 80, public: true }],
  restart: "unless-stopped",
});

export const engine = host.engine.version;
export const containerId = web.containerId;
