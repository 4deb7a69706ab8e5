/**
 * A process of its own for what answers: the provider's emulator, and a stand-in for Twilio that
 * takes the same time. It counts the requests, and how many were under way at the same time.
 */
import { subscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { startEmulator } from '../emulator/emulator';
import { answerQuestions } from './companion';

export interface Addresses {
	readonly sendUrl: string;
	readonly testUrl: string;
	readonly twilio: string;
	readonly username: string;
	readonly password: string;
}

/** Counts since the last time they were asked for. */
export interface Counts {
	readonly requests: number;
	readonly mostUnderWay: number;
	/** Recipients whose SMS the provider took. */
	readonly accepted: number;
}

export type Question = { readonly start: { readonly delayMs: number } } | 'counts';

let requests = 0;
let underWay = 0;
let mostUnderWay = 0;
subscribe('http.server.request.start', () => {
	requests++;
	mostUnderWay = Math.max(mostUnderWay, ++underWay);
});
subscribe('http.server.response.finish', () => underWay--);

let acceptedSoFar = (): number => 0;
let acceptedBefore = 0;

async function start(delayMs: number): Promise<Addresses> {
	const provider = await startEmulator({ delayMs, record: 'summary', credits: 1e9 });
	acceptedSoFar = () => 1e9 - provider.credits;
	const twilio = createServer((request, response) => {
		request.resume().once('end', () => {
			void wait(delayMs).then(() => {
				response.writeHead(201, { 'Content-Type': 'application/json' });
				response.end(TWILIO_ANSWER);
			});
		});
	});
	await new Promise<void>((resolve) => twilio.listen(0, '127.0.0.1', resolve));
	const { username, password } = provider.options;
	return {
		sendUrl: provider.sendUrl,
		testUrl: provider.testUrl,
		twilio: `http://127.0.0.1:${(twilio.address() as AddressInfo).port}`,
		username,
		password,
	};
}

function counts(): Counts {
	const accepted = acceptedSoFar() - acceptedBefore;
	acceptedBefore += accepted;
	const counted = { requests, mostUnderWay, accepted };
	requests = 0;
	mostUnderWay = underWay;
	return counted;
}

/** As in Twilio's reference for the Message resource, with 20 properties. */
const TWILIO_ANSWER = JSON.stringify({
	account_sid: 'ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
	api_version: '2010-04-01',
	body: 'Bonjour, votre commande est disponible en magasin.',
	date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
	date_sent: null,
	date_updated: 'Thu, 24 Aug 2023 05:01:45 +0000',
	direction: 'outbound-api',
	error_code: null,
	error_message: null,
	from: '+15557122661',
	messaging_service_sid: null,
	num_media: '0',
	num_segments: '1',
	price: null,
	price_unit: null,
	sid: 'SMXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
	status: 'queued',
	subresource_uris: { media: '/2010-04-01/Accounts/AC/Messages/SM/Media.json' },
	to: '+33612345678',
	uri: '/2010-04-01/Accounts/AC/Messages/SM.json',
});

answerQuestions<Question>(async (question) =>
	question === 'counts' ? counts() : await start(question.start.delayMs),
);
