import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Emulator } from '../emulator/emulator';
import { ROOT } from './build';
import type { N8nInstance } from './instance';

/** The file that `npm start` imports and runs; it is also an example for everybody else. */
const EXAMPLE = path.join(ROOT, 'examples', 'send-first-sms.json');
const SENDING_NODE = 'Send SMS';

/** One item that the node gave: its json. */
export type OutputItem = Record<string, unknown>;

/** Imports the example's credential, which leads to the emulator, and the workflow; gives its ID. */
export async function importDemo(
	instance: N8nInstance,
	{ sendUrl, testUrl }: Emulator,
): Promise<string> {
	const [credential] = await readJson<[{ data: object }]>(path.join(ROOT, 'dev/credential.json'));
	const data = { ...credential.data, sendUrl, testUrl };
	const file = path.join(instance.userFolder, 'credential.json');
	await writeFile(file, JSON.stringify([{ ...credential, data }]));
	await instance.cli(['import:credentials', `--input=${file}`]);
	await rm(file);
	await instance.cli(['import:workflow', `--input=${EXAMPLE}`]);
	return (await readJson<{ id: string }>(EXAMPLE)).id;
}

const readJson = async <T>(file: string): Promise<T> =>
	JSON.parse(await readFile(file, 'utf8')) as T;

/**
 * Runs the workflow with n8n's command line; gives the items that came out of its sending node.
 *
 * @throws Error with n8n's message when the node or the run did not succeed
 */
export async function runDemo(instance: N8nInstance, workflowId: string): Promise<OutputItem[]> {
	const printed = await instance.cli(['execute', `--id=${workflowId}`, '--rawOutput']);
	// A line of n8n's log: others come before it, and at times after it.
	const [result] = /^\{$.*?^\}$/ms.exec(printed) ?? [];
	if (result === undefined) throw new Error(`n8n printed no result:\n${printed.slice(-2000)}`);
	const { resultData } = (JSON.parse(result) as RawRun).data;
	const [run] = resultData.runData[SENDING_NODE] ?? [];
	const error = resultData.error ?? run?.error;
	if (error) throw new Error(error.message);
	if (!run) throw new Error(`n8n did not run "${SENDING_NODE}".`);
	return (run.data?.main[0] ?? []).map((item) => item.json);
}

interface Failing {
	error?: { message: string };
}

interface RawRun {
	data: {
		resultData: Failing & {
			runData: Record<
				string,
				Array<Failing & { data?: { main: Array<Array<{ json: OutputItem }> | null> } }>
			>;
		};
	};
}
