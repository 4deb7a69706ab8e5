import type { IDataObject, Logger } from 'n8n-workflow';

import { startEmulator } from '../../dev/emulator/emulator';
import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf, start, type Flow } from '../engine/engine';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

const NUMBERS = Array.from({ length: 100 }, (_, item) => String(33611223300 + item));

function flowOf(more: Partial<Flow> & { options?: IDataObject } = {}): Flow {
	const { options = {}, ...flow } = more;
	return {
		items: NUMBERS.map((phone) => ({ phone })),
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options },
		settings: { onError: 'continueRegularOutput' },
		...flow,
	};
}

const count = (items: readonly IDataObject[], expected: Partial<IDataObject>): number =>
	items.filter((item) => Object.entries(expected).every(([key, value]) => item[key] === value))
		.length;

describe.each([1, 4])('with %i requests at a time', (parallelRequests) => {
	const options = { parallelRequests };

	it('100 items and credits for 10: 10 accepted, at most as many refused, the rest not tried', async () => {
		emulator.credits = 10;
		const ended = await execute(emulator, flowOf({ options }));
		const items = itemsOf(ended);
		expect(items.map(({ recipient }) => recipient)).toEqual(NUMBERS);
		expect(ended.outputs[0]?.[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			NUMBERS.map((_, item) => ({ item })),
		);
		const refused = count(items, { outcome: 'rejected', code: 'NOT_ENOUGH_CREDITS' });
		expect(count(items, { outcome: 'accepted' })).toBe(10);
		expect(refused).toBeGreaterThanOrEqual(1);
		expect(refused).toBeLessThanOrEqual(parallelRequests);
		expect(count(items, { outcome: 'notSent', code: 'STOPPED_EARLIER' })).toBe(90 - refused);
		expect(emulator.requests).toHaveLength(10 + refused);
		expect(items[99]?.error).toMatch(
			/^Not tried: .* \(NOT_ENOUGH_CREDITS\)\. .*too few credits.*\(STOPPED_EARLIER\)\. Buy credits .*send again what was not sent\.$/,
		);
	});

	it('a refused login: at most that many are tried', async () => {
		const ended = await execute(emulator, flowOf({ options, credentials: { password: 'wrong' } }));
		const items = itemsOf(ended);
		const refused = count(items, { outcome: 'rejected', code: 'AUTH_FAILED' });
		expect(refused).toBeGreaterThanOrEqual(1);
		expect(refused).toBeLessThanOrEqual(parallelRequests);
		expect(count(items, { outcome: 'notSent', code: 'STOPPED_EARLIER' })).toBe(100 - refused);
		expect(emulator.requests).toHaveLength(refused);
		expect(emulator.messages).toHaveLength(0);
	});

	it('a stopped execution tries nothing more', async () => {
		// A separate emulator, since a request may still be on its way when the test has ended.
		const slow = await startEmulator();
		const lines: string[] = [];
		let cancelledAt = 0;
		slow.misbehave(({ index }) => {
			if (index < 20) return null;
			if (cancelledAt === 0) {
				cancelledAt = Date.now();
				void started.then(({ cancel }) => {
					cancel();
				});
			}
			return { kind: 'slow', ms: 20_000 };
		});
		const logger = { info: (line: string) => lines.push(line) } as unknown as Logger;
		const started = start(slow, flowOf({ options, context: { logger } }));
		const { run } = await (await started).ended;
		expect(Date.now() - cancelledAt).toBeLessThan(15_000);
		expect(run.status).toBe('canceled');
		await slow.close();
		expect(slow.requests.length).toBeLessThanOrEqual(20 + parallelRequests);
		expect(lines).toHaveLength(1);
		const [, accepted, notTried, unknown] =
			/^Capitole SMS was stopped\. (\d+) accepted · (\d+) not tried \(rows [\d, ]+, …\) · (\d+) may have been sent: no answer \(rows? [\d, …]+\) · \d+ credits spent · [\d,]+ left$/.exec(
				lines[0] ?? '',
			) ?? [];
		expect(Number(accepted)).toBeGreaterThanOrEqual(20 - parallelRequests + 1);
		expect(Number(unknown)).toBeGreaterThanOrEqual(1);
		expect(Number(unknown)).toBeLessThanOrEqual(parallelRequests);
		expect(Number(accepted) + Number(unknown) + Number(notTried)).toBe(100);
	});
});

it('With On Error set to Stop, the error has the tally', async () => {
	emulator.credits = 10;
	const settings = { onError: 'stopWorkflow' } as const;
	const ended = await execute(emulator, flowOf({ settings, options: { parallelRequests: 1 } }));
	expect(ended.error).toEqual({
		message:
			'10 people already have this SMS: running it again sends it to them twice, unless Never Send Twice is set. ' +
			'The account has too few credits for this SMS (NOT_ENOUGH_CREDITS)',
		description:
			'Buy credits in your Capitole Mobile account, then send again what was not sent. ' +
			'10 accepted · 89 not tried (rows 12, 13, 14, …) · ' +
			'1 refused: not enough credits (row 11) · 10 credits spent · 0 left.',
	});
});

it('An execution stopped between two attempts makes no more', async () => {
	const sendUrl = 'http://127.0.0.1:1/api/sendsms/xml';
	const { ended, cancel } = await start(
		emulator,
		flowOf({ items: [{ phone: '33611223344' }], credentials: { sendUrl } }),
	);
	clock.meanwhile = cancel;
	const items = itemsOf(await ended);
	expect(clock.waits).toHaveLength(1);
	for (const item of items) expect(item.outcome).toBe('notSent');
});
