import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT, shippedSources } from './source';

/** An assumption about what the provider's page leaves open: `@assumption NAME: sentence`. */
export interface Assumption {
	readonly name: string;
	readonly sentence: string;
	readonly file: string;
}

export function assumptions(): Assumption[] {
	return shippedSources().flatMap((file) =>
		readFileSync(path.join(ROOT, file), 'utf8')
			.split('\n')
			.flatMap((line) => {
				const [, name, sentence] = /^\s*\/\/ @assumption (\w+): (.+)$/.exec(line) ?? [];
				return name === undefined || sentence === undefined ? [] : [{ name, sentence, file }];
			}),
	);
}

/** The entries of docs/assumptions.md: a heading, the assumption, how to check it. */
const ENTRY = /^### `(\w+)`\n\n(.*)\n\n(?:_To check:_ (.+))?/gm;

export function documentedAssumptions(
	document: string,
): Array<{ name: string; sentence: string; check: string }> {
	return [...document.matchAll(ENTRY)].map(([, name = '', sentence = '', check = '']) => ({
		name,
		// Markdown's formatter escapes underscores.
		sentence: sentence.replaceAll('\\_', '_'),
		check,
	}));
}

/** The document with each sentence updated from the code. */
export function withSentences(document: string): string {
	const current = new Map(assumptions().map(({ name, sentence }) => [name, sentence]));
	return document.replace(ENTRY, (entry: string, name: string, sentence: string) =>
		entry.replace(sentence, () => current.get(name) ?? sentence),
	);
}
