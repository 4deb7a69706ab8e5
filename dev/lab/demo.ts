import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Emulator } from '../emulator/emulator';
import { ROOT } from './build';
import type { N8nInstance } from './instance';

/** The file that `npm start` imports and runs; it is also an example for everybody else. */
const EXAMPLE = path.join(ROOT, 'examples', 'send-first-sms.json');
const SENDING_NODE = 'Send SMS';

interface ExampleWorkflow {
	id: string;
	name: string;
	nodes: Array<{ name: string; credentials?: Record<string, { id: string; name: string }> }>;
}

/** One item that the node gave: its json. */
export type OutputItem = Record<string, unknown>;

/** Imports a credential that leads to the emulator, and the example workflow; gives its ID. */
export async function importDemo(instance: N8nInstance, emulator: Emulator): Promise<string> {
	const workflow = JSON.parse(await readFile(EXAMPLE, 'utf8')) as ExampleWorkflow;
	const sender = workflow.nodes.find((node) => node.name === SENDING_NODE);
	const [[type, reference] = []] = Object.entries(sender?.credentials ?? {});
	if (!type || !reference)
		throw new Error(`${EXAMPLE} has no "${SENDING_NODE}" with a credential.`);

	const { username, password } = emulator.options;
	const { sendUrl, testUrl } = emulator;
	const data = { username, password, sendUrl, testUrl, callbackSecret: '' };
	const file = path.join(instance.userFolder, 'credential.json');
	await writeFile(file, JSON.stringify([{ ...reference, type, data }]), { mode: 0o600 });
	try {
		await instance.cli(['import:credentials', `--input=${file}`]);
	} finally {
		await rm(file, { force: true });
	}
	await instance.cli(['import:workflow', `--input=${EXAMPLE}`]);
	return workflow.id;
}

/**
 * Runs the workflow with n8n's command line; gives the items that came out of its sending node.
 *
 * @throws Error with n8n's message when the node or the run did not succeed
 */
export async function runDemo(instance: N8nInstance, workflowId: string): Promise<OutputItem[]> {
	const printed = await instance.cli(['execute', `--id=${workflowId}`, '--rawOutput']);
	const { resultData } = resultIn(printed).data;
	if (resultData.error) throw new Error(resultData.error.message);
	const [run] = resultData.runData[SENDING_NODE] ?? [];
	if (!run) throw new Error(`n8n did not run "${SENDING_NODE}".`);
	if (run.error) throw new Error(run.error.message);
	return (run.data?.main[0] ?? []).map((item) => item.json);
}

/**
 * The result among what `n8n execute` prints. It is written as a line of n8n's log, others come
 * before it, and at times after it.
 *
 * @throws Error with the end of what was printed when there is none
 */
export function resultIn(printed: string): RawRun {
	const [result] = /^\{$.*?^\}$/ms.exec(printed) ?? [];
	if (result === undefined) throw new Error(`n8n printed no result:\n${printed.slice(-2000)}`);
	return JSON.parse(result) as RawRun;
}

interface RawRun {
	data: {
		resultData: {
			error?: { message: string };
			runData: Record<
				string,
				Array<{
					error?: { message: string };
					data?: { main: Array<Array<{ json: OutputItem }> | null> };
				}>
			>;
		};
	};
}
