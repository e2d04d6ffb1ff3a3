import type * as pulumi from "@pulumi/pulumi";

/** How the engine tells whether the container works. What is left out comes from the image's check, if it has one. */
export interface HealthcheckArgs {
  /** The check: `["CMD", …]`, `["CMD-SHELL", "…"]`, or `["NONE"]` to switch off the image's own. */
  test: pulumi.Input<pulumi.Input<string>[]>;
  /** Time between two checks, in seconds. @default 30 @minimum 0 */
  intervalSeconds?: pulumi.Input<number>;
  /** How long one check may take, in seconds. @default 30 @minimum 0 */
  timeoutSeconds?: pulumi.Input<number>;
  /** Failures in a row before the container counts as unhealthy. @default 3 @integer @minimum 0 */
  retries?: pulumi.Input<number>;
  /** Time after the start in which failures don't count, in seconds. @default 0 @minimum 0 */
  startPeriodSeconds?: pulumi.Input<number>;
  /** Time between two checks within the start period, in seconds. Needs API 1.44. @default 5 @minimum 0 */
  startIntervalSeconds?: pulumi.Input<number>;
}
