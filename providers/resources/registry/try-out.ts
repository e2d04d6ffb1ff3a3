import type { RegistryArgs } from "../../../sdk/registry";
import { CancelledError, UserError } from "../../errors";
import { type VerifyOptions, verifyRegistry } from "../../registry/verify";
import type { Bag } from "../bag";
import type { Context } from "../lifecycle";
import type { Lowered } from "../lowered";
import { loginProperty, registryLogin } from "../registry-login";

/** What a preview may wait for a registry that is busy, in seconds. */
const PREVIEW_BUDGET_SECONDS = 5;

/** Makes sure that a registry answers and takes the login. Rejects with RegistryError, and where `via` is not reached. */
export async function tryOut(context: Context, { values }: Bag, purpose: "apply" | "preview"): Promise<void> {
  const inputs = values as unknown as Lowered<RegistryArgs>;
  const { address, ca, insecure = false } = inputs;
  context.progress(`trying the login at ${address}`);
  const login = registryLogin(inputs, context.config.credentials);
  const access = { address, ca, insecure, login, loginProperty: loginProperty(inputs) };
  await verifyRegistry(access, {
    signal: context.signal,
    onWait: (message) => context.progress(message),
    ...(purpose === "preview" ? { budgetSeconds: PREVIEW_BUDGET_SECONDS } : {}),
    ...(await way(context, inputs, purpose)),
  });
}

/** Says what is wrong, and goes on: what the update does before this resource may well put it right. */
export async function tryOutForPreview(context: Context, inputs: Bag): Promise<void> {
  try {
    await tryOut(context, inputs, "preview");
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    context.log("warning", error.message);
  }
}

/** The local engine's machine needs no way: it is this one. */
async function way(
  context: Context,
  { via }: Lowered<RegistryArgs>,
  purpose: "apply" | "preview",
): Promise<Pick<VerifyOptions, "dial" | "from">> {
  if (via === undefined) return {};
  const { remote, name } = await context.hosts.open(via, { purpose, signal: context.signal });
  if (remote === undefined) return {};
  return { from: name, dial: (hostname, port, signal) => remote.dial(hostname, port, signal) };
}
