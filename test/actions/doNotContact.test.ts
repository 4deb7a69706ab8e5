import type { IDataObject } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { deduplicator, execute, itemsOf, type Ended, type Flow } from '../engine/engine';

jest.setTimeout(60_000);

const emulator = emulatorForTests();
afterEach(async () => await deduplicator.clearAllProcessedItems());

const [A, B, C] = ['33611223300', '33611223301', '33611223302'] as const;
const THREE = [{ phone: A }, { phone: B }, { phone: C }];

async function run(options: IDataObject, more: Partial<Flow> = {}): Promise<Ended> {
	return await execute(emulator, {
		items: THREE,
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options },
		...more,
	});
}

const outcomes = (ended: Ended) =>
	itemsOf(ended).map(({ outcome, code }) => `${String(outcome)} ${String(code)}`);
const sentTo = () => emulator.messages.map(({ number }) => number).sort();
const OK = 'accepted SENDING_OK';
const LEFT_OUT = 'rejected DO_NOT_CONTACT';

describe('A number on the list gets no SMS, which is not a failure', () => {
	it.each<[string, unknown]>([
		['text', '06 11 22 33 01'],
		['an expression that gives an array', "={{ ['0611223301'] }}"],
		['the items of another node', "={{ $('Items').all().map((item) => item.json.stop) }}"],
	])('%s', async (_, doNotContact) => {
		const items = THREE.map((item, index) => ({
			...item,
			stop: index === 0 ? '06.11.22.33.01' : '0699887766',
		}));
		const ended = await run({ doNotContact } as IDataObject, { items });
		expect(ended.error).toBeNull();
		expect(outcomes(ended)).toEqual([OK, LEFT_OUT, OK]);
		expect(itemsOf(ended)[1]).toEqual(
			expect.objectContaining({
				recipient: B,
				accepted: 0,
				credits: 0,
				reason: 'The number is on your do-not-contact list, so the SMS was not sent',
				details: expect.objectContaining({
					recipients: [],
					rejected: [expect.objectContaining({ recipient: B, code: 'DO_NOT_CONTACT' })],
				}),
			}),
		);
		expect(sentTo()).toEqual([A, C]);
	});

	it('all numbers of an item: no request and no failure, whatever On Error is', async () => {
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
			const ended = await run({ doNotContact: [A, B, C] }, { settings: { onError } });
			expect(outcomes(ended)).toEqual([LEFT_OUT, LEFT_OUT, LEFT_OUT]);
			expect(ended.after).toHaveLength(3);
			expect(ended.errors).toEqual([]);
		}
		expect(emulator.requests).toHaveLength(0);
	});

	it('one of an item’s numbers: the others get the SMS, and partial is not a failure', async () => {
		const ended = await run({ doNotContact: B }, { items: [{ phone: [A, B, C] }] });
		expect(outcomes(ended)).toEqual(['partial DO_NOT_CONTACT']);
		expect(itemsOf(ended)[0]).not.toHaveProperty('error');
		expect(sentTo()).toEqual([A, C]);
	});

	it('with Combine Items', async () => {
		const ended = await run({ doNotContact: B, combineItems: true });
		expect(outcomes(ended)).toEqual([OK, LEFT_OUT, OK]);
		expect(emulator.requests.map(({ document }) => document?.recipients)).toEqual([[A, C]]);
	});

	it('with Output Per Recipient, and for the run', async () => {
		const items = [{ phone: [A, B] }];
		const each = await run({ doNotContact: B, outputPer: 'recipient' }, { items });
		expect(outcomes(each)).toEqual([OK, LEFT_OUT]);
		const [whole] = itemsOf(await run({ doNotContact: B, outputPer: 'run' }, { items }));
		expect(whole).toMatchObject({ accepted: 1, rejected: 1, credits: 1 });
	});

	it('claims no key, so the number gets the SMS once it leaves the list', async () => {
		const key = { idempotencyKey: '={{ $json.phone }}' };
		expect(outcomes(await run({ ...key, doNotContact: B }))).toEqual([OK, LEFT_OUT, OK]);
		expect(outcomes(await run(key, { executionId: '2' }))).toEqual([
			'duplicate DUPLICATE_KEY',
			OK,
			'duplicate DUPLICATE_KEY',
		]);
	});

	it('with Retry On Fail, even in a later try', async () => {
		let refusals = 1;
		emulator.misbehave(({ document }) =>
			document?.recipients.includes(C) && refusals-- > 0
				? { kind: 'answer', body: 'TOO_LONG_MESSAGE' }
				: null,
		);
		const ended = await run({ doNotContact: B }, { settings: { retryOnFail: true } });
		expect(outcomes(ended)).toEqual([OK, LEFT_OUT, OK]);
		expect(sentTo()).toEqual([A, C]);
	});
});

it('Accepts an expression that returns an empty list', async () => {
	expect(outcomes(await run({ doNotContact: '={{ [] }}' }))).toEqual([OK, OK, OK]);
	expect(outcomes(await run({ doNotContact: '={{ [].join() }}' }))).toEqual([OK, OK, OK]);
});

describe('Sends nothing if a wrong column leaves the list empty', () => {
	it.each<[string, RegExp]>([
		["={{ $('Items').all().map((item) => item.json.stopp) }}", /entries are all empty/],
		["={{ $('Nobody').all() }}", /Referenced node doesn't exist/],
	])('%s', async (doNotContact, reason) => {
		const settings = { onError: 'continueRegularOutput' } as const;
		const ended = await run({ doNotContact }, { settings });
		expect(outcomes(ended)).toEqual(Array(3).fill('notSent INVALID_INPUT'));
		for (const item of itemsOf(ended)) expect(item.reason).toMatch(reason);
		expect(emulator.requests).toHaveLength(0);
		expect((await run({ doNotContact })).status).toBe('error');
	});
});

it('Reports invalid entries once: above the output and with the first item', async () => {
	const ended = await run({ doNotContact: [B, 'Zoé'] });
	expect(outcomes(ended)).toEqual([OK, LEFT_OUT, OK]);
	const message =
		'Do Not Contact: 1 of 2 entries are not phone numbers and were ignored, such as “Zoé”.';
	expect(ended.hints).toContain(message);
	const warnings = itemsOf(ended).map(({ details }) => (details as IDataObject).warnings);
	expect(warnings).toEqual([[{ code: 'DO_NOT_CONTACT_UNREAD', message }], [], []]);
});

it('Reads the list once, whatever the number of items', async () => {
	let reads = 0;
	const items = Array.from({ length: 50 }, (_, item) => ({
		get stop() {
			if (item === 1) reads++;
			return B;
		},
		phone: String(33611220000 + item),
	}));
	await run({ doNotContact: "={{ $('Items').all().map((item) => item.json.stop) }}" }, { items });
	expect(reads).toBeLessThan(10);
});
