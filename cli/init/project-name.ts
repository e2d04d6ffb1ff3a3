import { basename } from "node:path";

/** A name that both npm and Pulumi take, made from the folder's: `My Host` is `my-host`. */
export function projectName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^[._-]+|[._-]+$/g, "");
  return name === "" ? "my-host" : name;
}
