import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../../dev/lab/build';

/** The measurements of the tests; `run.ts` empties this file at the start and prints it at the end. */
export const FIGURES = path.join(ROOT, 'test', 'output', 'e2e-figures.txt');

/** Adds a line to the measurements. */
export function figure(line: string): void {
	mkdirSync(path.dirname(FIGURES), { recursive: true });
	appendFileSync(FIGURES, `${line}\n`);
}
