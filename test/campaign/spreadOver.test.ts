import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { deduplicator, execute, itemsOf, start, type Ended, type Flow } from '../engine/engine';

jest.setTimeout(180_000);

const emulator = emulatorForTests();
afterEach(() => {
	deduplicator.records.clear();
	jest.restoreAllMocks();
});

const PARIS = { zone: 'Europe/Paris' };
const phones = (count: number, from = 33611000000): IDataObject[] =>
	Array.from({ length: count }, (_, item) => ({ phone: String(from + item) }));

function campaign(count: number, options: IDataObject, more: Partial<Flow> = {}): Flow {
	return {
		items: phones(count),
		settings: { onError: 'continueRegularOutput' },
		...more,
		parameters: {
			recipients: '={{ $json.phone }}',
			text: 'Bonjour',
			prog: '2030-03-04T10:00:00',
			...more.parameters,
			options: { parallelRequests: 50, ...options },
		},
	};
}

/** A clock that starts at 10:00 of that day and runs ahead by the function's result. */
function passTime(late: () => number): number {
	const begins = DateTime.fromISO('2030-03-04T10:00:00', PARIS).toMillis();
	const { now } = Date;
	const real = now();
	jest.spyOn(Date, 'now').mockImplementation(() => now() - real + begins + late());
	return begins;
}

/** The time at which the emulator would send to each number, from its own reading of `prog`. */
const sentAt = (): Map<string, number | null> =>
	new Map(
		emulator.messages.map(({ number, scheduledFor }) => [number, scheduledFor?.getTime() ?? null]),
	);

/** The count of SMS in each minute, in order. */
function perMinute(): Array<readonly [string, number]> {
	const counts = new Map<number, number>();
	for (const time of sentAt().values())
		counts.set(Number(time), (counts.get(Number(time)) ?? 0) + 1);
	return [...counts]
		.sort(([one], [other]) => one - other)
		.map(([time, count]) => [DateTime.fromMillis(time, PARIS).toFormat('ccc HH:mm:ss'), count]);
}

const isInOrder = (times: readonly unknown[]): boolean =>
	times.every((time, item) => item === 0 || Number(time) >= Number(times[item - 1]));

const WINDOW = { sendingWindow: { window: {} } };

describe('500 items over 24 minutes', () => {
	test.each<[string, IDataObject, string, [string, string]]>([
		['item by item', {}, '2030-03-04T10:00:00', ['Mon 10:00:00', 'Mon 10:24:00']],
		[
			'combined, through the night, with the window',
			{ combineItems: true, ...WINDOW },
			'2030-03-04T19:48:00',
			['Mon 19:48:00', 'Tue 08:12:00'],
		],
	])(
		'%s: 25 minutes with the same number in each, in order',
		async (_, options, prog, [first, last]) => {
			const flow = campaign(500, { spreadOver: 24, ...options }, { parameters: { prog } });
			const ended = await execute(emulator, flow);
			const minutes = perMinute();
			expect(minutes).toHaveLength(25);
			for (const [, count] of minutes) expect(count).toBe(20);
			expect([minutes[0]?.[0], minutes.at(-1)?.[0]]).toEqual([first, last]);
			expect(ended.requests).toHaveLength('combineItems' in options ? 25 : 500);

			const at = sentAt();
			const inOrder = flow.items.map(({ phone }) => at.get(String(phone)));
			expect(isInOrder(inOrder)).toBe(true);
			// The rows agree.
			const rows = itemsOf(ended);
			expect(rows.map(({ scheduledAt }) => Date.parse(String(scheduledAt)))).toEqual(inOrder);
			const days = first.slice(0, 3) === last.slice(0, 3) ? '' : '\\w{3} \\d+ Mar, ';
			const [from, to] = [first.slice(4, 9), last.slice(4, 9)];
			expect(ended.hints[0]).toMatch(
				new RegExp(`^500 accepted .*left · from ${days}${from} to ${days}${to}, 20 a minute$`),
			);
		},
	);
});

