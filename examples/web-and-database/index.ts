import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();
const password = config.requireSecret("password");
const connection = {
  address: config.require("address"),
  port: config.getNumber("port") ?? 22,
  credential: "web-1",
};
const host = new moorage.Host("web-1", { connection });

// Internal: what is on it has no way out of the host, and publishes nothing.
const backend = new moorage.Network("backend", { host, internal: true });
const frontend = new moorage.Network("frontend", { host });

// Kept by every later `up`, and by a destroy as long as there is something in it.
const data = new moorage.Volume("data", { host });

const database = new moorage.Container("database", {
  host,
  image: new moorage.Image("postgres", { host, name: "postgres:17" }),
  env: { POSTGRES_PASSWORD: password },
  networks: [{ network: backend, aliases: ["database"] }],
  volumes: [{ volume: data, target: "/var/lib/postgresql/data" }],
  healthcheck: { test: ["CMD", "pg_isready", "--username=postgres"], intervalSeconds: 1 },
});

// Made once the database is healthy.
const web = {
  host,
  image: new moorage.Image("web", { host, name: "nginx:1.27" }),
  env: { DATABASE: pulumi.interpolate`postgres://postgres:${password}@database/postgres` },
  networks: [{ network: frontend }, { network: backend }],
  ports: [{ host: 8080, container: 80, public: true }],
};
new moorage.Container("web", web, { dependsOn: database });
