/**
 * Runs Capitole SMS in n8n's real engine, against the emulator. A test looks like this:
 *
 *   const emulator = emulatorForTests();
 *
 *   it('sends', async () => {
 *     emulator.credits = 3; // blacklist, misbehave(…), configure(…): how the provider behaves
 *     const ended = await execute(emulator, {
 *       items: [{ phone: '0639980000' }],
 *       parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options: {} },
 *       settings: { onError: 'continueErrorOutput', retryOnFail: true },
 *     });
 *     expect(reportOf(ended)).toEqual({ … }); // or itemsOf(ended), ended.after, ended.hints …
 *     expect(emulator.requests).toHaveLength(1); // bytes are the truth
 *   });
 *
 * `Flow` lists the settings of a run, `situations.ts` the failures, `clock` the waits. Most tests below
 * `actions`, `n8n`, `transport` and `trigger` run in the engines of both n8n 2.x and 1.x;
 * `test/jest.config.js` lists the exceptions.
 */
import { DataDeduplicationService, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	ExecutionStatus,
	IDataObject,
	INodeExecutionData,
	IRun,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

import { CapitoleMobileApi } from '../../credentials/CapitoleMobileApi.credentials';
import type { Emulator, ReceivedRequest } from '../../dev/emulator/emulator';
import { additionalDataFor } from './additionalData';
import { dataOf } from './credential';
import { MemoryDeduplicator } from './memoryDeduplicator';
import { SMS, workflowOf, type Flow } from './workflow';

export type { Flow } from './workflow';

/** An ended execution, with the output of Capitole SMS in each run's last try. */
export interface Ended {
	readonly run: IRun;
	readonly status: ExecutionStatus;
	readonly error: { readonly message: string; readonly description: string } | null;
	/** By run of the node, then by output. */
	readonly outputs: ReadonlyArray<ReadonlyArray<readonly INodeExecutionData[]>>;
	/** Items received by "After" and "Errors" behind Capitole SMS. */
	readonly after: readonly INodeExecutionData[];
	readonly errors: readonly INodeExecutionData[];
	/** The hints that n8n shows above the output. */
	readonly hints: readonly string[];
	/** The requests received during the execution. */
	readonly requests: readonly ReceivedRequest[];
}

export const deduplicator = new MemoryDeduplicator();
// n8n-core keeps one instance, and all test files of a worker share n8n-core.
Reflect.deleteProperty(DataDeduplicationService, 'instance');
const ready = DataDeduplicationService.init(deduplicator);

/** Runs a workflow with Capitole SMS to its end. */
export async function execute(emulator: Emulator, flow: Flow): Promise<Ended> {
	const { ended } = await start(emulator, flow);
	return await ended;
}

/** Starts a workflow, and returns a function that stops its execution. */
export async function start(
	emulator: Emulator,
	flow: Flow,
): Promise<{ readonly ended: Promise<Ended>; readonly cancel: () => void }> {
	await ready;
	const before = emulator.requests.length;
	const execution = new WorkflowExecute(additionalData(emulator, flow), 'trigger');
	const running = startOf(execution, workflowOf(flow));
	return {
		ended: Promise.resolve(running).then((run) =>
			endedOf(run as IRun, emulator.requests.slice(before), flow.name),
		),
		cancel: () => {
			running.cancel();
		},
	};
}

/** The items of the only output of the only run. */
export function itemsOf(ended: Ended): IDataObject[] {
	return (ended.outputs[0]?.[0] ?? []).map(({ json }) => json);
}

function endedOf(run: IRun, requests: readonly ReceivedRequest[], sms = SMS): Ended {
	const { error, runData } = run.data.resultData;
	const outputs = (name: string) =>
		(runData[name] ?? []).map((task) => (task.data?.main ?? []).map((items) => items ?? []));
	return {
		run,
		status: run.status,
		error: error
			? {
					message: error.message,
					description: String('description' in error ? error.description : ''),
				}
			: null,
		outputs: outputs(sms),
		after: outputs('After').flat(2),
		errors: outputs('Errors').flat(2),
		hints: (runData[sms] ?? []).flatMap(({ hints = [] }) => hints.map(({ message }) => message)),
		requests,
	};
}

/** n8n's PCancelable. */
type Running = PromiseLike<unknown> & { cancel(): void };

function startOf(execution: WorkflowExecute, workflow: Workflow): Running {
	const startNode = workflow.getNode('Items') ?? undefined;
	const run = execution.run.bind(execution) as (...given: unknown[]) => Running;
	// n8n-core 2 takes an object, n8n-core 1 positional arguments.
	return execution.run.length > 1 ? run(workflow, startNode) : run({ workflow, startNode });
}

function additionalData(emulator: Emulator, flow: Flow): IWorkflowExecuteAdditionalData {
	const type = new CapitoleMobileApi();
	return additionalDataFor(
		{ ExecutionLifecycleHooks },
		{
			executionId: flow.executionId ?? '1',
			credentialOf: () => dataOf(flow.credentials ?? {}, emulator),
			authenticate: async (data, _type, options) => await type.authenticate(data, options),
		},
	);
}
