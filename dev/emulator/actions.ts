import type { Emulator } from './emulator';

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

/** The actions of the page's buttons. The page shows the message of a thrown error. */
export const ACTIONS: Readonly<Record<string, (emulator: Emulator, body: Body) => unknown>> = {
	deliver: async (emulator, body) => await emulator.deliver(count(body, 'id')),
	refuse: async (emulator, body) =>
		await emulator.deliver(count(body, 'id'), 'INVALID_DESTINATION_ADDRESS'),
	release: (emulator, body) => emulator.release(count(body, 'id')),
	reply: async (emulator, body) => await emulator.reply(text(body, 'number'), text(body, 'text')),
	stop: async (emulator, body) => await emulator.stop(text(body, 'number')),
	unblock: (emulator, body) => emulator.blacklist.delete(text(body, 'number')),
	clear: (emulator) => emulator.clear(),
	credits: (emulator, body) => {
		emulator.credits = count(body, 'credits');
	},
	callback: (emulator, body) => {
		emulator.callbackUrl = callbackUrl(text(body, 'url').trim());
	},
};
