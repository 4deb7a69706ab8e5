import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Emulator } from '../emulator/emulator';
import { ROOT } from './build';
import type { N8nInstance } from './instance';

/** The example workflow that `npm start` imports and runs. */
const EXAMPLE = path.join(ROOT, 'examples', 'send-first-sms.json');
const SENDING_NODE = 'Send SMS';

/** The json of one output item. */
export type OutputItem = Record<string, unknown>;

/** Imports a credential for the emulator, and the workflow; returns the workflow's ID. */
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
 * Runs the workflow with n8n's command line and returns the output items of its sending node.
 *
 * @throws Error with n8n's message if the node or the run fails
 */
export async function runDemo(instance: N8nInstance, workflowId: string): Promise<OutputItem[]> {
	const printed = await instance.cli(['execute', `--id=${workflowId}`, '--rawOutput']);
	// n8n prints log lines before the result, and sometimes after it.
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
