import type { Urn } from "../urn";
import {
  containsSecrets,
  containsUnknowns,
  flattenOutputs,
  mapProperties,
  Secret,
  unwrapSecretsIn,
  type PropertyMap,
} from "../values";
import { annotateSecrets } from "./annotate-secrets";
import { elideAssets, restoreAssets } from "./asset-contents";
import { configurationVariables } from "./configuration-variables";
import type * as rpc from "./provider";
import type { Provider } from "./provider";
import { InitializationError, ProviderError, UnimplementedError } from "./provider-errors";
import { withoutReferences } from "./without-references";
import { withoutUnknowns } from "./without-unknowns";

/** The provider can't say what would change: its own configuration is not known yet. */
export class DiffUnavailableError extends Error {
  override readonly name = "DiffUnavailableError";

  constructor() {
    super(
      "The provider for this resource has inputs that are not known during preview.\n" +
        "This preview may not correctly represent the changes that will be applied during an update.",
    );
  }
}

/** What the provider said it takes; undefined while its configuration holds something that is not known yet. */
type Terms = rpc.ConfigureResponse | undefined;

const nothing = { refreshBeforeUpdate: false };

/**
 * A provider under the terms that its Handshake or Configure answered: what it does not take is stripped from what it
 * gets (and what was secret is made secret again in what it answers), and a preview asks it only for what it can.
 */
export class NegotiatedProvider implements Pick<
  Provider,
  "checkConfig" | "diffConfig" | "check" | "diff" | "create" | "read" | "update" | "delete"
