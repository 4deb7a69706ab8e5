import type { IDataObject, INode } from 'n8n-workflow';

import type { Misbehaviour } from '../../dev/emulator/emulator';
import { emulatorForTests } from '../../dev/emulator/forTests';
import { deduplicator, execute, itemsOf, type Ended, type Flow } from '../engine/engine';

jest.setTimeout(60_000);

const emulator = emulatorForTests();
afterEach(() => {
	deduplicator.records.clear();
});

const NUMBERS = Array.from({ length: 10 }, (_, item) => `3361122330${String(item)}`);

/** How many requests each item's number got. */
function requestsByNumber(): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { document } of emulator.requests) {
		for (const number of document?.recipients ?? []) counts[number] = (counts[number] ?? 0) + 1;
	}
	return counts;
}

const each = (requests: number, others: Record<string, number> = {}): Record<string, number> => ({
	...Object.fromEntries(NUMBERS.map((number) => [number, requests])),
	...others,
});

function misbehaveFor(number: string, misbehaviour: Misbehaviour, times = Infinity): void {
	let left = times;
	emulator.misbehave(({ document }) =>
		document?.recipients.includes(number) && left-- > 0 ? misbehaviour : null,
	);
}

async function sendTen(settings: Partial<INode>, more: Partial<Flow> = {}): Promise<Ended> {
	return await execute(emulator, {
		items: NUMBERS.map((phone) => ({ phone })),
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour' },
		settings: { retryOnFail: true, maxTries: 3, ...settings },
		...more,
	});
}

const REFUSED: Misbehaviour = { kind: 'answer', body: 'TOO_LONG_MESSAGE' };
const LOST: Misbehaviour = { kind: 'closeWithoutAnswer' };
const outcomes = (items: readonly IDataObject[]) => items.map(({ outcome }) => outcome);
const allAccepted = NUMBERS.map(() => 'accepted');

/** What happens to one of the ten, and how often. */
const MISHAPS = [
	['is refused once', REFUSED, 1],
	['is refused always', REFUSED, 3],
	['loses its answer', LOST, 3],
] as const;
const SETTINGS: Readonly<Record<string, Partial<INode>>> = {
	Stop: {},
	Continue: { onError: 'continueRegularOutput' },
	'Continue, as n8n wrote it before 1.0': { continueOnFail: true },
	'error output': { onError: 'continueErrorOutput' },
};

describe.each([0, 6])('Retry On Fail, when item %i', (item) => {
	const number = NUMBERS[item] ?? '';

	describe.each(Object.entries(SETTINGS))('and On Error is %s', (onError, settings) => {
		// failures.test.ts covers the output.
		it.each(MISHAPS)('%s', async (_, does, times) => {
			misbehaveFor(number, does, times);
			const { error, after, errors } = await sendTen(settings);
			// n8n runs the node again if it throws or its first item is a failure.
			const isTriedAgain = does === REFUSED && (onError === 'Stop' || item === 0);
			const requests = isTriedAgain ? Math.min(times + 1, 3) : 1;
			expect(requestsByNumber()).toEqual(each(1, { [number]: requests }));
			const failed = isTriedAgain && times === 1 ? [] : [number];
			if (onError === 'Stop' && failed.length > 0) {
				expect(error?.description).toContain('9 accepted · 1 ');
				return;
			}
			expect(error).toBeNull();
			const accepted = after.filter(({ json }) => json.outcome === 'accepted');
			expect(accepted.map(({ json }) => json.recipient)).toEqual(
				NUMBERS.filter((one) => !failed.includes(one)),
			);
			expect(after.length + errors.length).toBe(NUMBERS.length);
		});
	});

	it('has no number: nothing is sent in any of three tries', async () => {
		const items = NUMBERS.map((phone, at) => ({ phone: at === item ? 'demain' : phone }));
		const ended = await sendTen({}, { items });
		expect(ended.error?.message).toMatch(/^Recipients: .*demain/);
		expect(ended.error?.description).toContain(`(row ${String(item + 1)})`);
		expect(emulator.requests).toHaveLength(0);
	});

	it('fails in a loop: every round still sends once', async () => {
		misbehaveFor(number, REFUSED, 1);
		const ended = await sendTen({}, { rounds: 3 });
		expect(ended.error).toBeNull();
		expect(ended.outputs.map((outputs) => outcomes((outputs[0] ?? []).map((i) => i.json)))).toEqual(
			[allAccepted, allAccepted, allAccepted],
		);
		expect(requestsByNumber()).toEqual(each(3, { [number]: 4 }));
		expect(emulator.tally).toMatchObject({ messages: 30 });
	});
});

