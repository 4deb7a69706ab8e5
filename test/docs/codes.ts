import { readFileSync } from 'node:fs';
import path from 'node:path';

import { OWN_CODES, PROVIDER_CODES } from '../../nodes/CapitoleMobile/sms/answer/codes';
import { ROOT } from './source';

const SMS = 'nodes/CapitoleMobile/sms';
const read = (file: string): string => readFileSync(path.join(ROOT, SMS, file), 'utf8');

/** A code with the comment above it. */
export interface Commented {
	readonly name: string;
	readonly comment: string;
}

export const providerCodes = (): string[] => [...PROVIDER_CODES];

/** Ours, each with the outcome that it goes with. */
export const ownCodes = (): Array<{ name: string; outcome: string }> =>
	Object.entries(OWN_CODES).map(([name, outcome]) => ({ name, outcome }));

export const warnings = (): Commented[] => members(read('warning.ts'));
export const refusals = (): Commented[] => members(read('recipients/refusal.ts'));

/** The members of the union of texts in a file. */
const members = (source: string): Commented[] =>
	[...source.matchAll(/(?:\/\*\* (.+) \*\/\s+)?\| '(\w+)'/g)].map(
		([, comment = '', name = '']) => ({ name, comment }),
	);
