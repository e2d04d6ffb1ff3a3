/** The machine of the stack; `port`, `user` and the rest come from its configuration. */
export const machine = `
const connection = config.getObject("connection") ?? {};
const host = new moorage.Host("host", {
  connection: {
    address: config.require("address"),
    port: config.requireNumber("port"),
    user: config.require("user"),
    credential: "test",
    dialTimeoutSeconds: 2,
    ...connection,
  },
  ...(config.getObject("host") ?? {}),
});`;

/** The machine with a web server's image. */
export const machineWithImage = `${machine}
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });`;

/** The machine with a container of these arguments, JavaScript. */
export function withContainer(args: string): string {
  return `${machineWithImage}
new moorage.Container("web", { host, ${args} });`;
}
