import type { IDataObject } from 'n8n-workflow';

import type { Misbehaviour } from '../../../dev/emulator/emulator';
import { emulatorForTests } from '../../../dev/emulator/forTests';
import { deduplicator, execute, itemsOf, type Ended, type Flow } from '../../engine/engine';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

const PHONES = Array.from({ length: 10 }, (_, item) => String(33611220000 + item));
const DOWN = 'http://127.0.0.1:1/api/sendsms/xml';
const [A = '', B = '', C = ''] = PHONES;

async function run(
	items: readonly IDataObject[],
	options: IDataObject,
	more: Partial<Flow> = {},
): Promise<Ended> {
	return await execute(emulator, {
		items,
		parameters: {
			recipients: '={{ $json.phone }}',
			text: '={{ $json.text ?? "Bonjour" }}',
			long: '={{ $json.long ?? false }}',
			options,
		},
		settings: { onError: 'continueRegularOutput' },
		...more,
	});
}

const ten = PHONES.map((phone) => ({ phone }));
const outcomes = (ended: Ended) => [
	...new Set(itemsOf(ended).map(({ outcome, code }) => `${String(outcome)} ${String(code)}`)),
];
/** The outcome of a run that may send everything. */
const ALL = ['accepted SENDING_OK'];

interface Case {
	readonly items: readonly IDataObject[];
	readonly sms: number;
	readonly options?: IDataObject;
}

/** Runs with their cost; test/sms/credits.test.ts covers the cost of one message. */
const CASES: ReadonlyArray<[string, Case]> = [
	['ten items of one part', { items: ten, sms: 10 }],
	['an item of two parts', { items: [{ phone: A, text: 'a'.repeat(161), long: true }], sms: 2 }],
	['one item of three numbers', { items: [{ phone: [A, B, C] }], sms: 3 }],
	['two items of one number', { items: [{ phone: A }, { phone: A }], sms: 2 }],
	[
		'two items of one number that are combined',
		{ items: [{ phone: A }, { phone: [A, B] }], sms: 2, options: { combineItems: true } },
	],
	[
		'numbers of which one is not to be contacted',
		{ items: [{ phone: [A, B] }, { phone: [B, C] }], sms: 3, options: { doNotContact: A } },
	],
	[
		'items of one key: the dearest',
		{
			items: [{ phone: A }, { phone: [A, B, C] }],
			sms: 3,
			options: { idempotencyKey: 'k1' },
		},
	],
	[
		'items of one key, of which the dearest would share requests: at most',
		{
			items: [
				{ phone: A, text: 'Salut', key: 'k1' },
				{ phone: [B, C], key: 'k1' },
				{ phone: [B, C], key: 'k2' },
			],
			sms: 4,
			options: { combineItems: true, idempotencyKey: '={{ $json.key }}' },
		},
	],
];

afterEach(async () => await deduplicator.clearAllProcessedItems());

describe.each(CASES)('%s', (_, { items, sms, options = {} }) => {
	it('is sent at exactly Maximum SMS', async () => {
		const ended = await run(items, { ...options, maxSms: sms });
		expect(itemsOf(ended).filter(({ outcome }) => outcome === 'notSent')).toEqual([]);
		expect(emulator.tally.messages).toBeGreaterThan(0);
	});

	it('is refused at one less, with the numbers', async () => {
		const ended = await run(items, { ...options, maxSms: sms - 1 });
		expect(outcomes(ended)).toEqual(['notSent OVER_MAX_SMS']);
		expect(itemsOf(ended)[0]?.reason).toBe(
			`This run would cost ${String(sms)} SMS; Maximum SMS is ${String(sms - 1)}. Nothing was sent`,
		);
		expect(emulator.requests).toHaveLength(0);
	});

	it('is sent with just enough credits, and refused with one less', async () => {
		emulator.credits = sms - 1;
		const short = await run(items, { ...options, checkCredits: true });
		expect(outcomes(short)).toEqual(['notSent OVER_BALANCE']);
		expect(itemsOf(short)[0]?.reason).toBe(
			`This run would cost ${String(sms)} SMS; the account has ${String(sms - 1)}. Nothing was sent`,
		);
		// Only the balance request, which cannot send.
		expect(emulator.requests.map(({ document }) => document?.recipients)).toEqual([[]]);

		emulator.credits = sms;
		const enough = await run(items, { ...options, checkCredits: true });
		expect(itemsOf(enough).filter(({ outcome }) => outcome === 'notSent')).toEqual([]);
	});
});

