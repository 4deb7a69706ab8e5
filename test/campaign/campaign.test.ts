import { DateTime } from 'luxon';
import type { IDataObject, INode } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf } from '../engine/engine';

jest.setTimeout(60_000);

const emulator = emulatorForTests({ credits: 1_000_000 });

/** Distinct metropolitan mobile numbers. */
const contacts = (count: number): Array<{ phone: string; name: string }> =>
	Array.from({ length: count }, (_, index) => ({
		phone: `336${String(11_000_000 + index)}`,
		name: `Contact ${String(index)}`,
	}));

const CAMPAIGN = {
	recipients: '={{ $json.phone }}',
	text: 'Soldes !',
	id: 'SOLDES26',
	options: { combineItems: true },
};

describe('combined items', () => {
	it.each([
		[1, 1],
		[499, 1],
		[500, 1],
		[501, 2],
		[1001, 3],
	])('keep their pairing: %i items in %i requests', async (count, requests) => {
		const items = contacts(count);
		const ended = await execute(emulator, {
			items,
			parameters: CAMPAIGN,
			read: "={{ $('Items').item.json.phone }}",
		});
		expect(emulator.requests).toHaveLength(requests);
		expect(ended.after.map(({ json }) => [json.outcome, json.recipient, json.read])).toEqual(
			items.map(({ phone }) => ['accepted', phone, phone]),
		);
	});

	it.each([
		['in all', 'run', [2]],
		['by the first of them', 'item', [1, 0, 1]],
	])('pay once for a number that two items share: %s', async (_, outputPer, credits) => {
		const ended = await execute(emulator, {
			items: [{ phone: '0611000000' }, { phone: '+33 6 11 00 00 00' }, { phone: '0611000001' }],
			parameters: { ...CAMPAIGN, options: { combineItems: true, outputPer } },
		});
		expect(itemsOf(ended).map((item) => item.credits)).toEqual(credits);
		expect(emulator.tally).toMatchObject({ messages: 2, parts: 2 });
	});

	it('keep their pairing and their own outcomes when some are refused, skipped or duplicated', async () => {
		const items = contacts(1001);
		const blacklisted = items.filter((_, index) => index % 100 === 7);
		for (const { phone } of blacklisted) emulator.blacklist.add(phone);
		const given = items.map((item, index) => ({
			...item,
			phone: index % 100 === 9 ? '0611' : index % 100 === 11 ? (items[3]?.phone ?? '') : item.phone,
		}));
		const ended = await execute(emulator, {
			items: given,
			parameters: { ...CAMPAIGN, options: { combineItems: true, invalidRecipients: 'skip' } },
			settings: { onError: 'continueRegularOutput' },
			read: "={{ $('Items').item.json.name }}",
		});
		expect(ended.after.map(({ json }) => json.read)).toEqual(given.map(({ name }) => name));
		const outcomes = ended.after.map(({ json }) => [json.outcome, json.code]);
		expect(outcomes).toEqual(
			given.map((_, index) => {
				if (index % 100 === 7) return ['rejected', 'IS_BLACKLISTED'];
				return index % 100 === 9 ? ['rejected', expect.any(String)] : ['accepted', 'SENDING_OK'];
			}),
		);
		const numbers = emulator.messages.map(({ number }) => number);
		expect(new Set(numbers).size).toBe(numbers.length);
		expect(numbers).toHaveLength(
			outcomes.filter(([outcome]) => outcome === 'accepted').length - 10,
		);
	});

	it('return one item per number if asked', async () => {
		const ended = await execute(emulator, {
			items: [{ phone: '33611000001, 33611000002, 0611' }, { phone: ['33611000003'] }],
			parameters: {
				...CAMPAIGN,
				options: { combineItems: true, outputPer: 'recipient', invalidRecipients: 'skip' },
			},
			read: "={{ JSON.stringify($('Items').item.json.phone) }}",
		});
		const first = '"33611000001, 33611000002, 0611"';
		expect(ended.after.map(({ json }) => [json.outcome, json.recipient, json.read])).toEqual([
			['accepted', '33611000001', first],
			['accepted', '33611000002', first],
			['rejected', '0611', first],
			['accepted', '33611000003', '["33611000003"]'],
		]);
	});
});

it.each(['M', 'N'])('The sending window refuses route %s before any request', async (route) => {
	const ended = await execute(emulator, {
		items: contacts(1),
		parameters: {
			...CAMPAIGN,
			route,
			prog: '2099-07-05T22:00:00',
			options: { sendingWindow: { window: { outside: 'error' } } },
		},
	});
	expect(`${String(ended.error?.message)} ${String(ended.error?.description)}`).toContain('08:00');
	expect(emulator.requests).toEqual([]);
});

