import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();

// In the place of a virtual machine of your cloud, made in the same program: nobody knows its address at preview.
// Then nothing is dialled, and the preview is complete all the same.
const vm = new moorage.Sandbox("vm", { ports: [{ container: 8080 }] });

// `machine` says which virtual machine is behind the address: another one is a new host, even at the same address.
const host = new moorage.Host("web-1", { connection: vm.connection, machine: vm.id });

// Sent over the same SSH connection, only the layers that the host lacks. No registry.
const image = new moorage.Image("web", { host, archive: config.require("archive") });

new moorage.Container("web", {
  host,
  image,
  ports: [{ host: 8080, container: 80, public: true }],
});

export const page = vm.publishedPorts.apply(([port]) => `http://127.0.0.1:${port?.host}/`);