describe('Nobody gets it twice, and times stay the same', () => {
	test('if the run is stopped midway and run again with keys', async () => {
		const options = { spreadOver: 60, parallelRequests: 4, idempotencyKey: '={{ $json.phone }}' };
		const flow = campaign(100, options);
		const planned = itemsOf(await execute(emulator, campaign(100, { ...options, simulate: true })));
		emulator.misbehave(({ index }) => {
			if (index === 50) void started.then(({ cancel }) => cancel());
			return null;
		});
		const started = start(emulator, flow);
		const { ended } = await started;
		await ended;
		emulator.misbehave(() => null);
		const left = emulator.messages.length;
		expect(left).toBeGreaterThanOrEqual(40);
		expect(left).toBeLessThan(70);

		const again = itemsOf(await execute(emulator, flow));
		const numbers = emulator.messages.map(({ number }) => number);
		expect(new Set(numbers).size).toBe(numbers.length);
		const at = sentAt();
		for (const [item, { scheduledAt }] of planned.entries()) {
			const { outcome, recipient, scheduledAt: told } = again[item] ?? {};
			expect(told).toBe(scheduledAt);
			if (outcome !== 'unknown') expect(at.has(String(recipient))).toBe(true);
			const time = at.get(String(recipient));
			if (time !== undefined) expect(time).toBe(Date.parse(String(scheduledAt)));
		}
		expect(numbers.length).toBeGreaterThanOrEqual(92);
	});

	test.each([
		['at once', ''],
		['by $now', '={{ $now.plus({ seconds: 30 }) }}'],
		['by a time that passes meanwhile', '2030-03-04T10:00:01'],
	])('under Retry On Fail, if the run begins %s', async (_, prog) => {
		let late = 0;
		const begins = passTime(() => late);
		let refusals = 3;
		emulator.misbehave(({ document }) => {
			if (!document?.recipients.some((one) => /[4-6]$/.test(one)) || refusals-- <= 0) return null;
			// Four minutes pass during this request.
			late = 4 * 60_000;
			return { kind: 'answer', body: 'TOO_LONG_MESSAGE' };
		});
		const options = { spreadOver: 90, parallelRequests: 10 };
		const settings = { onError: 'stopWorkflow', retryOnFail: true } as const;
		const ended = await execute(
			emulator,
			campaign(10, options, { parameters: { prog }, settings }),
		);
		const rows = itemsOf(ended);
		expect(rows.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'accepted'));
		expect(rows).toHaveLength(10);
		expect(emulator.messages).toHaveLength(10);
		// One item every ten minutes.
		const told = rows.slice(1).map(({ scheduledAt }) => Date.parse(String(scheduledAt)));
		const minutes = told.map((time) => Math.floor((time - begins) / 60_000));
		const first = minutes[0] ?? 0;
		expect([10, 11]).toContain(first);
		expect(minutes).toEqual(minutes.map((_, item) => first + item * 10));
		const at = sentAt();
		expect(rows.slice(1).map(({ recipient }) => at.get(String(recipient)))).toEqual(told);
	});

	test('if combined items share a number: it keeps its first place', async () => {
		const items = [...phones(3), ...phones(3)];
		const options = { spreadOver: 5, combineItems: true };
		const rows = itemsOf(await execute(emulator, campaign(6, options, { items })));
		const places = ['10:00', '10:01', '10:02'];
		expect([...sentAt().values()].map(wallOf)).toEqual(places);
		expect(emulator.messages).toHaveLength(3);
		expect(rows.map(({ scheduledAt }) => wallOf(scheduledAt))).toEqual([...places, ...places]);
		expect(rows.map(({ credits }) => credits)).toEqual([1, 1, 1, 0, 0, 0]);
	});
});

const wallOf = (time: unknown): string =>
	DateTime.fromMillis(typeof time === 'string' ? Date.parse(time) : Number(time), PARIS).toFormat(
		'HH:mm',
	);

