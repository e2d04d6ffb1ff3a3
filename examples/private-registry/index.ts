import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();
const machines = config.requireObject<Record<"store" | "web", moorage.ConnectionArgs>>("machines");
/** Address of the machine `store` at which both machines reach it, e.g. 10.0.0.5. */
const address = config.require("storeAddress");

// Made before the registry, so that the machine that runs it can trust it, too.
const certificate = new moorage.Certificate("registry", { names: [address] });
const trustedRegistries = [{ address: `${address}:5000`, ca: certificate.ca }];
const store = new moorage.Host("store", { connection: machines.store, trustedRegistries });

const registry = new moorage.PrivateRegistry("registry", {
  host: store,
  image: new moorage.Image("registry", { host: store, name: "registry:2" }),
  address,
  users: { deploy: config.requireSecret("password") },
  tls: certificate,
  forceDestroy: true, // what is in it can be built again
});
const login = registry.link("deploy");

const build = { context: "./app" };
const built = new moorage.Image("built", {
  host: store,
  build,
  push: [{ registry: login, name: "shop/web:1" }],
});

// Any other machine trusts the registry like this. It pulls what was just pushed, by its digest.
const web = new moorage.Host("web", { connection: machines.web, trustedRegistries: [registry.trust] });
const name = built.pushedDigests.apply((digests) => digests?.[0] ?? "");
const image = new moorage.Image("web", { host: web, registry: login, name });
new moorage.Container("web", { host: web, image, ports: [{ host: 8080, container: 80, public: true }] });

export const deployed = name;
