import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Backend, CheckpointWriter, StackLock } from "../../../../engine/backend";

/** Stands for the death of the process. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** The death of an engine at one of its calls to providers, or at one of its saves: nothing comes after it. */
export class Death {
  /** How many moments at which it could have died have passed. */
  points = 0;
  /** Where it died. */
  where: string | undefined;

  /** @param at the moment at which it dies, the first is 1 */
  constructor(private readonly at: number) {}

  get isDead(): boolean {
    return this.where !== undefined;
  }

  /** @throws Killed if the engine is dead, or dies now */
  pass(where: string): void {
    if (!this.isDead && ++this.points === this.at) this.where = where;
    if (this.isDead) throw new Killed(`killed ${String(this.where)}`);
  }

  /** A provider as the engine reaches it until its death. */
  provider(handlers: IResourceProviderServer): IResourceProviderServer {
    return new Proxy(handlers, {
      get: (target, method) => {
        const handle = Reflect.get(target, method) as Handler;
        return (call: object, answer: Answer) => {
          const told = this.attempt(() => this.pass(`before ${String(method)}`));
          if (told !== undefined) return answer(told);
          handle(call, (error, response) => {
            const late = this.attempt(() => this.pass(`after ${String(method)}`));
            answer(late ?? error, response);
          });
        };
      },
    });
  }

  /** A backend that the engine saves to until its death, and whose lock it then leaves. */
  backend(backend: Backend): Backend {
    const changes: Partial<Backend> = {
      lock: async (...given) => this.#lock(await backend.lock(...given)),
      checkpointWriter: (lock) => this.#writer(backend.checkpointWriter(lock)),
      recordUpdate: async (...given) => {
        this.pass("before the history");
        await backend.recordUpdate(...given);
      },
    };
    return new Proxy(backend, {
      get: (target, name) => {
        const member: unknown = Reflect.get(changes, name) ?? Reflect.get(target, name);
        return typeof member === "function" && !(name in changes) ? (member.bind(target) as unknown) : member;
      },
    });
  }

  #lock(lock: StackLock): StackLock {
    return {
      stack: lock.stack,
      release: async () => (this.isDead ? undefined : lock.release()),
      releaseSync: () => (this.isDead ? undefined : lock.releaseSync()),
    };
  }

  #writer(writer: CheckpointWriter): CheckpointWriter {
    return {
      write: async (parts) => {
        this.pass("before a save");
        await writer.write(parts);
        this.pass("after a save");
      },
      writeSync: (parts) => writer.writeSync(parts),
      close: async () => (this.isDead ? undefined : writer.close()),
    };
  }

  private attempt(work: () => void): { code: number; details: string } | undefined {
    try {
      work();
      return undefined;
    } catch (error) {
      return { code: 2, details: String(error) };
    }
  }
}

type Answer = (error: object | null, response?: unknown) => void;
type Handler = (call: object, answer: Answer) => void;
