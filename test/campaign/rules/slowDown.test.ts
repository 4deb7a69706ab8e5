import type { IDataObject, INode } from 'n8n-workflow';

import { emulatorForTests } from '../../../dev/emulator/forTests';
import { itemsOf, start, type Ended } from '../../engine/engine';
import { ITEMS, sendMany } from './sendMany';

jest.setTimeout(60_000);

const emulator = emulatorForTests();
beforeEach(() => (clock.waits.length = 0));

const campaign = async (settings: Partial<INode>, options?: IDataObject) =>
	await sendMany(emulator, { settings }, options);

/** Answers the given number of first requests with 429. */
function limit(first: number, headers: Record<string, string> = { 'retry-after': '1' }): void {
	emulator.misbehave(({ index }) =>
		index < first ? { kind: 'status', status: 429, headers } : null,
	);
}

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;
const outcomes = (ended: Ended) => new Set(itemsOf(ended).map(({ outcome }) => outcome));
const numbers = () => emulator.messages.map(({ number }) => number).sort();
const EACH_ONCE = ITEMS.map(({ phone }) => phone);

describe.each([
	['Retry On Fail off', CONTINUE],
	['Retry On Fail on', RETRY],
])('Too many requests, with %s', (_, settings) => {
	it.each([1, 6])('for the first %i: all are accepted in the end, none twice', async (first) => {
		limit(first);
		const ended = await campaign(settings);
		expect(outcomes(ended)).toEqual(new Set(['accepted']));
		expect(numbers()).toEqual(EACH_ONCE);
		expect(emulator.requests).toHaveLength(ITEMS.length + first);
		// Exactly the wait that was asked for.
		expect(clock.waits).toEqual(Array.from({ length: first }, () => 1000));
	});
});

it('No request leaves before the wait is over', async () => {
	limit(1);
	let left = NaN;
	clock.meanwhile = async () => {
		const before = emulator.requests.length;
		await new Promise((resolve) => setTimeout(resolve, 100));
		left = emulator.requests.length - before;
	};
	await campaign(CONTINUE, { parallelRequests: 1 });
	expect(left).toBe(0);
});

it('Fewer requests run at a time from then on', async () => {
	let underWay = 0;
	let most = 0;
	emulator.misbehave(({ index }) => {
		if (index < 4) return { kind: 'status', status: 429, headers: { 'retry-after': '0' } };
		most = Math.max(most, ++underWay);
		setTimeout(() => underWay--, 5);
		return { kind: 'slow', ms: 10 };
	});
	await campaign(CONTINUE, { parallelRequests: 4 });
	expect(most).toBe(1);
});

it('A server that refuses for ever is given up: everything is notSent and safe to try again', async () => {
	limit(Infinity, { 'retry-after': '0' });
	const ended = await campaign(CONTINUE);
	expect(outcomes(ended)).toEqual(new Set(['notSent']));
	expect(emulator.requests.length).toBeLessThanOrEqual(4 * 6);
	expect(itemsOf(ended).at(-1)).toMatchObject({
		code: 'STOPPED_EARLIER',
		reason: expect.stringMatching(/\(HTTP_429\)\. The server got too many requests/),
	});
});

it('A wait lasts one minute at most, and ends when the execution is stopped', async () => {
	limit(1, { 'retry-after': '3600' });
	const { ended, cancel } = await start(emulator, {
		items: ITEMS.slice(0, 1),
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options: {} },
		settings: CONTINUE,
	});
	clock.meanwhile = cancel;
	await ended;
	expect(clock.waits).toEqual([60_000]);
	expect(emulator.requests).toHaveLength(1);
});