describe('Retry On Fail, with several numbers in an item', () => {
	const sendSeveral = async (options: IDataObject): Promise<Ended> =>
		await sendTen(
			{},
			{
				items: [NUMBERS.slice(0, 3), NUMBERS.slice(3, 6), NUMBERS.slice(6)].map((all) => ({
					phones: all.join(),
				})),
				parameters: { recipients: '={{ $json.phones }}', text: 'Bonjour', options },
			},
		);
	const [, , , refusedNumber = ''] = NUMBERS;

	it.each([
		['one request for an item', {}],
		['one request for all items', { combineItems: true }],
	])('%s: accepted and unknown numbers are not sent again', async (_, options) => {
		// Without SENDING_OK, numbers that the answer does not name are unknown.
		let left = 1;
		emulator.misbehave(({ document }) =>
			document?.recipients.includes(refusedNumber) && left-- > 0
				? { kind: 'answer', body: `${refusedNumber}_IS_INVALID`, accepts: true }
				: null,
		);
		const ended = await sendSeveral(options);
		expect(ended.error?.message).toContain('NOT_NAMED');
		// Only the number it names was tried again.
		expect(requestsByNumber()).toEqual(each(1, { [refusedNumber]: 2 }));
	});

	it('a refused number among accepted ones does not make n8n run the node again', async () => {
		emulator.blacklist.add(refusedNumber);
		const ended = await sendSeveral({ combineItems: true });
		expect(itemsOf(ended)).toMatchObject([
			{ outcome: 'accepted', details: { rejected: [] } },
			{
				outcome: 'partial',
				code: 'IS_BLACKLISTED',
				details: { rejected: [{ recipient: refusedNumber, code: 'IS_BLACKLISTED' }] },
			},
			{ outcome: 'accepted', details: { rejected: [] } },
		]);
		expect(requestsByNumber()).toEqual(each(1));
	});

	it.each([[{}], [{ idempotencyKey: '={{ $json.phones }}' }]])(
		'one output item per number, options %j: only the refused ones are sent again',
		async (more) => {
			const options = { outputPer: 'recipient', maxRecipients: 1, ...more };
			misbehaveFor(refusedNumber, REFUSED, 2);
			const ended = await sendSeveral(options);
			expect(ended.error).toBeNull();
			expect(outcomes(itemsOf(ended))).toEqual(allAccepted);
			expect(ended.outputs[0]?.[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 0, 0, 1, 1, 1, 2, 2, 2, 2].map((item) => ({ item })),
			);
			expect(requestsByNumber()).toEqual(each(1, { [refusedNumber]: 3 }));
		},
	);
});

describe('Retry On Fail, if the fields return something else on each try', () => {
	const [first = '', second = ''] = NUMBERS;
	const REST_FAILS: Misbehaviour = { kind: 'answer', body: 'NOT_ENOUGH_CREDITS;0' };
	/** One item with several numbers, one per request; the second is refused once. */
	const sendOne = async (parameters: IDataObject, options: IDataObject = {}) => {
		let requests = 0;
		emulator.misbehave(() => (++requests === 2 ? REST_FAILS : null));
		return await execute(emulator, {
			items: [{ phones: [first, second].join() }],
			parameters: {
				recipients: '={{ $json.phones }}',
				text: 'Bonjour',
				...parameters,
				options: { maxRecipients: 1, parallelRequests: 1, ...options },
			},
			settings: { retryOnFail: true, maxTries: 3 },
		});
	};
	const NOW = '=Il est {{ $now.toMillis() }}{{ Math.random() }}';

	it.each([[{}], [{ idempotencyKey: 'order 1' }], [{ idempotencyKey: '={{ Math.random() }}' }]])(
		'in Text, with %j: the first text is sent to the rest too',
		async (options) => {
			const [item] = itemsOf(await sendOne({ text: NOW }, options));
			const texts = emulator.messages.map(({ text }) => text);
			expect(texts).toEqual([texts[0], texts[0]]);
			expect(item).toMatchObject({
				outcome: 'accepted',
				accepted: 2,
				credits: 2,
				details: { sms: { text: texts[0] } },
			});
		},
	);

	const OTHER = '{{ 33611224000 + Math.floor(Math.random() * 1000) }}';
	it.each([
		['others were refused', `=${first},${OTHER}`],
		['others were sent', `=${OTHER},${first}`],
	])('in Recipients, where %s: every SMS that left is reported', async (_, recipients) => {
		const [item] = itemsOf(await sendOne({ recipients }));
		const sent = emulator.messages.map(({ number }) => number);
		expect(item).toMatchObject({
			outcome: 'accepted',
			accepted: sent.length,
			credits: sent.length,
			details: { recipients: sent },
		});
		expect(sent).toEqual([...new Set(sent)]);
	});

	it('in the text of a finished item: the sent text is no longer known, and not invented', async () => {
		misbehaveFor(second, REFUSED, 1);
		const ended = await execute(emulator, {
			items: [{ phone: first }, { phone: second }],
			parameters: { recipients: '={{ $json.phone }}', text: NOW },
			settings: { retryOnFail: true, maxTries: 3 },
		});
		expect(itemsOf(ended)).toMatchObject([
			{ outcome: 'accepted', recipient: first, credits: 1, details: { sms: null } },
			{
				outcome: 'accepted',
				recipient: second,
				details: { sms: { text: expect.stringContaining('Il est') } },
			},
		]);
	});

	it('in the owner of the key: the item sent in part continues first', async () => {
		// The first item is refused, so the second gets the key, and is sent in part.
		emulator.misbehave(({ index }) => (index < 2 || index === 3 ? REFUSED : null));
		const phones = [first, second].join();
		const ended = await execute(emulator, {
			items: [{ phones }, { phones }],
			parameters: {
				recipients: '={{ $json.phones }}',
				text: 'Bonjour',
				options: { idempotencyKey: 'order 1', maxRecipients: 1, parallelRequests: 1 },
			},
			settings: { retryOnFail: true, maxTries: 2, onError: 'continueRegularOutput' },
		});
		expect(itemsOf(ended).map(({ outcome, code }) => [outcome, code])).toEqual([
			['duplicate', 'DUPLICATE_KEY'],
			['accepted', 'SENDING_OK'],
		]);
		expect(emulator.messages.map(({ number }) => number)).toEqual([first, second]);
	});
});

