import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();

/** In the configuration of `prod`: addresses, or more of a connection, by name. A stack without it is for development. */
const machines = config.getObject<Record<string, moorage.ConnectionArgs>>("machines");

const hosts =
  machines === undefined
    ? [new moorage.Host("box", { connection: sandbox().connection })]
    : Object.entries(machines).map(([name, connection]) => new moorage.Host(name, { connection }));

// All the rest is the same in both.
new moorage.ContainerApp("web", {
  hosts,
  image: { name: "nginx:1.27" },
  ports: [{ host: 8080, container: 80, public: true }],
  restart: "unless-stopped",
});

function sandbox(): moorage.Sandbox {
  return new moorage.Sandbox("box", { ports: [{ container: 8080, host: 8080 }] });
}
