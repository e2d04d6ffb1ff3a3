import { join } from "node:path";

export const repository = join(__dirname, "../..");

/** Where `npm start` keeps its stack's state and the archive of its image. */
export const folder = join(repository, ".moorage");

/** The throwaway host of `npm start`, a container of the local engine. */
export const HOST_NAME = "moorage-start";

/** The program that `npm start` deploys. */
export const example = join(repository, "examples/web-server");