describe('n8n’s Retry of an execution', () => {
	/** n8n's data for the node, stored with the execution. */
	let kept: IDataObject;
	beforeEach(() => {
		kept = {};
	});
	const sendAgain = async (options: IDataObject = {}) =>
		await sendTen(
			{ retryOnFail: false },
			{
				context: { getContext: () => kept },
				parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options },
			},
		);

	it('sends the SMS that were not sent', async () => {
		misbehaveFor(NUMBERS[3] ?? '', REFUSED, 1);
		expect((await sendAgain()).error).not.toBeNull();
		expect(outcomes(itemsOf(await sendAgain()))).toEqual(allAccepted);
		expect(requestsByNumber()).toEqual(each(1, { [NUMBERS[3] ?? '']: 2 }));
		expect(kept).toEqual({});
	});

	it('sends the SMS that were only simulated', async () => {
		expect(outcomes(itemsOf(await sendAgain({ simulate: true })))).toEqual(allAccepted);
		expect(emulator.requests).toEqual([]);
		expect(outcomes(itemsOf(await sendAgain()))).toEqual(allAccepted);
		expect(requestsByNumber()).toEqual(each(1));
	});

	it('reports once a number that got its SMS and is on Do Not Contact by then', async () => {
		const [first = '', second = ''] = NUMBERS;
		misbehaveFor(second, REFUSED, 1);
		for (const doNotContact of [[], [first]]) {
			const ended = await sendTen(
				{ retryOnFail: false },
				{
					items: [{ phone: `${first},${second}` }],
					context: { getContext: () => kept },
					parameters: {
						recipients: '={{ $json.phone }}',
						text: 'Bonjour',
						options: { maxRecipients: 1, doNotContact: `={{ ${JSON.stringify(doNotContact)} }}` },
					},
				},
			);
			if (doNotContact.length === 0) continue;
			const [item] = itemsOf(ended);
			expect(item).toMatchObject({ outcome: 'accepted', recipient: `${first}, ${second}` });
		}
		expect(requestsByNumber()).toEqual({ [first]: 1, [second]: 2 });
	});

	it('reports an item sent in part, even if one of its options is refused by then', async () => {
		const [first = '', second = '', third = ''] = NUMBERS;
		const attempt = async (timeout: string, onError: NonNullable<INode['onError']>) =>
			await sendTen(
				{ retryOnFail: false, onError },
				{
					items: [{ phone: first }, { phone: `${second},${third}` }],
					context: { getContext: () => kept },
					parameters: {
						recipients: '={{ $json.phone }}',
						text: 'Bonjour',
						options: { maxRecipients: 1, timeout },
					},
				},
			);
		misbehaveFor(third, REFUSED, 1);
		await attempt('5000', 'stopWorkflow');
		const ended = await attempt('={{ 5000 + $itemIndex }}', 'continueRegularOutput');
		expect(itemsOf(ended)).toMatchObject([
			{ outcome: 'accepted' },
			{
				outcome: 'partial',
				recipient: `${second}, ${third}`,
				credits: 1,
				code: 'TOO_LONG_MESSAGE',
			},
		]);
		expect(emulator.requests).toHaveLength(3);
	});
});
