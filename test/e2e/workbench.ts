import { rm } from 'node:fs/promises';

import { parse } from 'flatted';

import { startN8n, type N8nInstance } from '../../dev/lab/instance';
import type { N8nVersion } from '../../dev/lab/installation';
import { publish } from '../../dev/lab/publish';
import { until } from '../../dev/lab/until';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../dev/emulator/emulator';
import { migrated, withPackage } from './migrated';
import { PRELOADED, userFolderOf } from './sharedN8n';
import type { Flow, Json } from './workflow';

/** Globals from `environment.ts`. */
const given = globalThis as unknown as {
	n8nVersion: N8nVersion;
	sharedN8n: (version: N8nVersion) => Promise<N8nInstance>;
};

/** The n8n version of this jest project, see `jest.config.js`. */
export const VERSION = given.n8nVersion;
export const IS_OLD = VERSION.startsWith('1.');

/** `test` with the newer n8n only, for what n8n's version cannot change, such as more cases of an example's logic. */
export const testOnce = IS_OLD
	? (Object.assign(() => undefined, { each: () => () => undefined }) as unknown as jest.It)
	: test;

/** Distinct from anything else in n8n's log or data, to search for them. */
export const PASSWORD = 'Api-Pa55word&<é>';
export const CALLBACK_SECRET = 'k3y-of-ours';

export interface WorkbenchOptions {
	/** Environment of a separate n8n, even if empty; without it, the shared n8n is used and emptied. */
	env?: Record<string, string | undefined>;
	/** Whether a separate n8n has the package; true by default. */
	hasPackage?: boolean;
	/** Whether to create `credential`, which makes n8n load it; true by default. */
	isCredentialMade?: boolean;
	emulator?: Partial<EmulatorOptions>;
}

/** One run of a node: the items of each output, or the error. */
export interface NodeRun {
	outputs: Json[][];
	error: { message: string; description: string } | null;
	ms: number;
}

export interface Execution {
	id: string;
	status: string;
	mode: string;
	/** n8n's response as text: everything a user may see of the execution. */
	text: string;
	runs: Record<string, NodeRun[]>;
}

/** A real n8n with the packed package, signed in and empty, and an emulator. */
export class Workbench {
	readonly credential = { id: '', name: 'Capitole Mobile' };

	private constructor(
		readonly n8n: N8nInstance,
		readonly emulator: Emulator,
		private readonly isShared: boolean,
	) {}

