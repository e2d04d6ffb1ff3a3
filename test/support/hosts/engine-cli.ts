import { capture } from "../setup/command";

/** The label on every container and image of the tests, by which leftovers are found. */
export const TEST_LABEL = "moorage-test";

/** True if the local engine has the image. */
export async function hasImage(image: string): Promise<boolean> {
  return (await capture(["docker", "image", "inspect", image])).code === 0;
}

/** The label with the id of the process that a container belongs to. */
export const OWNER_LABEL = "moorage-test.pid";
