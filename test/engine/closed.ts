import type { IExecuteFunctions } from 'n8n-workflow';

/** What somebody has asked of n8n that leads out of it, since it was emptied. */
export const reached: string[] = [];

function unreachable(name: string): never {
	reached.push(name);
	throw new Error(`A simulation has no use for ${name}`);
}

/** For `Flow.context`: no HTTP, no deduplication, no credential. */
export const CLOSED: Partial<IExecuteFunctions> = {
	helpers: new Proxy({} as IExecuteFunctions['helpers'], {
		get: (_, name) => unreachable(String(name)),
	}),
	getCredentials: () => unreachable('getCredentials'),
};
