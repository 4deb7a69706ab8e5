import type { Provider } from './provider';

type Body = Readonly<Record<string, unknown>>;

const text = (body: Body, name: string): string => {
	const value = body[name];
	if (typeof value === 'string') return value;
	throw new Error(`${name} must be text.`);
};
const count = (body: Body, name: string): number => {
	const value = body[name];
	if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
	throw new Error(`${name} must be a whole number.`);
};
const callbackUrl = (written: string): string | null => {
	if (written === '') return null;
	const url = new URL(written);
	if (/^https?:$/.test(url.protocol)) return written;
	throw new Error('The callback URL must start with http:// or https://.');
};

/** What the page's buttons do. Each throws a sentence that the page shows. */
export const ACTIONS: Readonly<Record<string, (provider: Provider, body: Body) => unknown>> = {
	deliver: async (provider, body) => await provider.deliver(count(body, 'id')),
	refuse: async (provider, body) =>
		await provider.deliver(count(body, 'id'), 'INVALID_DESTINATION_ADDRESS'),
	release: (provider, body) => provider.release(count(body, 'id')),
	reply: async (provider, body) => await provider.reply(text(body, 'number'), text(body, 'text')),
	stop: async (provider, body) => await provider.stop(text(body, 'number')),
	unblock: (provider, body) => provider.blacklist.delete(text(body, 'number')),
	credits: (provider, body) => {
		provider.credits = count(body, 'credits');
	},
	callback: (provider, body) => {
		provider.callbackUrl = callbackUrl(text(body, 'url').trim());
	},
};
