import { parseArgs } from 'node:util';

import { drawRequest } from '../lab/wire';
import { callBack, reportFields } from './callbacks';
import { startEmulator, type Emulator } from './emulator';
import { DEFAULTS } from './options';
import { reasonOf } from './reason';
import type { ReceivedRequest } from './request';

const USAGE = `Usage: npm run provider -- [options]

  --port 4010            the port to listen on; 0 takes any free port
  --host 127.0.0.1       the address to listen on; 0.0.0.0 in a container
  --callback URL         receives delivery reports and replies
  --deliver-after MS     delivers each SMS automatically
  --verbose              shows the bytes of each request

  --call URL             sends every kind of callback to a URL instead, and ends
  --phone 33639980000    with this number
  --campaign ID          and this campaign ID`;

/** @throws Error for an unknown option or an invalid value */
function readArguments() {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4010' },
			host: { type: 'string', default: '127.0.0.1' },
			callback: { type: 'string' },
			'deliver-after': { type: 'string' },
			verbose: { type: 'boolean', default: false },
			call: { type: 'string' },
			// One of the numbers that Arcep reserves for fiction.
			phone: { type: 'string', default: '33639980000' },
			campaign: { type: 'string', default: 'DEMO' },
		},
	});
	return {
		...values,
		port: numberFrom('port', values.port, 65_535) ?? 0,
		callbackUrl: urlFrom('callback', values.callback),
		deliverAfterMs: numberFrom('deliver-after', values['deliver-after'], 86_400_000),
		call: urlFrom('call', values.call),
	};
}

function numberFrom(name: string, text: string | undefined, most: number): number | null {
	if (text === undefined) return null;
	if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
	throw new Error(`--${name} takes a whole number up to ${String(most)}, not "${text}".`);
}

function urlFrom(name: string, text: string | undefined): string | null {
	if (text === undefined) return null;
	if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
	throw new Error(`--${name} takes a URL that starts with http:// or https://, not "${text}".`);
}

function introduce(emulator: Emulator): void {
	const { username, password, callbackUrl } = emulator.options;
	console.log(`An emulator of Capitole Mobile: nothing leaves this machine.

  Phones and buttons   ${emulator.origin}/
  Sending URL          ${emulator.sendUrl}
  Test URL             ${emulator.testUrl}
  Username             ${username}
  API Password         ${password}
  Callback URL         ${callbackUrl ?? 'none yet: set it on the page'}

Put the URLs and the login into a Capitole Mobile API credential in n8n, and the production URL of
a Capitole SMS Trigger into the callback URL. Ctrl-C ends it.`);
}

const show = (request: ReceivedRequest): void => {
	console.log(`\n${drawRequest(request)}\n\nThe answer:\n${request.answer}`);
};

/** The callbacks of the provider's page, by the event that the trigger outputs for each. */
const EVENTS: Readonly<Record<string, { readonly status: string } | { readonly message: string }>> =
	{
		delivered: { status: 'DELIVERED' },
		undelivered: { status: 'INVALID_DESTINATION_ADDRESS' },
		// Not on the page: the trigger must not lose a status that the provider adds one day.
		otherStatus: { status: 'EXPIRED' },
		reply: { message: 'Hello World' },
		stop: { message: 'STOP' },
	};

/** Sends each callback to a URL, one after the other. Sets exit code 1 if one fails. */
async function callEach(callbackUrl: string, number: string, campaignId: string): Promise<void> {
	const options = { ...DEFAULTS, callbackUrl };
	for (const [event, what] of Object.entries(EVENTS)) {
		const { status, answer, failure, url } =
			'message' in what
				? await callBack('reply', { num: number, ...what }, options)
				: await callBack(
						'report',
						reportFields({ campaignId, number }, what.status, options),
						options,
					);
		const said = status === null ? `no answer: ${String(failure)}` : `${status} ${answer}`.trim();
		console.log(`${event.padEnd(13)} ${said}\n${' '.repeat(14)}${url}`);
		if (status === null || status < 200 || status > 299) process.exitCode = 1;
	}
}

async function main(): Promise<void> {
	const settings = readArguments();
	const { port, host, callbackUrl, deliverAfterMs, phone, campaign } = settings;
	if (settings.call !== null) return await callEach(settings.call, phone, campaign);
	const onRequest = settings.verbose ? show : null;
	const options = { port, host, callbackUrl, deliverAfterMs, limitsReplies: true, onRequest };
	try {
		const emulator = await startEmulator(options);
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => void emulator.close().then(() => process.exit(0)));
		}
		introduce(emulator);
	} catch (cause) {
		if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause;
		console.error(`Port ${String(port)} is in use. Choose another with --port.`);
		process.exitCode = 1;
	}
}

main().catch((cause: unknown) => {
	console.error(`${reasonOf(cause)}\n\n${USAGE}`);
	process.exitCode = 1;
});