describe('a run that continues after the sending window has closed', () => {
	const begins = DateTime.fromISO('2030-03-04T19:59:50', { zone: 'Europe/Paris' }).toMillis();
	const NEXT = { prog: '2030-03-05 08:00:00', scheduledAt: '2030-03-05T08:00:00+01:00' };
	let late = 0;
	beforeEach(() => {
		const { now } = Date;
		const real = now();
		late = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => now() - real + begins + late);
		// A minute passes during the second request.
		emulator.misbehave(({ index }) => {
			if (index === 1) late = 60_000;
			return null;
		});
	});
	afterEach(() => jest.restoreAllMocks());

	const MINE = ['33611000000', '33611000001', '33611000002', '33611000003'];
	const run = async (
		outside: 'postpone' | 'error' | null,
		settings: Partial<INode> = {},
		options: IDataObject = {},
	) =>
		await execute(emulator, {
			items: MINE.map((phone) => ({ phone })),
			parameters: {
				recipients: '={{ $json.phone }}',
				text: 'Soldes !',
				route: 'M',
				options: {
					parallelRequests: 1,
					...(outside && { sendingWindow: { window: { outside } } }),
					...options,
				},
			},
			settings: { onError: 'continueRegularOutput', ...settings },
		});
	const progs = () => emulator.requests.map(({ document }) => document?.prog ?? '');
	const warningsOf = ({ details }: IDataObject) =>
		((details as IDataObject).warnings as Array<{ code: string }>).map(({ code }) => code);

	it('postpones the SMS that have not left, with a warning', async () => {
		const items = itemsOf(await run('postpone'));
		expect(progs()).toEqual(['', '', NEXT.prog, NEXT.prog]);
		expect(items.map(({ scheduledAt }) => scheduledAt)).toEqual([
			...[null, null],
			...[NEXT.scheduledAt, NEXT.scheduledAt],
		]);
		expect(items.map(warningsOf)).toEqual([[], [], ['POSTPONED'], ['POSTPONED']]);
	});

	it('keeps the new time for a retry', async () => {
		let refusals = 1;
		emulator.misbehave(({ document, index }) => {
			if (index === 1) late = 60_000;
			const isLast = document?.recipients.includes(MINE[3] ?? '') === true;
			return isLast && refusals-- > 0 ? { kind: 'answer', body: 'TOO_LONG_MESSAGE' } : null;
		});
		const ended = await run('postpone', { onError: 'stopWorkflow', retryOnFail: true });
		expect(itemsOf(ended).map(({ outcome, scheduledAt }) => [outcome, scheduledAt])).toEqual([
			...[0, 1].map(() => ['accepted', null]),
			...[2, 3].map(() => ['accepted', NEXT.scheduledAt]),
		]);
		expect(itemsOf(ended).map(warningsOf)).toEqual([[], [], ['POSTPONED'], ['POSTPONED']]);
	});

	it('refuses the SMS that have not left if asked, with a remedy', async () => {
		const items = itemsOf(await run('error'));
		expect(items.map(({ outcome, code }) => [outcome, code])).toEqual([
			...[0, 1].map(() => ['accepted', 'SENDING_OK']),
			...[2, 3].map(() => ['notSent', 'WINDOW_CLOSED']),
		]);
		expect(items[3]?.error).toMatch(
			/window closed .*\(WINDOW_CLOSED\)\. Send it again within the window/,
		);
		expect(emulator.requests).toHaveLength(2);
	});

	it('warns of unusual hours if there is no window', async () => {
		const items = itemsOf(await run(null));
		expect(progs()).toEqual(['', '', '', '']);
		expect(items.map(warningsOf)).toEqual([
			...[[], []],
			...[['OUTSIDE_USUAL_HOURS'], ['OUTSIDE_USUAL_HOURS']],
		]);
	});

	it('sends SMS scheduled for a time within it', async () => {
		const ended = await execute(emulator, {
			items: MINE.map((phone) => ({ phone })),
			parameters: {
				recipients: '={{ $json.phone }}',
				text: 'Soldes !',
				prog: '2030-03-05T10:00:00+01:00',
				options: { parallelRequests: 1, sendingWindow: { window: { outside: 'error' } } },
			},
		});
		expect(itemsOf(ended).map(({ outcome }) => outcome)).toEqual(MINE.map(() => 'accepted'));
		expect(progs()).toEqual(MINE.map(() => '2030-03-05 10:00:00'));
	});
});
