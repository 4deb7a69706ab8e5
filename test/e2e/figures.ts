import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../../dev/lab/build';

/** What the tests have measured; `run.ts` empties it at the start and prints it at the end. */
export const FIGURES = path.join(ROOT, 'test', 'output', 'e2e-figures.txt');

/** Notes a measurement for whoever runs the tests. */
export function figure(line: string): void {
	mkdirSync(path.dirname(FIGURES), { recursive: true });
	appendFileSync(FIGURES, `${line}\n`);
}
