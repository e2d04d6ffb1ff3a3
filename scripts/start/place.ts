import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** The root project, whose program is stacks/; `npm start` deploys its stack dev. */
export const repository = join(__dirname, "../..");

/** Where `npm start` keeps its stack's state. */
export const folder = join(repository, ".moorage");

/** There where `npm start` has started the Docker engine, which `npm stop` then ends. */
export const engineMark = join(folder, "engine-started");

export const STACK = "dev";

const project = parse(readFileSync(join(repository, "Pulumi.yaml"), "utf8")) as { name: string };

/** The Sandbox of that stack, a container of the local engine: `<project>-<stack>-<name>`. */
export const SANDBOX_NAME = `${project.name}-${STACK}-box`;
