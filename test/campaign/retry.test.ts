import type { IDataObject, INode } from 'n8n-workflow';

import type { Misbehaviour } from '../../dev/emulator/emulator';
import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf, type Ended, type Flow } from '../engine/engine';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

const NUMBERS = Array.from({ length: 10 }, (_, item) => `3361122330${String(item)}`);

/** Requests by number: the one that an item was for. */
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
/** What no engine may make of an accepted or unknown SMS. */
const SENT_ONCE = { messages: 10 };

const outcomes = (items: readonly IDataObject[]) => items.map(({ outcome }) => outcome);
const allAccepted = NUMBERS.map(() => 'accepted');
const butFor = (item: number, outcome: string) =>
	NUMBERS.map((_, at) => (at === item ? outcome : 'accepted'));
const inOrder = NUMBERS.map((_, item) => ({ item }));

describe.each([0, 6])('Retry On Fail, when item %i', (item) => {
	const number = NUMBERS[item] ?? '';

	describe('and On Error is Stop', () => {
		it('is refused once: it is sent again, no other is', async () => {
			misbehaveFor(number, REFUSED, 1);
			const ended = await sendTen({});
			expect(ended.error).toBeNull();
			expect(outcomes(itemsOf(ended))).toEqual(allAccepted);
			expect(itemsOf(ended).map(({ recipient }) => recipient)).toEqual(NUMBERS);
			expect(ended.outputs[0]?.[0]?.map(({ pairedItem }) => pairedItem)).toEqual(inOrder);
			expect(requestsByNumber()).toEqual(each(1, { [number]: 2 }));
			expect(emulator.tally).toMatchObject(SENT_ONCE);
		});

		it('is refused always: it is tried three times, and the tally tells of the others', async () => {
			misbehaveFor(number, REFUSED);
			const ended = await sendTen({});
			expect(ended.error?.message).toBe(
				'The provider found the text too long to be sent (TOO_LONG_MESSAGE)',
			);
			expect(ended.error?.description).toContain(
				`Of 10 items, counting from 0: 9 accepted, 1 refused (item ${String(item)}).`,
			);
			expect(requestsByNumber()).toEqual(each(1, { [number]: 3 }));
		});

		it('loses its answer: no request is repeated', async () => {
			misbehaveFor(number, LOST);
			const ended = await sendTen({});
			expect(ended.error?.message).toContain('(NO_ANSWER)');
			expect(ended.error?.description).toContain(
				`Of 10 items, counting from 0: 9 accepted, 1 unknown (item ${String(item)}).`,
			);
			expect(requestsByNumber()).toEqual(each(1));
			expect(emulator.tally).toMatchObject(SENT_ONCE);
		});

		it('has no number: nothing is sent at all, three times', async () => {
			const items = NUMBERS.map((phone, at) => ({ phone: at === item ? 'demain' : phone }));
			const ended = await sendTen({}, { items });
			expect(ended.error?.message).toMatch(/^Recipients: .*demain/);
			expect(ended.error?.description).toContain(
				`Nothing was sent to anyone: 1 of 10 items is invalid (item ${String(item)}, counting from 0).`,
			);
			expect(emulator.requests).toHaveLength(0);
		});
	});

	describe.each<[string, Partial<INode>]>([
		['Continue', { onError: 'continueRegularOutput' }],
		['Continue, as n8n wrote it before 1.0', { continueOnFail: true }],
	])('and On Error is %s', (_, settings) => {
		it('is refused once', async () => {
			misbehaveFor(number, REFUSED, 1);
			const items = itemsOf(await sendTen(settings));
			// n8n runs the node again for the first item only.
			expect(outcomes(items)).toEqual(item === 0 ? allAccepted : butFor(item, 'rejected'));
			expect(requestsByNumber()).toEqual(each(1, { [number]: item === 0 ? 2 : 1 }));
		});

		it('is refused always', async () => {
			misbehaveFor(number, REFUSED);
			const ended = await sendTen(settings);
			const items = itemsOf(ended);
			expect(outcomes(items)).toEqual(butFor(item, 'rejected'));
			expect(items[item]).toMatchObject({
				code: 'TOO_LONG_MESSAGE',
				recipient: number,
				details: {
					rejected: [{ recipient: number, code: 'TOO_LONG_MESSAGE' }],
					sms: { text: 'Bonjour' },
				},
				error: expect.stringContaining('(TOO_LONG_MESSAGE)'),
			});
			expect(items.filter(({ error }) => error !== undefined)).toHaveLength(1);
			expect(ended.outputs[0]?.[0]?.map(({ pairedItem }) => pairedItem)).toEqual(inOrder);
			expect(ended.after).toHaveLength(10);
			expect(requestsByNumber()).toEqual(each(1, { [number]: item === 0 ? 3 : 1 }));
		});

		it('loses its answer', async () => {
			misbehaveFor(number, LOST);
			const items = itemsOf(await sendTen(settings));
			expect(outcomes(items)).toEqual(butFor(item, 'unknown'));
			expect(requestsByNumber()).toEqual(each(1));
		});

		it('has no number', async () => {
			const given = NUMBERS.map((phone, at) => ({ phone: at === item ? 'demain' : phone }));
			const items = itemsOf(await sendTen(settings, { items: given }));
			expect(outcomes(items)).toEqual(butFor(item, 'rejected'));
			expect(items[item]).toMatchObject({
				code: 'NOT_A_NUMBER',
				error: expect.stringMatching(/^Recipients: .*demain/),
			});
			expect(requestsByNumber()).toEqual(
				Object.fromEntries(NUMBERS.filter((n) => n !== number).map((n) => [n, 1])),
			);
		});
	});

	describe('and On Error is Continue (using error output)', () => {
		const settings = { onError: 'continueErrorOutput' } as const;

		it('is refused once', async () => {
			misbehaveFor(number, REFUSED, 1);
			const ended = await sendTen(settings);
			expect(ended.after).toHaveLength(item === 0 ? 10 : 9);
			expect(ended.errors).toHaveLength(item === 0 ? 0 : 1);
			expect(requestsByNumber()).toEqual(each(1, { [number]: item === 0 ? 2 : 1 }));
		});

		it.each<[string, Misbehaviour, string, string, number]>([
			['is refused always', REFUSED, 'rejected', 'TOO_LONG_MESSAGE', item === 0 ? 3 : 1],
			['loses its answer', LOST, 'unknown', 'NO_ANSWER', 1],
		])('%s', async (__, misbehaviour, outcome, code, requests) => {
			misbehaveFor(number, misbehaviour);
			const ended = await sendTen(settings);
			expect(outcomes(ended.after.map(({ json }) => json))).toEqual(allAccepted.slice(1));
			expect(ended.after.map(({ json }) => json.recipient)).toEqual(
				NUMBERS.filter((n) => n !== number),
			);
			// n8n adds the fields of the item that came in, and what the node knows stays within reach.
			expect(ended.errors.map(({ json }) => json)).toEqual([
				{
					phone: number,
					error: expect.objectContaining({
						message: expect.stringContaining(`(${code})`),
						outcome,
						code,
						recipient: number,
						details: expect.objectContaining({
							sms: expect.objectContaining({ text: 'Bonjour' }),
						}),
					}),
				},
			]);
			expect(requestsByNumber()).toEqual(each(1, { [number]: requests }));
		});
	});

	it('fails in a loop: every round does send, once', async () => {
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
	const several = {
		items: [
			{ phones: NUMBERS.slice(0, 3).join(',') },
			{ phones: NUMBERS.slice(3, 6).join(',') },
			{ phones: NUMBERS.slice(6).join(',') },
		],
		parameters: (options: IDataObject) => ({
			recipients: '={{ $json.phones }}',
			text: 'Bonjour',
			options,
		}),
	};
	const [, , , refusedNumber = ''] = NUMBERS;

	it.each([
		['one request for an item', {}],
		['one request for all items', { combineItems: true }],
	])('%s: what was accepted or is unknown is not sent again', async (_, options) => {
		// Without SENDING_OK the numbers that are not named are unknown.
		let left = 1;
		emulator.misbehave(({ document }) =>
			document?.recipients.includes(refusedNumber) && left-- > 0
				? { kind: 'answer', body: `${refusedNumber}_IS_INVALID`, accepts: true }
				: null,
		);
		const ended = await sendTen(
			{},
			{ items: several.items, parameters: several.parameters(options) },
		);
		expect(ended.error?.message).toContain('NOT_NAMED');
		// The number that was named was tried again, alone.
		expect(requestsByNumber()).toEqual(each(1, { [refusedNumber]: 2 }));
	});

	it('a number that was refused beside others accepted is no reason to run the node again', async () => {
		emulator.blacklist.add(refusedNumber);
		const ended = await sendTen(
			{},
			{ items: several.items, parameters: several.parameters({ combineItems: true }) },
		);
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
		'one output item for a number, options %j: only the refused ones are sent again',
		async (more) => {
			const options = { outputPer: 'recipient', maxRecipients: 1, ...more };
			misbehaveFor(refusedNumber, REFUSED, 2);
			const ended = await sendTen(
				{},
				{ items: several.items, parameters: several.parameters(options) },
			);
			expect(ended.error).toBeNull();
			expect(outcomes(itemsOf(ended))).toEqual(allAccepted);
			expect(ended.outputs[0]?.[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 0, 0, 1, 1, 1, 2, 2, 2, 2].map((item) => ({ item })),
			);
			expect(requestsByNumber()).toEqual(each(1, { [refusedNumber]: 3 }));
		},
	);
});
