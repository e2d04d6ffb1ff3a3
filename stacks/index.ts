import * as pulumi from "@pulumi/pulumi";
import { deployStackFile } from "moorage/stack-file";

/** The stack's own file: dev.yaml for `pulumi stack select dev`. */
const { hosts, sandboxes } = deployStackFile(`${pulumi.getStack()}.yaml`);

/** Where the page answers, by host. */
export const pages = Object.fromEntries(
  Object.entries(hosts).map(([name, { link }]) => {
    const sandbox = sandboxes[name];
    if (sandbox === undefined) return [name, pulumi.interpolate`http://${link.address}:8080/`];
    return [name, sandbox.publishedPorts.apply(([port]) => `http://127.0.0.1:${port?.host}/`)];
  }),
);
