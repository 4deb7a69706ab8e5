/**
 * Runs Capitole SMS in n8n's real engine, against the emulator. How to write a test here:
 *
 *   const emulator = emulatorForTests();
 *
 *   it('sends', async () => {
 *     emulator.credits = 3; // blacklist, misbehave(…), configure(…): how the provider is today
 *     const ended = await execute(emulator, {
 *       items: [{ phone: '0639980000' }],
 *       parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options: {} },
 *       settings: { onError: 'continueErrorOutput', retryOnFail: true },
 *     });
 *     expect(reportOf(ended)).toEqual({ … }); // or itemsOf(ended), ended.after, ended.hints …
 *     expect(emulator.requests).toHaveLength(1); // bytes are the truth
 *   });
 *
 * `Flow` lists what can be different, `situations.ts` what can go wrong, `clock` what was waited for. Most
 * tests below `actions`, `n8n`, `transport` and `trigger` run twice, in the engine of n8n 2.x and in that of
 * 1.x; `test/jest.config.js` says which do not.
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

/** How an execution ended, and what came out of Capitole SMS, each try's last. */
export interface Ended {
	readonly run: IRun;
	readonly status: ExecutionStatus;
	/** What stopped the execution. */
	readonly error: { readonly message: string; readonly description: string } | null;
	/** By run of the node, then by output. */
	readonly outputs: ReadonlyArray<ReadonlyArray<readonly INodeExecutionData[]>>;
	/** What "After" and "Errors" behind Capitole SMS got. */
	readonly after: readonly INodeExecutionData[];
	readonly errors: readonly INodeExecutionData[];
	/** What n8n shows above the output. */
	readonly hints: readonly string[];
	/** What the emulator got meanwhile. */
	readonly requests: readonly ReceivedRequest[];
}

export const deduplicator = new MemoryDeduplicator();
// n8n-core has one, and all suites of a worker have one n8n-core.
Reflect.deleteProperty(DataDeduplicationService, 'instance');
const ready = DataDeduplicationService.init(deduplicator);

/** Runs a workflow with Capitole SMS to its end. */
export async function execute(emulator: Emulator, flow: Flow): Promise<Ended> {
	const { ended } = await start(emulator, flow);
	return await ended;
}

/** The same, with a hand on the button that stops the execution. */
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

/** What n8n calls PCancelable. */
type Running = PromiseLike<unknown> & { cancel(): void };

function startOf(execution: WorkflowExecute, workflow: Workflow): Running {
	const startNode = workflow.getNode('Items') ?? undefined;
	const run = execution.run.bind(execution) as (...given: unknown[]) => Running;
	// n8n-core 2 takes one object, n8n-core 1 a list.
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
