import type { IDataObject, INode } from 'n8n-workflow';

import { freePort } from '../../../dev/lab/port';
import { startEmulator, type Misbehaviour } from '../../../dev/emulator/emulator';
import { emulatorForTests } from '../../../dev/emulator/forTests';
import { itemsOf, type Ended, type Flow } from '../../engine/engine';
import { ITEMS, sendMany } from './sendMany';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

const campaign = async (more?: Partial<Flow>, options?: IDataObject) =>
	await sendMany(emulator, more, options);

/** Retry On Fail, with which n8n runs the node again after it threw. */
const RETRY: Partial<INode> = {
	onError: 'stopWorkflow',
	retryOnFail: true,
	maxTries: 3,
	waitBetweenTries: 1000,
};

/** The count of each text. */
function counted(all: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const one of all) counts[one] = (counts[one] ?? 0) + 1;
	return counts;
}

/** The count of items with each outcome and code. */
const countsOf = (ended: Ended): Record<string, number> =>
	counted(itemsOf(ended).map(({ outcome, code }) => `${String(outcome)} ${String(code)}`));

/** The most requests that a single number got. */
const mostRequests = (): number =>
	Math.max(
		...Object.values(
			counted(emulator.requests.flatMap(({ document }) => document?.recipients ?? [])),
		),
	);

const sentTo = (): string[] => emulator.messages.map(({ number }) => number);

/** A provider, the outcome and code of the tried items, the maximum of requests, the reason. */
const CASES: ReadonlyArray<[string, Misbehaviour, string, string, number, RegExp]> = [
	[
		'accepts connections and never answers',
		{ kind: 'slow', ms: 30_000, accepts: false },
		'unknown',
		'NO_ANSWER',
		12,
		/\(NO_ANSWER\)\. The request left, but no whole answer came back/,
	],
	[
		'answers 401',
		{ kind: 'status', status: 401 },
		'rejected',
		'HTTP_401',
		8,
		/\(HTTP_401\)\. The server asks for another login/,
	],
	[
		'redirects',
		{ kind: 'redirect', status: 302 },
		'unknown',
		'HTTP_302',
		8,
		/\(HTTP_302\)\. The server answered with HTTP status 302/,
	],
	[
		"gives a proxy's page",
		{ kind: 'html' },
		'unknown',
		'UNKNOWN_ANSWER',
		12,
		/\(UNKNOWN_ANSWER\)\. The answer is not one that the provider documents/,
	],
];

describe.each(CASES)('A provider that %s', (_, misbehaviour, outcome, code, most, reason) => {
	const options = code === 'NO_ANSWER' ? { timeout: 1000 } : {};
	beforeEach(() => emulator.misbehave(() => misbehaviour));

	it('gets a few requests, and the rest is not tried, with the cause', async () => {
		const ended = await campaign({}, options);
		const tried = emulator.requests.length;
		expect(tried).toBeLessThanOrEqual(most);
		expect(countsOf(ended)).toEqual({
			[`${outcome} ${code}`]: tried,
			'notSent STOPPED_EARLIER': ITEMS.length - tried,
		});
		expect(itemsOf(ended).at(-1)).toMatchObject({
			reason: expect.stringMatching(reason),
			details: { rejected: [{ recipient: ITEMS.at(-1)?.phone, code: 'STOPPED_EARLIER' }] },
		});
	});

	it('gets no more on each try of Retry On Fail, and no number twice that may have an SMS', async () => {
		const ended = await campaign({ settings: { ...RETRY, waitBetweenTries: 1 } }, options);
		expect(ended.status).toBe('error');
		expect(emulator.requests.length).toBeLessThanOrEqual(3 * most);
		if (outcome === 'unknown') expect(mostRequests()).toBe(1);
	});
});

