import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();
const connection = {
  address: config.require("address"),
  port: config.getNumber("port") ?? 22,
  credential: "web-1",
};
const host = new moorage.Host("web-1", { connection });

// A preview says which files have changed since the last build; with none, nothing is built.
const image = new moorage.Image("web", { host, build: { context: "./app" } });

const web = new moorage.Container("web", {
  host,
  image,
  ports: [{ host: 8080, container: 80, public: true }],
  // The new one takes over when this succeeds; if it never does, the old one serves on.
  healthcheck: { test: ["CMD-SHELL", "test -s /usr/share/nginx/html/index.html"], intervalSeconds: 1 },
});

export const imageId = image.imageId;
export const containerId = web.containerId;
