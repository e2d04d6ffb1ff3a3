import { Duplex } from "node:stream";
import type { ClientChannel } from "ssh2";

/**
 * A channel as a stream that behaves as Node's own do. ssh2's channels never emit `close` while unread data is
 * left, drop the callbacks of writes to a closed channel, and look like a clean end when the connection breaks.
 * It may be written to at once; what is written waits until the channel is open.
 */
export class ChannelStream extends Duplex {
  readonly #open: (signal: AbortSignal) => Promise<ClientChannel>;
  readonly #failure: () => Error | undefined;
  readonly #abandoned = new AbortController();
  #channel: ClientChannel | undefined;

  /** `failure` is asked when the channel ends: the error to report if that was no proper end. */
  constructor(open: (signal: AbortSignal) => Promise<ClientChannel>, failure: () => Error | undefined) {
    super({ allowHalfOpen: true });
    this.#open = open;
    this.#failure = failure;
  }

  override _construct(callback: (error?: Error | null) => void): void {
    this.#open(this.#abandoned.signal).then((channel) => {
      this.#attach(channel);
      callback();
    }, callback);
  }

  #attach(channel: ClientChannel): void {
    this.#channel = channel;
    channel.on("data", (chunk: Buffer) => {
      if (!this.destroyed && !this.push(chunk)) channel.pause();
    });
    channel.on("end", () => {
      const failure = this.#failure();
      if (failure !== undefined) this.destroy(failure);
      else if (!this.destroyed) this.push(null);
    });
    channel.on("error", (error: Error) => this.destroy(error));
    channel.on("close", () => {
      if (this.readableEnded) this.destroy();
      else this.once("end", () => this.destroy());
    });
    if (this.destroyed) release(channel);
  }

  override _read(): void {
    this.#channel?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (this.#channel?.writable !== true) callback(this.#failure() ?? new Error("the channel is closed"));
    else this.#channel.write(chunk, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#channel?.end();
    callback();
  }

  /** Node waits for a stream to be open before it destroys it; this also gives up the opening. */
  override destroy(error?: Error): this {
    this.#abandoned.abort();
    return super.destroy(error);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#channel !== undefined) release(this.#channel);
    callback(error);
  }
}

/** Closes a channel and reads the rest away, without which ssh2 would never report it closed. */
export function release(channel: ClientChannel): void {
  channel.close();
  channel.resume();
  channel.stderr.resume();
}
