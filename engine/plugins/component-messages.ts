import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { CallRequest, ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import { keepAll, toStruct, toValue } from "../struct";
import type { Alias as GoalAlias, HookNames } from "../steps/goal";
import type * as rpc from "./provider";

/** Asks for a method. */
export function callMessage(request: rpc.CallRequest): CallRequest {
  const message = inRun(new CallRequest(), request.info)
    .setTok(request.token)
    .setArgs(toStruct(request.args, keepAll))
    .setAcceptsOutputValues(true);
  for (const [name, urns] of Object.entries(request.argDependencies)) {
    message.getArgdependenciesMap().set(name, new CallRequest.ArgumentDependencies().setUrnsList([...urns]));
  }
  return message;
}

/** Asks for a component. */
export function constructMessage(request: rpc.ConstructRequest): ConstructRequest {
  const { options } = request;
  const message = inRun(new ConstructRequest(), request.info)
    .setType(request.type)
    .setName(request.name)
    .setParent(request.parent)
    .setInputs(toStruct(request.inputs, keepAll))
    .setAcceptsOutputValues(true)
    .setDependenciesList([...(options.dependencies ?? [])])
    .setAliasesList((options.aliases ?? []).map(toAlias))
    .setAdditionalsecretoutputsList([...(options.additionalSecretOutputs ?? [])])
    .setDeletedwith(options.deletedWith ?? "")
    .setReplaceWithList([...(options.replaceWith ?? [])])
    .setIgnorechangesList([...(options.ignoreChanges ?? [])])
    .setReplaceonchangesList([...(options.replaceOnChanges ?? [])]);
  if (options.protect !== undefined) message.setProtect(options.protect);
  if (options.retainOnDelete !== undefined) message.setRetainondelete(options.retainOnDelete);
  if (options.deleteBeforeReplace !== undefined) message.setDeletebeforereplace(options.deleteBeforeReplace);
  for (const [name, reference] of Object.entries(options.providers ?? {})) {
    message.getProvidersMap().set(name, reference);
  }
  for (const [name, urns] of Object.entries(options.inputDependencies ?? {})) {
    const dependencies = new ConstructRequest.PropertyDependencies().setUrnsList([...urns]);
    message.getInputdependenciesMap().set(name, dependencies);
  }
  const timeouts = options.customTimeouts;
  if (timeouts !== undefined) {
    message.setCustomtimeouts(
      new ConstructRequest.CustomTimeouts()
        .setCreate(timeouts.create)
        .setUpdate(timeouts.update)
        .setDelete(timeouts.delete),
    );
  }
  const trigger = options.replacementTrigger ?? null;
  if (trigger !== null) message.setReplacementTrigger(toValue("replacementTrigger", trigger, keepAll));
  if (options.hooks !== undefined) message.setResourceHooks(toBinding(options.hooks));
  return message;
}

/** What both messages have to say of the run. */
function inRun<Message extends CallRequest | ConstructRequest>(
  message: Message,
  info: rpc.ProgramInfo,
): Message {
  message
    .setProject(info.project)
    .setStack(info.stack)
    .setOrganization(info.organization)
    .setDryrun(info.dryRun)
    .setParallel(info.parallel)
    .setMonitorendpoint(info.monitorAddress);
  message.setConfigsecretkeysList([...info.configSecretKeys]);
  for (const [key, value] of Object.entries(info.config)) message.getConfigMap().set(key, value);
  return message;
}

function toAlias(alias: GoalAlias): Alias {
  const message = new Alias();
  if ("urn" in alias) {
    message.setUrn(alias.urn);
    return message;
  }
  const spec = new Alias.Spec()
    .setName(alias.name ?? "")
    .setType(alias.type ?? "")
    .setStack(alias.stack ?? "")
    .setProject(alias.project ?? "");
  if (alias.noParent === true) spec.setNoparent(true);
  else if (alias.parent !== undefined) spec.setParenturn(alias.parent);
  message.setSpec(spec);
  return message;
}

function toBinding(hooks: HookNames): ConstructRequest.ResourceHooksBinding {
  return new ConstructRequest.ResourceHooksBinding()
    .setBeforeCreateList([...(hooks.BeforeCreate ?? [])])
    .setAfterCreateList([...(hooks.AfterCreate ?? [])])
    .setBeforeUpdateList([...(hooks.BeforeUpdate ?? [])])
    .setAfterUpdateList([...(hooks.AfterUpdate ?? [])])
    .setBeforeDeleteList([...(hooks.BeforeDelete ?? [])])
    .setAfterDeleteList([...(hooks.AfterDelete ?? [])]);
}

/** The resources behind each property of an answer. */
export function dependenciesIn(map: {
  entries(): Iterable<[string, { getUrnsList(): string[] }]>;
}): Record<string, string[]> {
  return Object.fromEntries([...map.entries()].map(([key, found]) => [key, found.getUrnsList()]));
}