	static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
		const { env, hasPackage = true, isCredentialMade = true } = options;
		const emulator = await startEmulator({ password: PASSWORD, ...options.emulator });
		const n8n = await (env ? ownN8n(env, hasPackage) : given.sharedN8n(VERSION));
		const bench = new Workbench(n8n, emulator, env === undefined);
		if (bench.isShared) await bench.empty();
		if (isCredentialMade) bench.credential.id = await bench.createCredential();
		return bench;
	}

	/** Removes the workflows, executions, credentials and tables of earlier files. */
	private async empty(): Promise<void> {
		type Listed = Array<{ id: string; isArchived?: boolean }>;
		const workflows = await this.rest<Listed>('GET', '/rest/workflows');
		for (const { id, isArchived } of workflows) {
			if (isArchived !== true) await this.rest('POST', `/rest/workflows/${id}/archive`, {});
		}
		for (const { id } of workflows) {
			// n8n 2.x refuses while it is still unpublishing the workflow.
			await until(
				`workflow ${id} to be deleted`,
				async () => await this.rest('DELETE', `/rest/workflows/${id}`).catch(String),
				(refusal) => typeof refusal !== 'string',
			);
		}
		for (const { id } of await this.rest<Listed>('GET', '/rest/credentials')) {
			await this.rest('DELETE', `/rest/credentials/${id}`);
		}
		const project = await this.rest<{ id: string }>('GET', '/rest/projects/personal');
		const tables = `/rest/projects/${project.id}/data-tables`;
		const { data } = await this.rest<{ data: Listed }>('GET', `${tables}?take=250`);
		for (const { id } of data) await this.rest('DELETE', `${tables}/${id}`);
	}

	async restart(): Promise<void> {
		await this.n8n.halt();
		this.n8n.start();
		await this.n8n.waitUntilHealthy();
		await this.n8n.session.login();
	}

	async close(): Promise<void> {
		if (!this.isShared) {
			await this.n8n.stop();
			await rm(this.n8n.userFolder, { recursive: true, force: true, maxRetries: 5 });
		}
		await this.emulator.close();
	}

	get credentials() {
		return { credentials: { capitoleMobileApi: this.credential } };
	}

	/** The data of a credential for the emulator. */
	credentialData(changes: Json = {}): Json {
		const { sendUrl, testUrl, options } = this.emulator;
		const { username, password } = options;
		return { username, password, sendUrl, testUrl, callbackSecret: '', ...changes };
	}

	async createCredential(changes: Json = {}, name = this.credential.name): Promise<string> {
		const { id } = await this.rest<{ id: string }>('POST', '/rest/credentials', {
			name,
			type: 'capitoleMobileApi',
			data: this.credentialData(changes),
		});
		return id;
	}

	/** n8n's own test of a credential, as requested by its editor. */
	async testCredential(changes: Json): Promise<{ status: string; message: string }> {
		return await this.rest('POST', '/rest/credentials/test', {
			credentials: {
				...this.credential,
				type: 'capitoleMobileApi',
				data: this.credentialData(changes),
			},
		});
	}

	async create(flow: Flow): Promise<string> {
		return (await this.rest<{ id: string }>('POST', '/rest/workflows', flow)).id;
	}

	/** Creates a workflow and publishes its triggers; `path` is that of its webhook. */
	async publish(flow: Flow, path: string): Promise<string> {
		return await publish(this.n8n, flow, path);
	}

	/** Starts a saved workflow from its manual trigger; returns the ID of the execution. */
	async start(id: string): Promise<string> {
		const workflowData = await this.rest<Flow>('GET', `/rest/workflows/${id}`);
		const { executionId } = await this.rest<{ executionId: string }>(
			'POST',
			`/rest/workflows/${id}/run`,
			{ workflowData, triggerToStartFrom: { name: 'Start' } },
		);
		return executionId;
	}

	/** Starts a saved workflow and waits for the end. */
	async run(id: string, limitMs?: number): Promise<Execution> {
		return await this.ended(await this.start(id), limitMs);
	}

	async runFlow(flow: Flow, limitMs?: number): Promise<Execution> {
		return await this.run(await this.create(flow), limitMs);
	}

	/** Retries from the list of executions, with the original or the saved workflow. */
	async retry(id: string, loadWorkflow: boolean): Promise<Execution> {
		const { id: retryId } = await this.rest<{ id: string }>(
			'POST',
			`/rest/executions/${id}/retry`,
			{ loadWorkflow },
		);
		return await this.ended(String(retryId));
	}

	/** IDs of a workflow's executions, the oldest first. */
	async executionIds(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.rest<{ results: Array<{ id: string }> }>(
			'GET',
			`/rest/executions?limit=100&filter=${filter}`,
		);
		// An execution that just ended is listed twice: as running and as ended.
		return [...new Set(results.map(({ id }) => id))].sort((a, b) => Number(a) - Number(b));
	}

	/** Waits until a workflow has this many executions; returns the newest after it has ended. */
	async newest(workflowId: string, count: number): Promise<Execution> {
		const ids = await until(
			`execution ${count} of workflow ${workflowId}`,
			async () => await this.executionIds(workflowId),
			(found) => found.length >= count,
		);
		expect(ids).toHaveLength(count);
		return await this.ended(ids.at(-1) ?? '');
	}

	async ended(id: string, limitMs?: number): Promise<Execution> {
		const { status, mode, data, ...rest } = await until(
			`the end of execution ${id}`,
			async () => await this.rest<RawExecution>('GET', `/rest/executions/${id}`),
			// n8n 1.x may show the last status shortly before it has stored the data.
			(execution) =>
				!['new', 'running', 'waiting', 'unknown'].includes(execution.status) &&
				isStored(execution.data),
			limitMs,
		);
		const { resultData } = parse(data) as RawData;
		const runs = Object.entries(resultData.runData).map(([name, all]) => [name, all.map(nodeRun)]);
		return {
			id,
			status,
			mode,
			text: JSON.stringify(rest) + data,
			runs: Object.fromEntries(runs) as Execution['runs'],
		};
	}

	/** The data that `probe.js` prints for the running n8n. */
	async probe(): Promise<{ heap: number; required: string[] }> {
		const answers = () => this.n8n.log.filter((line) => line.startsWith('probe: '));
		const { length } = answers();
		process.kill(this.n8n.pid ?? Number.NaN, 'SIGUSR2');
		const [last = ''] = await until(
			'the answer of probe.js',
			async () => answers().slice(length),
			(found) => found.length > 0,
		);
		return JSON.parse(last.slice('probe: '.length)) as { heap: number; required: string[] };
	}

	async rest<T>(method: string, url: string, body?: unknown): Promise<T> {
		return (await this.n8n.session.rest(method, url, body)) as T;
	}
}

async function ownN8n(
	env: Readonly<Record<string, string | undefined>>,
	hasPackage: boolean,
): Promise<N8nInstance> {
	const userFolder = await userFolderOf(VERSION, hasPackage ? withPackage : migrated);
	const n8n = await startN8n({
		version: VERSION,
		userFolder,
		env: { ...env, NODE_OPTIONS: PRELOADED },
	});
	await n8n.session.login();
	return n8n;
}

interface RawExecution {
	status: string;
	mode: string;
	/** In the format of the package `flatted`. */
	data: string;
}

function isStored(data: string): boolean {
	const { resultData } = (parse(data) ?? {}) as Partial<RawData>;
	return Object.keys(resultData?.runData ?? {}).length > 0;
}

interface RawRun {
	executionTime: number;
	error?: { message: string; description?: string };
	data?: { main: Array<Array<{ json: Json }> | null> };
}

interface RawData {
	resultData: { runData: Record<string, RawRun[]> };
}

const nodeRun = ({ error, data, executionTime }: RawRun): NodeRun => ({
	outputs: (data?.main ?? []).map((items) => (items ?? []).map(({ json }) => json)),
	error: error ? { message: error.message, description: error.description ?? '' } : null,
	ms: executionTime,
});
