/** Saves one record more, time after time, and says each time how many are saved, until it is killed. */
import { BucketBackend } from "../../../engine/backend/bucket-backend";
import { FileBucket } from "../../../engine/backend/file-bucket";
import { CheckpointEncoder, emptySnapshot, Recorder, resourceState } from "../../../engine/state";

async function main(folder: string): Promise<void> {
  const backend = new BucketBackend(new FileBucket(folder));
  const writer = backend.checkpointWriter(await backend.lock({ project: "p", name: "dev" }));
  const encoder = new CheckpointEncoder("organization/p/dev", "");
  const recorder = new Recorder(emptySnapshot(), async (snapshot) =>
    writer.write(await encoder.encode(snapshot)),
  );
  for (let index = 0; ; index++) {
    const urn = `urn:pulumi:dev::p::my:Thing::${index}`;
    recorder.made(
      resourceState({ urn, type: "my:Thing", custom: true, inputs: { text: "x".repeat(40_000) } }),
    );
    await recorder.saved();
    process.stdout.write(`${index + 1}\n`);
  }
}

void main(process.argv[2] ?? "");
