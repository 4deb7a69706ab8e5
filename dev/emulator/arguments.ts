import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run provider -- [options]

  --port 4010            where it listens; 0 takes any free port
  --host 127.0.0.1       0.0.0.0 in a container, to be reached from outside
  --callback URL         where reports and replies go
  --deliver-after MS     delivers each SMS by itself
  --verbose              shows each request as it came, byte by byte

  --call URL             instead: calls a URL with each callback of the provider's page, and ends
  --phone 33639980000    with that number
  --campaign ID          and that campaign ID`;

export interface Arguments {
	readonly port: number;
	readonly host: string;
	readonly callbackUrl: string | null;
	readonly deliverAfterMs: number | null;
	readonly isVerbose: boolean;
	readonly call: {
		readonly url: string;
		readonly phone: string;
		readonly campaignId: string;
	} | null;
}

/** Throws a sentence for people on what it does not understand. */
export function readArguments(args: string[]): Arguments {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string', default: '4010' },
			host: { type: 'string', default: '127.0.0.1' },
			callback: { type: 'string' },
			'deliver-after': { type: 'string' },
			verbose: { type: 'boolean', default: false },
			call: { type: 'string' },
			// Of the numbers that Arcep keeps for works of fiction.
			phone: { type: 'string', default: '33639980000' },
			campaign: { type: 'string', default: 'DEMO' },
		},
	});
	const after = values['deliver-after'];
	const called = urlFrom('call', values.call);
	return {
		port: numberFrom('port', values.port, 65_535),
		host: values.host,
		callbackUrl: urlFrom('callback', values.callback),
		deliverAfterMs: after === undefined ? null : numberFrom('deliver-after', after, 86_400_000),
		isVerbose: values.verbose,
		call:
			called === null ? null : { url: called, phone: values.phone, campaignId: values.campaign },
	};
}

function numberFrom(name: string, text: string, most: number): number {
	const value = Number(text);
	if (/^\d+$/.test(text) && value <= most) return value;
	throw new Error(`--${name} takes a whole number up to ${String(most)}, not "${text}".`);
}

function urlFrom(name: string, text: string | undefined): string | null {
	if (text === undefined) return null;
	if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
	throw new Error(`--${name} takes a URL that starts with http:// or https://, not "${text}".`);
}