it('A provider that is down gets no request, and all SMS can be sent again', async () => {
	const sendUrl = `http://127.0.0.1:${String(await freePort())}/api/sendsms/xml`;
	const ended = await campaign({ credentials: { sendUrl } });
	const { 'notSent COULD_NOT_CONNECT': tried = 0, ...others } = countsOf(ended);
	expect(tried).toBeLessThanOrEqual(8);
	expect(others).toEqual({ 'notSent STOPPED_EARLIER': ITEMS.length - tried });
	expect(itemsOf(ended).at(-1)?.reason).toMatch(
		/\(COULD_NOT_CONNECT\)\. The provider could not be/,
	);
});

/** An emulator that starts after this time, and the URL it will have. */
async function downFor(ms: number) {
	const port = await freePort();
	const started = new Promise((resolve) => setTimeout(resolve, ms)).then(
		async () => await startEmulator({ port }),
	);
	return { started, sendUrl: `http://127.0.0.1:${String(port)}/api/sendsms/xml` };
}

describe('A provider that is down for a while', () => {
	it('loses nothing: SMS not accepted are notSent and can be sent again', async () => {
		const { started, sendUrl } = await downFor(300);
		const items = itemsOf(await campaign({ credentials: { sendUrl } }));
		const back = await started;
		await back.close();
		const accepted = items.filter(({ outcome }) => outcome === 'accepted');
		expect(items.filter(({ outcome }) => outcome === 'notSent')).toHaveLength(
			ITEMS.length - accepted.length,
		);
		expect(back.messages.map(({ number }) => number).sort()).toEqual(
			accepted.map(({ recipient }) => recipient),
		);
	});

	it('gets every SMS once with Retry On Fail', async () => {
		const { started, sendUrl } = await downFor(300);
		const ended = await campaign({ credentials: { sendUrl }, settings: RETRY });
		const back = await started;
		await back.close();
		expect(countsOf(ended)).toEqual({ 'accepted SENDING_OK': ITEMS.length });
		expect(back.messages.map(({ number }) => number).sort()).toEqual(
			ITEMS.map(({ phone }) => phone),
		);
	});

	it('makes SMS in progress unknown and the rest notSent if it fails midway', async () => {
		let left = 30;
		emulator.misbehave(() => (left-- > 0 ? null : { kind: 'closeWithoutAnswer' }));
		const ended = await campaign();
		const { 'unknown NO_ANSWER': unknown = 0, ...others } = countsOf(ended);
		expect(unknown).toBeLessThanOrEqual(8);
		expect(others).toEqual({
			'accepted SENDING_OK': 30,
			'notSent STOPPED_EARLIER': ITEMS.length - 30 - unknown,
		});
		expect(sentTo()).toHaveLength(new Set(sentTo()).size);
	});
});

describe('Occasional bad answers', () => {
	it('do not stop a run; only four in a row do', async () => {
		emulator.misbehave(({ index }) => (index % 4 === 3 ? { kind: 'status', status: 500 } : null));
		const ended = await campaign({}, { parallelRequests: 1 });
		expect(countsOf(ended)).toEqual({ 'accepted SENDING_OK': 45, 'unknown HTTP_500': 15 });
	});

	it('about the SMS itself do not stop it either', async () => {
		emulator.misbehave(() => ({ kind: 'answer', body: 'TOO_LONG_MESSAGE' }));
		expect(countsOf(await campaign())).toEqual({ 'rejected TOO_LONG_MESSAGE': ITEMS.length });
	});
});

it('Retry On Fail continues where the first try stopped, and sends nothing twice', async () => {
	// Four failures in a row stop the first try; the provider works again when n8n retries.
	emulator.misbehave(({ index }) =>
		index >= 30 && index < 34 ? { kind: 'closeWithoutAnswer' } : null,
	);
	const ended = await campaign({ settings: RETRY }, { parallelRequests: 1 });
	expect(mostRequests()).toBe(1);
	expect(sentTo().sort()).toEqual(ITEMS.map(({ phone }) => phone));
	expect(emulator.requests).toHaveLength(60);
	// Unknown items stay so: the node fails, and its message reports all outcomes.
	expect(ended.error?.description).toContain(
		'56 accepted · 4 may have been sent: no answer (rows 31, 32, 33, …)',
	);
});
