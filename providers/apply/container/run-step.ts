import type { Engine } from "../../docker/engine";
import { EngineRequestError, isLostSandbox } from "../../docker/errors";
import type { ContainerFacts } from "../../reconcile/container/observe";
import type { Step } from "../../reconcile/container/step";
import { examine } from "./examine";
import { awaitWorking } from "./gate";
import type { Dial } from "./probe";

/** What the steps of one plan share. */
export interface Run {
  readonly engine: Engine;
  /** Reaches the containers' own addresses. */
  readonly dial: Dial;
  /** Ids of the containers by their present names: a step never touches another that has come to the same name. */
  readonly ids: Map<string, string>;
  /** What the last step saw of a container; undefined where it did not look. */
  observed: ContainerFacts | undefined;
  /** Ends waits. Acts are not broken off. */
  readonly signal: AbortSignal;
  progress(message: string): void;
}

type Runners = {
  readonly [K in Step["kind"]]: (run: Run, step: Extract<Step, { kind: K }>) => Promise<void>;
};

const runners: Runners = {
  async create({ engine, ids }, { container, request, platform }) {
    const { id, warnings } = await engine.containers.create(container, request, { platform });
    const reason = warnings.find((warning) => /discarded/i.test(warning));
    if (reason === undefined) return void ids.set(container, id);
    // What the user asked for is not to be had; a container without it is not what they asked for.
    await engine.containers.remove(id, { volumes: true });
    const action = `create container ${container}`;
    throw new EngineRequestError({ host: engine.name, action, status: 400, reason });
  },
  examine: (run, { container, spec }) =>
    examine(run.engine, { container, id: idOf(run, container), spec }, run.signal),
  start: (run, { container }) => run.engine.containers.start(idOf(run, container)),
  async await(run, step) {
    run.observed = await awaitWorking(run.engine, idOf(run, step.container), step, run);
  },
  stop: (run, { container }) => run.engine.containers.stop(idOf(run, container)),
  unpause: (run, { container }) => run.engine.containers.unpause(idOf(run, container)),
  async rename(run, { container, to }) {
    const id = idOf(run, container);
    await renameThough(run.engine, id, to);
    run.ids.delete(container);
    run.ids.set(to, id);
  },
  async remove(run, { container, volumes = false }) {
    await run.engine.containers.remove(idOf(run, container), { volumes });
    run.ids.delete(container);
  },
  update: (run, { container, request }) => run.engine.containers.update(idOf(run, container), request),
  connect: (run, { container, network, endpoint }) =>
    run.engine.networks.connect(network, idOf(run, container), endpoint),
  disconnect: (run, { container, network }) => run.engine.networks.disconnect(network, idOf(run, container)),
};

/** Does one step: one call to the engine, or one wait. */
export function runStep<K extends Step["kind"]>(run: Run, step: Extract<Step, { kind: K }>): Promise<void> {
  run.observed = undefined;
  const runner = runners[step.kind as K];
  return runner(run, step);
}

/** A container in a crash loop may end at the very moment; then it is ended for good. */
async function renameThough({ containers }: Engine, id: string, to: string): Promise<void> {
  try {
    await containers.rename(id, to);
  } catch (error) {
    if (!(error instanceof EngineRequestError && isLostSandbox(error.reason))) throw error;
    await containers.stop(id);
    await containers.rename(id, to);
  }
}

/** The id of a container by its present name. */
export function idOf({ ids }: Run, container: string): string {
  const id = ids.get(container);
  if (id === undefined)
    throw new RangeError(`a plan names the container ${container}, which it does not know`);
  return id;
}
