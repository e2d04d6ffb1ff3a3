import { status, type ServerErrorResponse } from "@grpc/grpc-js";
import {
  CheckFailure,
  CheckResponse,
  CreateResponse,
  ReadResponse,
  UpdateResponse,
  type CheckRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { nameOf, typeOf, type Cloud, type LabObject } from "./cloud";
import { answerDiff } from "./diff";
import { partialFailure, refusal } from "./failure";
import { kindOf, type Dialect } from "./kinds";
import { UNKNOWN, bare, decode, encode, isSecret, secret, type Bag, type Json } from "./wire";

/** The life of the lab's resources. A fault of the cloud's is thrown as the engine gets it. */
export class Lifecycle {
  constructor(
    private readonly cloud: Cloud,
    private readonly dialect: Dialect,
  ) {}

  check(request: CheckRequest): CheckResponse {
    this.#stumble("check", request.getUrn());
    const news = decode(request.getNews());
    if (news["value"] === "invalid") {
      const failure = new CheckFailure().setProperty("value").setReason("invalid is not a value");
      return new CheckResponse().setInputs(encode(news)).setFailuresList([failure]);
    }
    const padded = kindOf(typeOf(request.getUrn())).defaults && !("size" in news);
    return new CheckResponse().setInputs(encode(padded ? { ...news, size: 3, __defaults: ["size"] } : news));
  }

  diff(request: DiffRequest): DiffResponse {
    this.#stumble("diff", request.getUrn());
    return answerDiff(kindOf(typeOf(request.getUrn())), {
      oldInputs: decode(request.getOldInputs()),
      oldState: decode(request.getOlds()),
      news: decode(request.getNews()),
      ignored: request.getIgnorechangesList(),
    });
  }

  create(request: CreateRequest): CreateResponse {
    const urn = request.getUrn();
    const type = typeOf(urn);
    const inputs = decode(request.getProperties());
    const response = new CreateResponse().setRefreshBeforeUpdate(kindOf(type).stale);
    if (request.getPreview())
      return response.setProperties(encode(this.#state(type, UNKNOWN, inputs, 1, true)));
    const fault = this.cloud.fault("create", urn);
    if (fault?.kind === "refused") throw refusal(`${nameOf(urn)}: refused to be created`);
    const id = this.cloud.nextId(urn, inputs);
    const state = this.#state(type, id, inputs, 1, false);
    this.#store(id, type, inputs, state);
    if (fault !== undefined) throw partialFailure(`${nameOf(urn)}: half made`, id, state, inputs);
    return response.setId(id).setProperties(encode(state));
  }

  update(request: UpdateRequest): UpdateResponse {
    const urn = request.getUrn();
    const id = request.getId();
    const type = typeOf(urn);
    const inputs = decode(request.getNews());
    const response = new UpdateResponse().setRefreshBeforeUpdate(kindOf(type).stale);
    const revision = Number(decode(request.getOlds())["revision"] ?? 0) + 1;
    const state = this.#state(type, id, inputs, revision, request.getPreview());
    if (request.getPreview()) return response.setProperties(encode(state));
    const fault = this.cloud.fault("update", urn);
    if (fault?.kind === "refused") throw refusal(`${nameOf(urn)}: refused to be updated`);
    this.#store(id, type, inputs, state);
    if (fault !== undefined) throw partialFailure(`${nameOf(urn)}: half updated`, id, state, inputs);
    return response.setProperties(encode(state));
  }

  remove(request: DeleteRequest): Empty {
    const fault = this.cloud.fault("delete", request.getUrn());
    const error = `${nameOf(request.getUrn())}: refused to be deleted`;
    if (fault?.kind === "refused") throw refusal(error);
    this.cloud.objects.delete(request.getId());
    if (fault !== undefined) throw refusal(`${error} wholly`, status.UNKNOWN);
    return new Empty();
  }

  read(request: ReadRequest): ReadResponse {
    const urn = request.getUrn();
    const id = request.getId();
    const fault = this.cloud.fault("read", urn);
    if (fault?.kind === "refused") throw refusal(`${nameOf(urn)}: cannot be read`);
    const found = this.cloud.objects.get(id);
    if (found === undefined) return new ReadResponse();
    const state = this.#marked(found.properties, decode(request.getProperties()), found);
    const inputs = this.#marked(currentInputs(found), decode(request.getInputs()), found);
    if (fault !== undefined) throw partialFailure(`${nameOf(urn)}: unwell`, id, state, inputs);
    const response = new ReadResponse().setId(id).setInputs(encode(inputs)).setProperties(encode(state));
    return response.setRefreshBeforeUpdate(kindOf(found.type).stale);
  }

  #stumble(method: "check" | "diff", urn: string): void {
    if (this.cloud.fault(method, urn) !== undefined) throw refusal(`${nameOf(urn)}: cannot ${method}`);
  }

  #store(id: string, type: string, inputs: Bag, state: Bag): void {
    this.cloud.objects.set(id, { type, inputs: bare(inputs) as Bag, properties: bare(state) as Bag });
  }

  #state(type: string, id: string, inputs: Bag, revision: number, isPreview: boolean): Bag {
    const token = `token of ${id}`;
    const marked = this.dialect.acceptSecrets ? secret(token) : token;
    return {
      ...inputs,
      serial: id === UNKNOWN ? UNKNOWN : `serial of ${id}`,
      revision: isPreview ? UNKNOWN : revision,
      ...(kindOf(type).token ? { token: id === UNKNOWN ? UNKNOWN : marked } : {}),
    };
  }

  /** What is read knows no secrets; those that the engine knows stay what they are. */
  #marked(values: Bag, known: Bag, { type }: LabObject): Bag {
    if (!this.dialect.acceptSecrets) return values;
    const isMarked = (name: string) => isSecret(known[name]) || (name === "token" && kindOf(type).token);
    const entries = Object.entries(values).map(([name, value]): [string, Json] => [
      name,
      isMarked(name) ? secret(value) : value,
    ]);
    return Object.fromEntries(entries);
  }
}

/** The inputs that would make the object as it is now. */
function currentInputs({ inputs, properties }: LabObject): Bag {
  const entries = Object.keys(inputs).flatMap((name): [string, Json][] => {
    const value = properties[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

/** An error as gRPC sends it, whatever was thrown. */
export function asServerError(error: unknown): ServerErrorResponse {
  if (error instanceof Error && "code" in error) return error as ServerErrorResponse;
  return refusal(`the lab is broken: ${String(error)}`, status.INTERNAL);
}
