import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../../dev/lab/build';
import type { Flow, Json } from './workflow';

export const EXAMPLES = path.join(ROOT, 'examples');

/** A file of `examples/`: a workflow with an ID, which n8n's command line needs. */
export type Example = Flow & { id: string };

export const exampleFiles = (): string[] =>
	readdirSync(EXAMPLES).filter((file) => file.endsWith('.json'));

export const readExample = (file: string): Example =>
	JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as Example;

/** A data table that an example's notes require; all columns are strings. */
export interface NeededTable {
	name: string;
	columns: string[];
}

/** The path below `examples/` of the file that creates this table when imported. */
export const tableFile = (name: string): string =>
	`tables/${name.toLowerCase().replaceAll(' ', '-')}.csv`;

/** Tables as the nodes use them; a test of `test/docs` checks that the note agrees. */
export function neededTables({ nodes }: Flow): NeededTable[] {
	const tables = new Map<string, Set<string>>();
	for (const { parameters } of nodes) {
		const name = tableName(parameters);
		if (name === undefined) continue;
		const columns = tables.get(name) ?? new Set();
		const { schema = [] } = (parameters.columns ?? {}) as { schema?: Array<{ id: string }> };
		for (const { id } of schema) columns.add(id);
		tables.set(name, columns);
	}
	return [...tables].map(([name, columns]) => ({ name, columns: [...columns] }));
}

/** The table name still to be chosen in a Data Table node. */
export function tableName({ dataTableId }: Json): string | undefined {
	return (dataTableId as { cachedResultName?: string } | undefined)?.cachedResultName;
}

export const tableNames = (): string[] => [
	...new Set(
		exampleFiles().flatMap((file) => neededTables(readExample(file)).map(({ name }) => name)),
	),
];