test('A minute that has passed by its turn means now, and its row says so', async () => {
	let late = 0;
	passTime(() => late);
	// Two minutes pass during the second request.
	emulator.misbehave(({ index }) => {
		if (index === 1) late = 130_000;
		return null;
	});
	const options = { spreadOver: 3, parallelRequests: 1 };
	const ended = await execute(emulator, campaign(4, options, { parameters: { prog: '' } }));
	expect(ended.requests.map(({ document }) => document?.prog)).toEqual([
		...[null, '2030-03-04 10:01:00', null, '2030-03-04 10:03:00'],
	]);
	expect(itemsOf(ended).map(({ outcome, scheduledAt }) => [outcome, scheduledAt])).toEqual([
		['accepted', null],
		['accepted', '2030-03-04T10:01:00+01:00'],
		['accepted', null],
		['accepted', '2030-03-04T10:03:00+01:00'],
	]);
});

describe('Spread Over', () => {
	test.each<[unknown, string]>([
		[1.5, '1.5 is not a whole number from 1 to 10,080'],
		[10_081, '10081 is not a whole number from 1 to 10,080'],
		['={{ $json.missing }}', ''],
	])('%j is refused by name and nothing is sent', async (spreadOver, message) => {
		for (const operation of ['send', 'preview']) {
			const flow = campaign(2, { spreadOver } as IDataObject, { parameters: { operation } });
			const ended = await execute(emulator, { ...flow, settings: {} });
			expect(ended.error?.message).toMatch(/Spread Over: /);
			expect(ended.error?.message).toContain(message);
			const rows = itemsOf(await execute(emulator, flow));
			expect(rows).toHaveLength(2);
			for (const { error } of rows) expect(error).toContain('Spread Over: ');
		}
		expect(emulator.requests).toEqual([]);
	});

	test('refuses items with another length, and spreads the others', async () => {
		const flow = campaign(4, { spreadOver: '={{ [20, 20, 30, 20][$itemIndex] }}' });
		for (const operation of ['preview', 'send']) {
			const parameters = { ...flow.parameters, operation };
			const rows = itemsOf(await execute(emulator, { ...flow, parameters }));
			expect(rows.map(({ scheduledAt }) => scheduledAt && wallOf(scheduledAt))).toEqual([
				...['10:00', '10:10', null, '10:20'],
			]);
			expect(rows[2]?.error).toMatch(/^Spread Over: 30 for this item, 20 for the first/);
		}
	});

	test('warns once of items with several numbers, naming them and Split Out', async () => {
		const numbers = ['0611000001', '0611000002, 0611000003', '0611000004'];
		const items = numbers.map((phone) => ({ phone }));
		const warning =
			'Row 2 has 2 numbers, which leave in one minute: Spread Over spreads items. To spread them too, put Split Out before this node.';
		for (const operation of ['send', 'preview']) {
			const flow = campaign(3, { spreadOver: 20 }, { items, parameters: { operation } });
			const { hints, requests } = await execute(emulator, flow);
			expect(hints.filter((hint) => hint.includes('Split Out'))).toEqual([warning]);
			if (operation === 'send') expect(requests).toHaveLength(3);
		}
		expect(perMinute().map(([, count]) => count)).toEqual([1, 2, 1]);
		const many = { ...campaign(3, { spreadOver: 20 }), items: [...items, ...items] };
		expect((await execute(emulator, many)).hints.join()).toContain(
			'2 rows (2, 5) have several numbers each',
		);
	});

	test('refuses items outside a window that refuses, by name', async () => {
		const options = { spreadOver: 60, sendingWindow: { window: { outside: 'error' } } };
		const parameters = { prog: '2030-03-04T19:30:00' };
		for (const operation of ['preview', 'send']) {
			const flow = campaign(3, options, { parameters: { ...parameters, operation } });
			const rows = itemsOf(await execute(emulator, flow));
			const isOutside = ({ error }: IDataObject) =>
				/outside the sending window/.test(String(error));
			expect(rows.map(isOutside)).toEqual([false, true, true]);
		}
		expect(perMinute()).toEqual([['Mon 19:30:00', 1]]);
		// With On Error set to Stop, nothing leaves.
		const settings = { onError: 'stopWorkflow' } as const;
		const stopped = await execute(emulator, campaign(3, options, { parameters, settings }));
		expect(stopped.error?.message).toMatch(/outside the sending window/);
		expect(stopped.requests).toEqual([]);
	});

	test('shows in Preview and in a simulation the times that Send uses', async () => {
		const options = { spreadOver: 90, ...WINDOW };
		const parameters = { prog: '2030-03-04T19:15:00' };
		const times = async (more: IDataObject, operation = 'send'): Promise<[unknown[], Ended]> => {
			const given = { parameters: { ...parameters, operation } };
			const ended = await execute(emulator, campaign(7, { ...options, ...more }, given));
			return [itemsOf(ended).map(({ scheduledAt }) => scheduledAt), ended];
		};
		const [previewed, preview] = await times({}, 'preview');
		const [simulated, simulation] = await times({ simulate: true });
		expect(emulator.requests).toEqual([]);
		const [sent, send] = await times({});
		expect(previewed).toEqual(sent);
		expect(simulated).toEqual(sent);
		const span = 'from Mon 4 Mar, 19:15 to Tue 5 Mar, 08:45, 1 every 15 minutes';
		for (const { hints } of [preview, simulation, send]) expect(hints[0]).toContain(span);
	});
});

