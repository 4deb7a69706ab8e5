import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../../../dev/lab/build';
import { figure } from '../figures';

type Values = Record<string, number | string>;

const OUTPUT = path.join(ROOT, 'test', 'output');
const results = new Map<string, Values>();

/** Notes a measurement: it is shown at the end of `npm run test:e2e`. */
export function result(title: string, values: Values): void {
	results.set(title, values);
	figure(`Queue mode. ${title}: ${listed(values)}`);
}

/** Writes what was measured to `test/output/queue.md` and `queue.json`. */
export function writeResults(): void {
	const rows = [...results].map(([title, values]) => `| ${title} | ${listed(values)} |`);
	const table = ['| measured | |', '|---|---|', ...rows];
	mkdirSync(OUTPUT, { recursive: true });
	writeFileSync(path.join(OUTPUT, 'queue.md'), `# Queue mode, measured\n\n${table.join('\n')}\n`);
	const json = JSON.stringify(Object.fromEntries(results), null, '\t');
	writeFileSync(path.join(OUTPUT, 'queue.json'), `${json}\n`);
}

const listed = (values: Values) =>
	Object.entries(values)
		.map(([name, value]) => `${name} ${value}`)
		.join(', ');
