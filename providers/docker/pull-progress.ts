/** How far a transfer is, in bytes. The total grows while the layers get known. */
export interface TransferProgress {
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Adds up what an engine tells of the layers of a pull or a push. */
export class PullProgress {
  private readonly layers = new Map<string, TransferProgress>();

  /** Takes in one entry; says whether the sum has changed. */
  add(entry: {
    readonly id?: string;
    readonly status?: string;
    readonly progressDetail?: { readonly current?: number; readonly total?: number };
  }): boolean {
    const { id, status, progressDetail } = entry;
    if (id === undefined) return false;
    const known = this.layers.get(id);
    if (isUnderWay(status) && progressDetail?.total !== undefined) {
      this.layers.set(id, { bytes: progressDetail.current ?? 0, totalBytes: progressDetail.total });
      return true;
    }
    if ((status !== "Download complete" && status !== "Pushed") || known === undefined) return false;
    this.layers.set(id, { ...known, bytes: known.totalBytes });
    return true;
  }

  total(): TransferProgress {
    let bytes = 0;
    let totalBytes = 0;
    for (const layer of this.layers.values()) {
      bytes += layer.bytes;
      totalBytes += layer.totalBytes;
    }
    return { bytes, totalBytes };
  }
}

function isUnderWay(status: string | undefined): boolean {
  return status === "Downloading" || status === "Pushing";
}
