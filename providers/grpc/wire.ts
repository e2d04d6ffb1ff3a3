import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { UserError } from "../errors";
import { UNKNOWN, formatPath, type Bag, type Path, type Value } from "../resources/bag";
import type { CheckFailure } from "../resources/lifecycle";

/** The key whose value says what kind of marker an object is. */
const signatureKey = "4dabf18193072939515e22adb298388d";

const signature = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
} as const;

/** What stands for an unknown string; sent for every unknown, the engine makes no difference. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Unknown boolean, number, string, list, asset, archive and object. */
const unknownTexts = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  unknownText,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** A bag as it came, and the places of what Moorage takes nowhere; UNKNOWN stands in the bag in their stead. */
export interface Decoded {
  readonly bag: Bag;
  readonly refused: readonly CheckFailure[];
}

/** Reads a property bag of Pulumi's protocol. The outermost of nested secrets is the one that is kept. */
export function decode(struct: Struct | undefined): Decoded {
  const decoder = new Decoder();
  const values = decoder.object(struct?.toJavaScript() ?? {}, undefined, false);
  return { bag: { values, secrets: decoder.secrets }, refused: decoder.refused };
}

/**
 * Reads a bag that Moorage has checked or written before.
 * @throws UserError on what Moorage takes nowhere
 */
export function decodeChecked(struct: Struct | undefined): Bag {
  const { bag, refused } = decode(struct);
  if (refused.length === 0) return bag;
  throw new UserError(refused.map(({ path, reason }) => `${formatPath(path)} ${reason}`).join("\n"));
}

/** Writes a bag for Pulumi's protocol: whatever is at or under a secret path goes out as one secret. */
export function encode(bag: Bag): Struct {
  return Struct.fromJavaScript(encodeObject(bag.values, new Marks(bag.secrets)));
}

type WireObject = Record<string, JavaScriptValue>;

/** The place of a value; few are ever told. */
interface Step {
  readonly from: Step | undefined;
  readonly key: string | number;
}

function pathOf(step: Step | undefined): Path {
  return step === undefined ? [] : [...pathOf(step.from), step.key];
}

class Decoder {
  readonly secrets: Path[] = [];
  readonly refused: CheckFailure[] = [];

  object(object: WireObject, from: Step | undefined, isSecret: boolean): Record<string, Value> {
    const fields = Object.entries(object).map(([key, value]) => [
      key,
      this.value(value, { from, key }, isSecret),
    ]);
    return Object.fromEntries(fields) as Record<string, Value>;
  }

  /** @param isSecret whether the value is under a secret already */
  private value(value: JavaScriptValue, step: Step, isSecret: boolean): Value {
    if (typeof value === "string") return unknownTexts.has(value) ? UNKNOWN : value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      return value.map((item, key) => this.value(item, { from: step, key }, isSecret));
    }
    return Object.hasOwn(value, signatureKey)
      ? this.marker(value as WireObject, step, isSecret)
      : this.object(value as WireObject, step, isSecret);
  }

  private marker(marker: WireObject, step: Step, isSecret: boolean): Value {
    const kind = marker[signatureKey];
    if (kind === signature.secret) return this.wrapped(marker, step, isSecret, true);
    if (kind === signature.output) return this.wrapped(marker, step, isSecret, marker["secret"] === true);
    if (kind === signature.resource) {
      return this.refuse(step, "must not be a resource itself, but one of its outputs");
    }
    if (kind === signature.asset || kind === signature.archive) {
      return this.refuse(step, "must not be an asset or an archive of Pulumi; give the path of a file");
    }
    return this.refuse(step, "has a marker of Pulumi that this version of Moorage does not know");
  }

  /** The value in a secret or an output; one without a value is not known yet. */
  private wrapped(marker: WireObject, step: Step, isSecret: boolean, makesSecret: boolean): Value {
    if (makesSecret && !isSecret) this.secrets.push(pathOf(step));
    const inner = marker["value"];
    return inner === undefined ? UNKNOWN : this.value(inner, step, isSecret || makesSecret);
  }

  private refuse(step: Step, reason: string): Value {
    this.refused.push({ path: pathOf(step), reason });
    return UNKNOWN;
  }
}

/** Secret paths as a tree, so that a walk over the values meets them. */
class Marks {
  readonly isSecret: boolean;
  private readonly paths: readonly Path[];

  constructor(paths: readonly Path[]) {
    this.paths = paths;
    this.isSecret = paths.some((path) => path.length === 0);
  }

  /** The marks below a key. */
  at(key: string | number): Marks {
    if (this.isSecret) return this;
    if (this.paths.length === 0) return this;
    return new Marks(this.paths.filter(([first]) => first === key).map((path) => path.slice(1)));
  }
}

const noMarks = new Marks([]);

function encodeValue(value: Value, marks: Marks): JavaScriptValue {
  if (marks.isSecret) return { [signatureKey]: signature.secret, value: encodeValue(value, noMarks) };
  if (value === UNKNOWN) return unknownText;
  if (Array.isArray(value)) {
    return value.map((item: Value, index) => encodeValue(item, marks.at(index)));
  }
  if (typeof value !== "object" || value === null) return value as JavaScriptValue;
  return encodeObject(value as Record<string, Value | undefined>, marks);
}

/** Pulumi knows null, but no undefined: a property without a value is left out. */
function encodeObject(object: Readonly<Record<string, Value | undefined>>, marks: Marks): WireObject {
  const fields = Object.entries(object).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, encodeValue(value, marks.at(key))] as const],
  );
  return Object.fromEntries(fields);
}
