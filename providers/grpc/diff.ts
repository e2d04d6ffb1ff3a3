import { DiffResponse, PropertyDiff, type DiffRequest } from "@pulumi/pulumi/proto/provider_pb";
import { formatPath } from "../resources/bag";
import type { DiffResult, PropertyDifference } from "../resources/lifecycle";
import type { Call } from "./call";
import type { Session } from "./session";
import { decodeChecked } from "./wire";

/** Says whether a resource changes, in which properties, and whether it has to be replaced for that. */
export function diff(session: Session, request: DiffRequest, call: Call): Promise<DiffResponse> {
  const { urn, lifecycle } = session.subject(request.getUrn());
  const result = lifecycle.diff(session.context(urn, call.signal), {
    id: request.getId(),
    oldInputs: decodeChecked(request.getOldInputs()),
    oldState: decodeChecked(request.getOlds()),
    news: decodeChecked(request.getNews()),
  });
  return Promise.resolve(diffResponse(result, request.getIgnorechangesList()));
}

function diffResponse(result: DiffResult, ignored: readonly string[]): DiffResponse {
  // The engine has taken ignored properties out of the inputs already; what was observed of them it cannot.
  const differences = result.differences.filter(
    (difference) => !isIgnored(formatPath(difference.path), ignored),
  );
  const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
  const response = new DiffResponse()
    .setChanges(differences.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set(differences.map(({ path }) => String(path[0])))])
    .setReplacesList(differences.filter(({ replaces }) => replaces).map(({ path }) => formatPath(path)))
    .setDeletebeforereplace(result.deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const difference of differences) {
    response.getDetaileddiffMap().set(formatPath(difference.path), propertyDiff(difference));
  }
  return response;
}

function propertyDiff({ kind, replaces, isInput }: PropertyDifference): PropertyDiff {
  return new PropertyDiff().setKind(replaces ? replacing[kind] : updating[kind]).setInputdiff(isInput);
}

const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
const updating = { add: ADD, delete: DELETE, update: UPDATE } as const;
const replacing = { add: ADD_REPLACE, delete: DELETE_REPLACE, update: UPDATE_REPLACE } as const;

function isIgnored(path: string, ignored: readonly string[]): boolean {
  return ignored.some(
    (prefix) => path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`),
  );
}
