import { join } from "node:path";

/** The root project, whose program is stacks/; `npm start` deploys its stack dev. */
export const repository = join(__dirname, "../..");

/** Where `npm start` keeps its stack's state. */
export const folder = join(repository, ".moorage");

export const STACK = "dev";

/** The Sandbox of that stack, a container of the local engine: `<project>-<stack>-<name>`. */
export const SANDBOX_NAME = `moorage-${STACK}-box`;