it('Without Long Message a text costs one part, the most that can leave, whatever its letters', async () => {
	emulator.configure({ transliterates: true });
	emulator.credits = 10;
	const text = 'ê'.repeat(100);
	const items = ten.map(({ phone }) => ({ phone, text }));
	const options = { maxSms: 10, checkCredits: true, costlyLetters: 'keep' };
	const ended = await run(items, options);
	expect(outcomes(ended)).toEqual(ALL);
	expect(itemsOf(ended).map(({ credits }) => credits)).toEqual(Array(10).fill(1));
	expect(emulator.credits).toBe(0);
});

it('Items of one key cost no more than Maximum SMS, whichever of them is sent', async () => {
	const items = [
		{ phone: A, text: 'Salut', key: 'k1' },
		{ phone: [B, C], key: 'k1' },
		{ phone: [B, C], key: 'k2' },
	];
	await run(items, { combineItems: true, idempotencyKey: '={{ $json.key }}', maxSms: 2 });
	expect(emulator.messages).toEqual([]);
});

describe('Check Credits First', () => {
	it('sends and warns once if the balance is unknown', async () => {
		emulator.configure({ balanceFollows: [] });
		const ended = await run(ten, { checkCredits: true });
		expect(outcomes(ended)).toEqual(ALL);
		const codes = itemsOf(ended).map(({ details }) =>
			(details as { warnings: IDataObject[] }).warnings.map(({ code }) => code),
		);
		expect(codes).toEqual([['BALANCE_NOT_TOLD'], ...Array(9).fill([])]);
		expect(ended.hints).toContainEqual(expect.stringContaining('did not give the balance'));
	});

	it.each<[string, Partial<Flow>, Misbehaviour | null, string]>([
		['a wrong password', { credentials: { password: 'wrong' } }, null, 'AUTH_FAILED'],
		['a provider that is down', { credentials: { sendUrl: DOWN } }, null, 'COULD_NOT_CONNECT'],
		['an answer that is not the provider’s', {}, { kind: 'html' }, 'UNKNOWN_ANSWER'],
	])('sends nothing with %s', async (_, more, misbehaviour, code) => {
		emulator.misbehave(() => misbehaviour);
		const ended = await run(ten, { checkCredits: true }, more);
		expect(outcomes(ended)).toEqual([`notSent ${code}`]);
		expect(emulator.messages).toHaveLength(0);
		expect(emulator.requests.length).toBeLessThanOrEqual(1);
	});

	it('makes no request if there is nothing to send', async () => {
		const ended = await run(ten, { checkCredits: true, doNotContact: PHONES });
		expect(outcomes(ended)).toEqual(['rejected DO_NOT_CONTACT']);
		expect(emulator.requests).toHaveLength(0);
	});
});

describe('SMS already sent do not count', () => {
	it('in an earlier try of Retry On Fail', async () => {
		let refusals = 1;
		emulator.misbehave(({ document }) =>
			document?.recipients.includes(C) && refusals-- > 0
				? { kind: 'answer', body: 'TOO_LONG_MESSAGE' }
				: null,
		);
		// Credits for ten: the second try needs one, and one is left.
		emulator.credits = 10;
		const settings = { retryOnFail: true, maxTries: 2 };
		const ended = await run(ten, { checkCredits: true, maxSms: 10 }, { settings });
		expect(outcomes(ended)).toEqual(ALL);
		expect(emulator.credits).toBe(0);
	});

	it('under keys that were used', async () => {
		const items = ten.map(({ phone }) => ({ phone, key: phone }));
		const options = { idempotencyKey: '={{ $json.key }}' };
		await run(items.slice(0, 6), options, { executionId: '1' });
		const refused = await run(items, { ...options, maxSms: 3 }, { executionId: '2' });
		expect(itemsOf(refused)[9]?.reason).toMatch(/^This run would cost 4 SMS/);
		// The keys claimed for counting are free again.
		const ended = await run(items, { ...options, maxSms: 4 }, { executionId: '3' });
		expect(itemsOf(ended).map(({ outcome }) => outcome)).toEqual([
			...Array(6).fill('duplicate'),
			...Array(4).fill('accepted'),
		]);
	});
});

