/** A program as a function: what it returns are the stack's outputs. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-invalid-void-type -- as in @pulumi/pulumi/automation, of which programs take it
export type PulumiFn = () => Promise<Record<string, any> | void>;
