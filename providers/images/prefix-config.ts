import type { ArchivedImage } from "./archive";

/** The config of an image made of another one's lowest layers. It is never run: it only holds the layers. */
export function prefixConfig(image: ArchivedImage, upTo: number): Buffer {
  const { os, architecture, variant } = image.platform;
  return Buffer.from(
    JSON.stringify({
      os: os ?? "linux",
      ...(architecture === undefined ? {} : { architecture }),
      ...(variant === undefined ? {} : { variant }),
      config: {},
      rootfs: { type: "layers", diff_ids: image.layers.slice(0, upTo).map((layer) => layer.diffId) },
    }),
  );
}
