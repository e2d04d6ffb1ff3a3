import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();

/** Addresses, or more of a connection, by name: pulumi config set --path 'machines.web-1.address' 203.0.113.10 */
const machines = config.requireObject<Record<string, moorage.ConnectionArgs>>("machines");
const hosts = Object.entries(machines).map(([name, connection]) => new moorage.Host(name, { connection }));

// The second machine is changed when the container of the first one is healthy; if it never is, the first one's old
// container serves again and the second one is not touched.
const web = new moorage.ContainerApp("web", {
  hosts,
  image: { name: "nginx:1.27" },
  env: { GREETING: config.get("greeting") ?? "Hello" },
  ports: [{ host: 8080, container: 80, public: true }],
  healthcheck: { test: ["CMD-SHELL", "test -d /proc/1"], intervalSeconds: 1 },
  rollout: { batch: 1 },
});

export const containerIds = Object.values(web.containers).map(({ containerId }) => containerId);