describe('Preview gives the count and the local times for each time zone', () => {
	const hintsOf = async (items: IDataObject[], options: IDataObject, prog: string) => {
		const parameters = { operation: 'preview', prog };
		const { hints } = await execute(emulator, campaign(0, options, { items, parameters }));
		return hints.filter((hint) => / gets? it /.test(hint));
	};
	const mixed = [
		{ phone: ['0611000001', '0611000002', '0696200001'] },
		...[{ phone: '0692200001' }, { phone: '+689 87 20 00 01' }, { phone: '+32 470 00 00 01' }],
	];

	test('at one time', async () => {
		expect(await hintsOf(mixed, {}, '2030-03-04T10:00:00')).toEqual([
			'3 numbers get it on Mon 4 Mar 2030, at 10:00, Paris time',
			'1 number gets it on Mon 4 Mar 2030, at 05:00, Martinique time',
			'1 number gets it on Mon 4 Mar 2030, at 13:00, Reunion time',
			'1 number gets it on Sun 3 Mar 2030, at 23:00, Tahiti time',
		]);
	});

	test('now, unless all live by the clock of Paris', async () => {
		passTime(() => 0);
		expect(await hintsOf(phones(2), {}, '')).toEqual([]);
		expect(await hintsOf(phones(2, 596696200001), {}, '')).toEqual([
			'2 numbers get it on Mon 4 Mar 2030, at 05:00, Martinique time',
		]);
	});

	test('from the earliest time to the latest, in any order of the items', async () => {
		const items = ['11', '09', '10'].map((hour, item) => ({ ...phones(3)[item], hour }));
		expect(await hintsOf(items, {}, '=2030-03-04T{{ $json.hour }}:00')).toEqual([
			'3 numbers get it on Mon 4 Mar 2030, from 09:00 to 11:00, Paris time',
		]);
	});

	test('spread, and with the window', async () => {
		const options = { spreadOver: 120, ...WINDOW };
		const items = [...phones(2), ...phones(2, 596696200001), ...phones(1, 33611000009)];
		expect(await hintsOf(items, options, '2030-03-04T18:30:00')).toEqual([
			'3 numbers get it from Mon 4 Mar, 18:30 to Tue 5 Mar, 08:30, Paris time',
			'2 numbers get it on Mon 4 Mar 2030, from 14:30 to 15:00, Martinique time',
		]);
	});
});