describe('Keys claimed for counting are free again', () => {
	const options = { idempotencyKey: '={{ $json.key }}', parallelRequests: 1, maxSms: 10 };
	const keyed = ten.map(({ phone }) => ({ phone, key: phone }));
	const rerun = async () => outcomes(await run(keyed, options, { executionId: '2' }));

	it('if an answer stopped the run', async () => {
		emulator.misbehave({ kind: 'answer', body: 'AUTH_FAILED' });
		const stopped = await run(keyed, options, { executionId: '1' });
		expect(outcomes(stopped)).toEqual(['rejected AUTH_FAILED', 'notSent STOPPED_EARLIER']);
		expect(await rerun()).toEqual(ALL);
	});

	it('if the execution was stopped', async () => {
		const cancelled = new AbortController();
		emulator.misbehave(({ index }) => {
			if (index === 1) cancelled.abort();
			return null;
		});
		const context = { getExecutionCancelSignal: () => cancelled.signal };
		await run(keyed, options, { executionId: '1', context });
		const sent = emulator.requests.length;
		expect(sent).toBeLessThan(5);
		expect(await rerun()).toContain('accepted SENDING_OK');
		expect(emulator.messages).toHaveLength(10);
	});

	it('for an item without recipients', async () => {
		const items = [A, B].map((phone) => ({ phone, key: 'order 1' }));
		const ended = await run(items, { ...options, doNotContact: A }, { executionId: '1' });
		expect(outcomes(ended)).toEqual(['rejected DO_NOT_CONTACT', 'accepted SENDING_OK']);
		const alone = [{ phone: A, key: 'order 2' }];
		await run(alone, { ...options, doNotContact: A }, { executionId: '2' });
		expect(outcomes(await run(alone, options, { executionId: '3' }))).toEqual(ALL);
	});

	it('but not those of an earlier try that sent a part', async () => {
		const item = [{ phone: [A, B], key: 'order 1' }];
		const limits = { ...options, maxRecipients: 1, checkCredits: true };
		emulator.misbehave(({ document }) => {
			if (document?.recipients[0] !== B) return null;
			emulator.credits = 0;
			return { kind: 'answer', body: 'TOO_LONG_MESSAGE' };
		});
		const settings = { retryOnFail: true, maxTries: 2 };
		await run(item, limits, { executionId: '1', settings });
		expect(emulator.messages.map(({ number }) => number)).toEqual([A]);
		emulator.misbehave(null);
		emulator.credits = 10;
		const again = await run(item, limits, { executionId: '2' });
		expect(outcomes(again)).toEqual(['duplicate DUPLICATE_KEY']);
		expect(emulator.messages).toHaveLength(1);
	});
});

it('With On Error set to Stop, the execution ends with the numbers', async () => {
	const ended = await run(ten, { maxSms: 9 }, { settings: { onError: 'stopWorkflow' } });
	expect(ended.error?.message).toBe(
		'This run would cost 10 SMS; Maximum SMS is 9. Nothing was sent',
	);
	expect(ended.error?.description).toMatch(
		/^Send to fewer numbers.* None was sent: 10 over Maximum SMS\.$/,
	);
	expect(emulator.requests).toHaveLength(0);
});

it.each([
	[{ maxSms: -1 }, /^Maximum SMS: -1 is not a whole number/],
	[{ maxSms: 'many' }, /^Maximum SMS: “many” is not a whole number/],
	[{ checkCredits: 'maybe' }, /^Check Credits First: “maybe” is neither true nor false/],
])('%j is refused and nothing is sent', async (options, reason) => {
	const ended = await run(ten, options);
	expect(outcomes(ended)).toEqual(['notSent INVALID_INPUT']);
	expect(itemsOf(ended)[0]?.reason).toMatch(reason);
	expect(emulator.requests).toHaveLength(0);
});
