/**
 * Regenerates the parts of the documents that come from the code:
 *
 *   node dev/lab/run.mjs test/docs/write.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import { withSentences } from './assumptions';
import { documents } from './markdown';
import { withSections } from './sections';
import { ROOT } from './source';

async function main(): Promise<void> {
	for (const file of documents()) {
		const target = path.join(ROOT, file);
		const before = readFileSync(target, 'utf8');
		const settings = await resolveConfig(target);
		const after = await format(withSentences(withSections(before)), {
			...settings,
			parser: 'markdown',
		});
		if (after === before) continue;
		writeFileSync(target, after);
		process.stdout.write(`${file} is up to date now.\n`);
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