> {
  #terms: Promise<Terms> | undefined;

  private constructor(
    /** The provider itself, for what no terms bear upon. */
    readonly raw: Provider,
    private readonly packageName: string,
    private readonly preview: boolean,
    private readonly handshake: rpc.HandshakeResponse | undefined,
  ) {}

  /** Begins to speak with a provider. It takes no resources before it is configured. */
  static async greet(
    raw: Provider,
    options: { packageName: string; preview: boolean; engineAddress: string },
  ): Promise<NegotiatedProvider> {
    const handshake = await orUnimplemented(
      raw.handshake({ engineAddress: options.engineAddress }),
      undefined,
    );
    return new NegotiatedProvider(raw, options.packageName, options.preview, handshake);
  }

  async checkConfig(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
    const unchecked = { inputs: request.newInputs, failures: [] };
    const answer = await orUnimplemented(
      this.raw.checkConfig({
        ...request,
        oldInputs: plain(request.oldInputs ?? {}),
        newInputs: this.#sendable(plain(request.newInputs)),
      }),
      unchecked,
    );
    return answer.inputs ? { ...answer, inputs: annotateSecrets(answer.inputs, request.newInputs) } : answer;
  }

  diffConfig(request: Omit<rpc.DiffRequest, "id">): Promise<rpc.DiffResponse> {
    const { oldInputs, oldOutputs, newInputs } = request;
    const unknown: rpc.DiffResponse = {
      changes: "unknown",
      replaceKeys: [],
      stableKeys: [],
      changedKeys: [],
      deleteBeforeReplace: false,
    };
    return orUnimplemented(
      this.raw.diffConfig({
        ...request,
        oldInputs: plain(oldInputs),
        oldOutputs: plain(oldOutputs),
        newInputs: plain(newInputs),
      }),
      unknown,
    );
  }

  /** Begins the configuration. Whether it went well is told by the first call that needs it, as the protocol has it. */
  configure(urn: Urn, id: string, inputs: PropertyMap): void {
    const known = !Object.values(inputs).some(containsUnknowns);
    this.#terms = known ? this.#configure(urn, id, inputs) : Promise.resolve(undefined);
    this.#terms.catch(() => undefined);
  }

  async #configure(urn: Urn, id: string, inputs: PropertyMap): Promise<Terms> {
    const variables = configurationVariables(this.packageName, inputs);
    const answer = await this.raw.configure({ urn, id, variables, inputs });
    return this.handshake ? { ...this.handshake, supportsPreview: true } : answer;
  }

  async #agreed(): Promise<Terms> {
    if (!this.#terms) throw new ProviderError(`the provider ${this.packageName} is not configured`);
    return this.#terms;
  }

  async check(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
    const terms = await this.#agreed();
    if (!terms) return { inputs: request.newInputs, failures: [] };
    const answer = await this.raw.check({
      ...request,
      naming: terms.supportsAutonamingConfiguration === true ? request.naming : undefined,
      oldInputs: fit(request.oldInputs ?? {}, terms),
      newInputs: this.#sendable(fit(request.newInputs, terms)),
    });
    return { ...answer, inputs: this.#answered(answer.inputs, request.newInputs, terms) };
  }

  /** Whether it makes up names as the stack's configuration wants; undefined while that is not known. */
  async supportsNaming(): Promise<boolean | undefined> {
    const terms = await this.#agreed();
    return terms && terms.supportsAutonamingConfiguration === true;
  }

  async diff(request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
    const terms = await this.#agreed();
    if (!terms) throw new DiffUnavailableError();
    return this.raw.diff({
      ...request,
      oldInputs: fit(elideAssets(request.oldInputs), terms),
      oldOutputs: fit(elideAssets(request.oldOutputs), terms),
      newInputs: fit(elideAssets(request.newInputs), terms),
    });
  }

  async create(request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
    const terms = await this.#agreed();
    if (request.preview && !terms) return { id: "", ...nothing };
    if (request.preview && !terms?.supportsPreview) return { id: "", properties: request.inputs, ...nothing };
    return amend(this.raw.create({ ...request, inputs: fit(request.inputs, terms) }), (answer) => ({
      ...answer,
      properties: this.#answered(answer.properties, request.inputs, terms),
    }));
  }

  async read(request: rpc.ReadRequest): Promise<rpc.ReadResponse> {
    const terms = await this.#agreed();
    if (!terms) return { id: "", inputs: {}, properties: {}, ...nothing };
    const fitting = (map: PropertyMap | undefined) => map && fit(elideAssets(map), terms);
    const inputs = request.inputs ?? {};
    const restored = (map: PropertyMap | undefined, given: PropertyMap) => {
      const answered = this.#answered(map, given, terms);
      return answered && restoreAssets(answered, inputs);
    };
    const call = this.raw.read({
      ...request,
      inputs: fitting(request.inputs),
      properties: fitting(request.properties),
    });
    return amend(call, (answer) => ({
      ...answer,
      inputs: restored(answer.inputs, inputs),
      properties: restored(answer.properties, request.properties ?? {}),
    }));
  }

  async update(request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
    const terms = await this.#agreed();
    if (request.preview && !terms) return { properties: {}, ...nothing };
    if (request.preview && !terms?.supportsPreview) return { properties: request.newInputs, ...nothing };
    const call = this.raw.update({
      ...request,
      oldInputs: fit(elideAssets(request.oldInputs), terms),
      oldOutputs: fit(elideAssets(request.oldOutputs), terms),
      newInputs: fit(request.newInputs, terms),
    });
    return amend(call, (answer) => ({
      ...answer,
      properties: this.#answered(answer.properties, request.newInputs, terms),
    }));
  }

  async delete(request: rpc.DeleteRequest): Promise<void> {
    const terms = await this.#agreed();
    await this.raw.delete({
      ...request,
      inputs: fit(elideAssets(request.inputs), terms),
      outputs: fit(elideAssets(request.outputs), terms),
    });
  }

  async invoke(request: rpc.InvokeRequest): Promise<rpc.InvokeResponse> {
    const terms = await this.#agreed();
    if (!terms) return { result: {}, failures: [] };
    const answer = await this.raw.invoke({ ...request, args: fit(flattenOutputs(request.args), terms) });
    if (terms.acceptSecrets || !containsSecrets(request.args)) return answer;
    const secret = (map: PropertyMap) =>
      mapProperties(map, (value) => (value instanceof Secret ? value : new Secret(value)));
    return { ...answer, result: secret(answer.result) };
  }

  async call(request: rpc.CallRequest): Promise<rpc.CallResponse> {
    const terms = await this.#agreed();
    if (!terms) return { result: {}, resultDependencies: {}, failures: [] };
    const args = terms.acceptOutputs ? request.args : flattenOutputs(request.args);
    return this.raw.call({ ...request, args });
  }

  async construct(request: rpc.ConstructRequest): Promise<rpc.ConstructResponse> {
    const terms = await this.#agreed();
    if (!terms) return { urn: "", state: {}, stateDependencies: {} };
    const inputs = terms.acceptOutputs ? request.inputs : flattenOutputs(request.inputs);
    return this.raw.construct({ ...request, inputs });
  }

  #sendable(inputs: PropertyMap): PropertyMap {
    return this.preview ? inputs : withoutUnknowns(inputs);
  }

  #answered(answer: PropertyMap | undefined, given: PropertyMap, terms: Terms): PropertyMap | undefined {
    if (!answer) return undefined;
    if (!this.preview && containsUnknowns(answer)) {
      throw new ProviderError("the provider answered with a value that is not known, outside of a preview");
    }
    return terms?.acceptSecrets ? answer : annotateSecrets(answer, given);
  }
}

function fit(map: PropertyMap, terms: Terms): PropertyMap {
  const open = terms?.acceptSecrets ? map : unwrapSecretsIn(map);
  return terms?.acceptResources ? open : withoutReferences(open);
}

/** For the RPCs before the configuration, which know neither secrets nor references. */
function plain(map: PropertyMap): PropertyMap {
  return withoutReferences(unwrapSecretsIn(map));
}

/** What a provider answers of a resource, changed alike in an answer and in a partial failure. */
async function amend<Answer extends Answered>(
  call: Promise<Answer>,
  change: <Part extends Answered>(answer: Part) => Part,
): Promise<Answer> {
  try {
    return change(await call);
  } catch (error) {
    if (!(error instanceof InitializationError)) throw error;
    throw new InitializationError(error.message, error.reasons, change(error.state));
  }
}

interface Answered {
  inputs?: PropertyMap | undefined;
  properties?: PropertyMap | undefined;
}

async function orUnimplemented<Answer>(call: Promise<Answer>, otherwise: Answer): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof UnimplementedError) return otherwise;
    throw error;
  }
}
