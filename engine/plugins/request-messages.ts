import { ConfigureRequest, ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { keepAll, toStruct } from "../struct";
import { parseUrn, type Urn } from "../urn";
import type { PropertyMap } from "../values";
import type * as rpc from "./provider";

/** The configuration of a provider, as it is sent. */
export function configureMessage(request: rpc.ConfigureRequest): ConfigureRequest {
  const message = named(new ConfigureRequest(), request.urn)
    .setId(request.id)
    .setArgs(struct(request.inputs))
    .setAcceptsecrets(true)
    .setAcceptresources(true)
    .setSendsOldInputs(true)
    .setSendsOldInputsToDelete(true);
  for (const [key, value] of Object.entries(request.variables)) message.getVariablesMap().set(key, value);
  return message;
}

/** The wish to read a resource, as it is sent. */
export function readMessage(request: rpc.ReadRequest): ReadRequest {
  return named(new ReadRequest(), request.urn)
    .setId(request.id)
    .setProperties(optional(request.properties))
    .setInputs(optional(request.inputs));
}

interface NamedMessage {
  setUrn(urn: string): unknown;
  setName(name: string): unknown;
  setType(type: string): unknown;
}

/** A message with the resource that it is about. */
export function named<Message extends NamedMessage>(message: Message, urn: Urn): Message {
  const { name, type } = parseUrn(urn);
  message.setUrn(urn);
  message.setName(name);
  message.setType(type);
  return message;
}

/** Properties are sent as they are: what a provider does not take has been stripped before. */
export function struct(properties: PropertyMap): Struct {
  return toStruct(properties, keepAll);
}

export function optional(properties: PropertyMap | undefined): Struct | undefined {
  return properties && struct(properties);
}
