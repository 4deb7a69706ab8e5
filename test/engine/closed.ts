import type { IExecuteFunctions } from 'n8n-workflow';

/** The external functions of n8n that were requested since the list was last emptied. */
export const reached: string[] = [];

function unreachable(name: string): never {
	reached.push(name);
	throw new Error(`A simulation has no use for ${name}`);
}

/** A `Flow.context` without HTTP, deduplication and credentials. */
export const CLOSED: Partial<IExecuteFunctions> = {
	helpers: new Proxy({} as IExecuteFunctions['helpers'], {
		get: (_, name) => unreachable(String(name)),
	}),
	getCredentials: () => unreachable('getCredentials'),
};
