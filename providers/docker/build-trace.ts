import { BinaryReader } from "google-protobuf";

/** A step of BuildKit's, as a message says it is now. */
export interface TracedStep {
  readonly digest: string;
  /** `[2/4] RUN make`, `[internal] load build definition from Dockerfile`, `exporting to image` */
  readonly name: string;
  readonly isCached: boolean;
  readonly hasStarted: boolean;
  readonly hasCompleted: boolean;
  /** Empty unless it failed. */
  readonly error: string;
}

/** Output of a step. */
export interface TracedOutput {
  /** The step's digest. */
  readonly step: string;
  readonly text: string;
}

/** One message of BuildKit's on how a build goes. */
export interface BuildTrace {
  readonly steps: readonly TracedStep[];
  readonly outputs: readonly TracedOutput[];
}

/** Decodes a `moby.buildkit.v1.StatusResponse`. Fields that it does not know are passed over. */
export function decodeTrace(base64: string): BuildTrace {
  const steps: TracedStep[] = [];
  const outputs: TracedOutput[] = [];
  const reader = new BinaryReader(Buffer.from(base64, "base64"));
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) steps.push(decodeStep(reader.readBytes()));
    else if (reader.getFieldNumber() === 3) outputs.push(decodeOutput(reader.readBytes()));
    else reader.skipField();
  }
  return { steps, outputs };
}

function decodeStep(bytes: Uint8Array | string): TracedStep {
  const reader = new BinaryReader(bytes as Uint8Array);
  let step = { digest: "", name: "", isCached: false, hasStarted: false, hasCompleted: false, error: "" };
  while (reader.nextField()) {
    const field = reader.getFieldNumber();
    if (field === 1) step = { ...step, digest: reader.readString() };
    else if (field === 3) step = { ...step, name: reader.readString() };
    else if (field === 4) step = { ...step, isCached: reader.readBool() };
    else if (field === 7) step = { ...step, error: reader.readString() };
    else {
      if (field === 5) step = { ...step, hasStarted: true };
      if (field === 6) step = { ...step, hasCompleted: true };
      reader.skipField();
    }
  }
  return step;
}

function decodeOutput(bytes: Uint8Array | string): TracedOutput {
  const reader = new BinaryReader(bytes as Uint8Array);
  let output = { step: "", text: "" };
  while (reader.nextField()) {
    const field = reader.getFieldNumber();
    if (field === 1) output = { ...output, step: reader.readString() };
    // A program may write anything; what is no UTF-8 becomes replacement characters.
    else if (field === 4)
      output = { ...output, text: Buffer.from(reader.readBytes() as Uint8Array).toString("utf8") };
    else reader.skipField();
  }
  return output;
}
