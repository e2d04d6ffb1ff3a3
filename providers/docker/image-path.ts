/** The path of an image's endpoint. */
export function imagePath(reference: string, rest = ""): string {
  return `/images/${encodePath(reference)}${rest}`;
}

/** A name within a path: its slashes stay. */
export function encodePath(reference: string): string {
  return reference.split("/").map(encodeURIComponent).join("/");
}
