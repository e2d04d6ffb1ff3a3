/** The key of an object that is no plain object but one of the kinds below. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

/** What stands at the signature key, on the wire and in the state. */
export const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resourceReference: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  /** In the state only: a number that JSON has no form for (NaN and the infinities). */
  float: "8ad145fe-0d11-4827-bfd7-1abcbf086f5c",
} as const;

/** What an unknown value would be of, were it known. */
export type UnknownKind = "bool" | "number" | "string" | "array" | "asset" | "archive" | "object";

/** The strings that stand for an unknown value, by what it would be of. */
export const unknownSentinels: Readonly<Record<UnknownKind, string>> = {
  bool: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  asset: "030794c1-ac77-496b-92df-f27374a8bd58",
  archive: "e48ece36-62e2-4504-bad9-02848725956a",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
};

const kinds = new Map(
  (Object.keys(unknownSentinels) as UnknownKind[]).map((kind) => [unknownSentinels[kind], kind]),
);

/** What an unknown's sentinel stands for; undefined for an ordinary string. */
export function unknownKind(text: string): UnknownKind | undefined {
  return kinds.get(text);
}
