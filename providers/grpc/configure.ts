import {
  ConfigureResponse,
  DiffResponse,
  type CheckRequest,
  type CheckResponse,
  type ConfigureRequest,
  type DiffRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { checkResponse } from "./check";
import { changedProperties, parseConfiguration } from "./configuration";
import type { Session } from "./session";
import { decode, decodeChecked } from "./wire";

/** Holds the provider's configuration against the schema. It goes back as it came, with credentials as a secret. */
export function checkConfig(session: Session, request: CheckRequest): Promise<CheckResponse> {
  const { bag, refused } = decode(request.getNews());
  const { failures } = parseConfiguration(session.schema, bag.values);
  const secrets = [...bag.secrets, ...("credentials" in bag.values ? [["credentials"]] : [])];
  const inputs = { values: bag.values, secrets };
  return Promise.resolve(checkResponse(inputs, [...refused, ...failures], session.redactor.clean));
}

/**
 * A changed configuration never replaces the provider: that would replace all of its resources. But it has to be
 * said, else the engine goes on with the old one.
 */
export function diffConfig(_session: Session, request: DiffRequest): Promise<DiffResponse> {
  const olds = decodeChecked(request.getOldInputs() ?? request.getOlds());
  const changed = changedProperties(olds.values, decodeChecked(request.getNews()).values);
  const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
  return Promise.resolve(
    new DiffResponse().setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(changed),
  );
}

/** Takes the configuration, and says what of the protocol this provider speaks. */
export async function configure(session: Session, request: ConfigureRequest): Promise<ConfigureResponse> {
  await session.configure(decodeChecked(request.getArgs()).values);
  return new ConfigureResponse()
    .setSupportspreview(true)
    .setAcceptsecrets(true)
    .setAcceptresources(true)
    .setAcceptoutputs(false)
    .setSupportsAutonamingConfiguration(false);
}
