import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { createActive } from '../../dev/lab/publish';
import { EXAMPLES, neededTables, readExample, tableFile, tableName } from './example';
import { IS_OLD, type Execution, type Workbench } from './workbench';
import type { Flow, FlowNode, Json } from './workflow';

/** A table, or a file to be turned into one, as n8n describes it. */
interface DataTable {
	id: string;
	columns: Array<{ name: string; type: string }>;
}

/** Sets up examples in a running n8n as their notes say. */
export class Recipes {
	private readonly tables = new Map<string, string>();
	/** IDs of callable workflows by name. */
	private readonly called = new Map<string, string>();

	private constructor(
		readonly bench: Workbench,
		private readonly projectId: string,
	) {}

	static async open(bench: Workbench): Promise<Recipes> {
		const { id } = await bench.rest<{ id: string }>('GET', '/rest/projects/personal');
		return new Recipes(bench, id);
	}

	/** Imports the table of a file in examples/tables once; returns its ID. */
	private async table(name: string): Promise<string> {
		const known = this.tables.get(name);
		if (known !== undefined) return known;
		const { id } = await this.importTable(name);
		this.tables.set(name, id);
		return id;
	}

	/** Imports a file of examples/tables with the requests of the editor's Import CSV. */
	async importTable(name: string, as = name): Promise<DataTable> {
		const file = tableFile(name);
		const form = new FormData();
		const csv = new Blob([readFileSync(path.join(EXAMPLES, file))], { type: 'text/csv' });
		form.append('file', csv, path.basename(file));
		form.append('hasHeaders', 'true');
		const { id: fileId, columns } = await this.bench.rest<DataTable>(
			'POST',
			'/rest/data-tables/uploads',
			form,
		);
		return await this.bench.rest('POST', `/rest/projects/${this.projectId}/data-tables`, {
			name: as,
			columns: columns.map(({ name: column, type }) => ({ name: column, type })),
			fileId,
			hasHeaders: true,
		});
	}

	private async urlOf(name: string): Promise<string> {
		return `/rest/projects/${this.projectId}/data-tables/${await this.table(name)}`;
	}

	async rows(name: string): Promise<Json[]> {
		const url = `${await this.urlOf(name)}/rows?take=250&skip=`;
		const rows: Json[] = [];
		for (;;) {
			const page = await this.page(url + rows.length);
			rows.push(...page.data);
			if (page.data.length === 0 || rows.length >= page.count) return rows;
		}
	}

	/** Retries, since n8n 1.x with SQLite may refuse to read a table during a write. */
	private async page(url: string): Promise<{ count: number; data: Json[] }> {
		for (let tries = 1; ; tries++) {
			try {
				return await this.bench.rest('GET', url);
			} catch (refusal) {
				if (tries === 20 || !String(refusal).includes('Transaction is not started')) throw refusal;
				await wait(100);
			}
		}
	}

	async update(name: string, where: Record<string, string>, data: Json): Promise<void> {
		const filters = Object.entries(where).map(([columnName, value]) => ({
			columnName,
			condition: 'eq',
			value,
		}));
		const filter = { type: 'and', filters };
		await this.bench.rest('PATCH', `${await this.urlOf(name)}/rows`, { filter, data });
	}

	/** Makes the same update in each row with one of these values. */
	async updateEach(
		name: string,
		columnName: string,
		values: readonly string[],
		data: Json,
	): Promise<void> {
		const filters = values.map((value) => ({ columnName, condition: 'eq', value }));
		if (filters.length === 0) return;
		const filter = { type: 'or', filters };
		await this.bench.rest('PATCH', `${await this.urlOf(name)}/rows`, { filter, data });
	}

	async insert(name: string, data: Json[]): Promise<void> {
		await this.bench.rest('POST', `${await this.urlOf(name)}/insert`, {
			data,
			returnType: 'count',
		});
	}

	/** The example with its tables, credentials and called workflows chosen. */
	async prepared(file: string, credentialId = this.bench.credential.id): Promise<Flow> {
		// The ID is for n8n's command line; an import in the editor gets a new one.
		const flow: Flow & { id?: string } = readExample(file);
		delete flow.id;
		for (const { name } of neededTables(flow)) await this.table(name);
		for (const node of flow.nodes) {
			if (node.credentials?.capitoleMobileApi) {
				node.credentials.capitoleMobileApi = { ...this.bench.credential, id: credentialId };
			}
			const table = this.tables.get(tableName(node.parameters) ?? '');
			if (table) node.parameters.dataTableId = { __rl: true, mode: 'list', value: table };
			this.choose(node);
			// As the editor does.
			if (/trigger$|\.(?:form|wait|webhook)$/i.test(node.type)) node.webhookId = randomUUID();
			if (node.parameters.path === '') node.parameters.path = node.webhookId;
		}
		return flow;
	}

	/** Chooses the workflow that the node calls, and activates the node, if the workflow exists yet. */
	private choose(node: FlowNode): void {
		const { cachedResultName = '' } = (node.parameters.workflowId ?? {}) as Record<string, string>;
		const id = this.called.get(cachedResultName);
		if (id === undefined) return;
		node.parameters.workflowId = { __rl: true, mode: 'list', value: id };
		delete node.disabled;
	}

	/** Makes a workflow callable by those prepared later; returns its ID. */
	async ready(flow: Flow): Promise<string> {
		// On n8n 1.x a called workflow cannot be activated, and does not need to be.
		const id = await (IS_OLD
			? this.bench.create(flow)
			: createActive(this.bench.n8n.session, flow));
		this.called.set(flow.name, id);
		return id;
	}

	/** Publishes a workflow with our trigger, points the emulator at it, and returns its ID. */
	async publish(flow: Flow, trigger = 'Front Door'): Promise<string> {
		const url = `/webhook/${nodeOf(flow, trigger).webhookId ?? ''}/sms`;
		const id = await this.bench.publish(flow, url);
		this.bench.emulator.callbackUrl = this.bench.n8n.url + url;
		return id;
	}

	/** The execution, once it has this node: n8n 1.x may show one as ended before it has stored all data. */
	async withNode(name: string, reading: Promise<Execution>): Promise<Execution> {
		let execution = await reading;
		for (let tries = 0; tries < 50 && !execution.runs[name]; tries++) {
			await wait(100);
			execution = await this.bench.ended(execution.id);
		}
		expect(Object.keys(execution.runs)).toContain(name);
		return execution;
	}
}

export function nodeOf(flow: Flow, name: string): FlowNode {
	const found = flow.nodes.find((node) => node.name === name);
	if (!found) throw new Error(`The example has no node "${name}".`);
	return found;
}

/** The items of a node's output in its last run; none if it did not run. */
export const items = ({ runs }: Execution, name: string, output = 0): Json[] =>
	runs[name]?.at(-1)?.outputs[output] ?? [];
