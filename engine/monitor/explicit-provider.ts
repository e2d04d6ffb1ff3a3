import { withPluginChoice } from "../plugins/provider-inputs";
import { providerPackage } from "../urn";
import type { PropertyMap } from "../values";
import type { Monitor } from "./monitor";
import type { Registration } from "./register-resource";

/**
 * The inputs of an explicit provider with what the engine must remember of its plugin. One that names no plugin gets
 * the same as its package's default provider.
 */
export function withPlugin(monitor: Monitor, registration: Registration, inputs: PropertyMap): PropertyMap {
  const { options, request, type } = registration;
  const packageName = providerPackage(type) ?? "";
  const environment = Object.fromEntries(request.getEnvvarmappingsMap().entries());
  const version = options.getVersion();
  const pluginDownloadUrl = options.getPluginDownloadUrl();
  const named = withPluginChoice(inputs, {
    ...(version === "" ? {} : { version }),
    ...(pluginDownloadUrl === "" ? {} : { pluginDownloadUrl }),
    ...(Object.keys(environment).length === 0 ? {} : { environment }),
  });
  const reference = request.getPackageref();
  const packaged =
    reference === ""
      ? named
      : withPluginChoice(named, monitor.packages.providerRequest(reference, { package: packageName }));
  const byDefault = monitor.options.defaultProviders[packageName];
  return version === "" && pluginDownloadUrl === "" && byDefault !== undefined
    ? withPluginChoice(packaged, byDefault)
    : packaged;
}
