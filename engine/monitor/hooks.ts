import {
  ErrorHookRequest,
  ErrorHookResponse,
  ResourceHookRequest,
  ResourceHookResponse,
  type RegisterErrorHookRequest,
  type RegisterResourceHookRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { ErrorHook, HookedResource, HookRunner, ResourceHook } from "../steps/hooks";
import type { PropertyMap } from "../values";
import type { Callbacks } from "./callbacks";
import { InvalidRequestError } from "./errors";
import { refuseNewer } from "./newer-requests";
import { keepAll, toStruct } from "../struct";

/** The hooks that the program has registered, each under its name. */
export class Hooks implements HookRunner {
  private readonly resourceHooks = new Map<string, ResourceHook>();
  private readonly errorHooks = new Map<string, ErrorHook>();

  constructor(private readonly callbacks: Callbacks) {}

  resourceHook(name: string): ResourceHook | undefined {
    return this.resourceHooks.get(name);
  }

  errorHook(name: string): ErrorHook | undefined {
    return this.errorHooks.get(name);
  }

  /** @throws InvalidRequestError for a name that another hook has */
  addResourceHook(request: RegisterResourceHookRequest): void {
    refuseNewer(request, { getIgnoreErrors: `ignoreErrors of the hook "${request.getName()}"` });
    const name = this.freeName(request.getName());
    const call = this.callbacks.function(request.getCallback(), `the hook "${name}"`);
    this.resourceHooks.set(name, {
      onDryRun: request.getOnDryRun(),
      async run(resource) {
        const message = filled(new ResourceHookRequest(), resource);
        setGiven(resource.newOutputs, (outputs) => message.setNewOutputs(outputs));
        const response = ResourceHookResponse.deserializeBinary(await call(message.serializeBinary()));
        if (response.getError() !== "") throw new Error(response.getError());
      },
    });
  }

  /** @throws InvalidRequestError for a name that another hook has */
  addErrorHook(request: RegisterErrorHookRequest): void {
    const name = this.freeName(request.getName());
    const call = this.callbacks.function(request.getCallback(), `the error hook "${name}"`);
    this.errorHooks.set(name, {
      async run(resource) {
        const message = filled(new ErrorHookRequest(), resource)
          .setFailedOperation(resource.operation)
          .setErrorsList(resource.errors);
        const response = ErrorHookResponse.deserializeBinary(await call(message.serializeBinary()));
        if (response.getError() !== "") throw new Error(response.getError());
        return response.getRetry();
      },
    });
  }

  private freeName(name: string): string {
    if (name === "") throw new InvalidRequestError("resource hook name cannot be empty");
    if (this.resourceHooks.has(name) || this.errorHooks.has(name)) {
      throw new InvalidRequestError(`resource hook already registered for name "${name}"`);
    }
    return name;
  }
}

type HookRequest = ResourceHookRequest | ErrorHookRequest;

/** Fills in what both kinds of requests have. */
function filled<Request extends HookRequest>(request: Request, resource: HookedResource): Request {
  request.setUrn(resource.urn).setId(resource.id).setName(resource.name).setType(resource.type);
  setGiven(resource.newInputs, (inputs) => request.setNewInputs(inputs));
  setGiven(resource.oldInputs, (inputs) => request.setOldInputs(inputs));
  setGiven(resource.oldOutputs, (outputs) => request.setOldOutputs(outputs));
  return request;
}

function setGiven(
  properties: PropertyMap | undefined,
  set: (struct: ReturnType<typeof toStruct>) => void,
): void {
  if (properties !== undefined) set(toStruct(properties, keepAll));
}
