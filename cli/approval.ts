import type { Terminal } from "./terminal";

/** Whether a change is wanted without a question: by --yes, or by PULUMI_SKIP_CONFIRMATIONS as with Pulumi's CLI. */
export function isApproved(
  options: { readonly yes?: boolean | undefined },
  { env }: Pick<Terminal, "env">,
): boolean {
  return options.yes === true || /^(1|t|true)$/i.test(env["PULUMI_SKIP_CONFIRMATIONS"] ?? "");
}
