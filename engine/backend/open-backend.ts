import { stat, mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { BackendError, UnsupportedBackendError } from "./backend-error";
import type { Backend } from "./backend";
import { currentBackendUrl, type BackendEnvironment } from "./backend-url";
import { BucketBackend } from "./bucket-backend";
import { FileBucket } from "./file-bucket";

const filePrefix = "file://";
const knownParameters = ["metadata", "create_dir", "no_tmp_dir"];

/** What is given of a backend. */
export interface OpenBackendOptions {
  /** `file:///a/folder`, `file://~`, or a plain path. @default what the CLI would take */
  url?: string | undefined;
  /** The project's `backend.url`. */
  projectUrl?: string | undefined;
  environment: BackendEnvironment;
  /** What relative paths begin at. @default the current folder */
  workingDirectory?: string | undefined;
}

/**
 * Opens where stacks are kept. Nothing is written.
 *
 * @throws UnsupportedBackendError for a cloud's; BackendError for a folder that is not there
 */
export async function openBackend(options: OpenBackendOptions): Promise<Backend> {
  const { environment } = options;
  const url = options.url || (await currentBackendUrl(environment, options.projectUrl));
  if (isOn(environment.PULUMI_DIY_BACKEND_ZSTD)) {
    throw new UnsupportedBackendError(
      url,
      "PULUMI_DIY_BACKEND_ZSTD is set, and state is not compressed with zstd here",
    );
  }
  const { path, parameters } = readUrl(url, options.workingDirectory ?? process.cwd());
  if (parameters.get("create_dir")) await mkdir(path, { recursive: true });
  await checkFolder(path, url);
  const bucket = new FileBucket(path, { url, withoutAttributes: parameters.get("metadata") === "skip" });
  return new BucketBackend(bucket, {
    compression: isOn(environment.PULUMI_DIY_BACKEND_GZIP) ? ".gz" : "",
    backups: !isOn(environment.PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS),
  });
}

function readUrl(url: string, workingDirectory: string): { path: string; parameters: URLSearchParams } {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url) && !url.startsWith(filePrefix)) {
    throw new UnsupportedBackendError(url, `stacks are not kept in ${url.split(":", 1)[0]}://… here`);
  }
  if (!url.startsWith(filePrefix))
    return { path: resolve(workingDirectory, url), parameters: new URLSearchParams() };
  const [path = "", query] = url.slice(filePrefix.length).split("?");
  const parameters = new URLSearchParams(query);
  const unknown = [...parameters.keys()].find((key) => !knownParameters.includes(key));
  if (unknown !== undefined) {
    throw new UnsupportedBackendError(url, `${url} has the parameter ${unknown}, which is not known here`);
  }
  const expanded = path.startsWith("~") ? homedir() + path.slice(1) : decodeURIComponent(path);
  return { path: resolve(workingDirectory, expanded), parameters };
}

async function checkFolder(path: string, url: string): Promise<void> {
  try {
    if ((await stat(path)).isDirectory()) return;
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    const advice = missing ? `there is no folder ${path}: create it, or` : `${(cause as Error).message}:`;
    throw new BackendError(`${advice} look at the backend's URL ${url}`, { cause });
  }
  throw new BackendError(`${path} is no folder: look at the backend's URL ${url}`);
}

/** As the CLI reads its variables. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && ["1", "t", "true"].includes(value.toLowerCase());
}
