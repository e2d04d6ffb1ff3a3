import * as docker from "@pulumi/docker";

// What the stack was made with. The provider reached the same host by ssh://.
const network = new docker.Network("front", { name: "front" }, { retainOnDelete: true });
const volume = new docker.Volume("data", { name: "data" }, { retainOnDelete: true });
const image = new docker.RemoteImage("web", { name: "web:1", keepLocally: true }, { retainOnDelete: true });

new docker.Container(
  "shop",
  {
    name: "shop",
    image: image.name,
    envs: ["GREETING=Ahoy"],
    networksAdvanced: [{ name: network.name, aliases: ["web"] }],
    volumes: [{ volumeName: volume.name, containerPath: "/data" }],
    ports: [{ internal: 80, external: 8080 }],
    restart: "unless-stopped",
  },
  { retainOnDelete: true },
);
