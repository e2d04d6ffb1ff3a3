import type { CertificateArgs } from "../../../sdk/certificate";
import type { Bag } from "../bag";
import type { Lowered } from "../lowered";

const VALIDITY_DAYS = 365;
const RENEW_BEFORE_DAYS = 30;

/** What a Certificate is given, with its defaults. */
export interface CertificateInputs {
  readonly names: readonly string[];
  readonly validityDays: number;
  readonly renewBeforeDays: number;
}

/** The inputs in a checked bag; in a preview some of them may be UNKNOWN. */
export function certificateInputs({ values }: Bag): CertificateInputs {
  const { names, validityDays, renewBeforeDays } = values as unknown as Lowered<CertificateArgs>;
  const days = validityDays ?? VALIDITY_DAYS;
  return {
    names,
    validityDays: days,
    renewBeforeDays: renewBeforeDays ?? Math.min(Math.floor(days / 3), RENEW_BEFORE_DAYS),
  };
}
