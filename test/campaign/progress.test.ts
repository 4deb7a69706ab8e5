import type { Logger } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute } from '../engine/engine';

jest.setTimeout(60_000);

const emulator = emulatorForTests();
const lines: string[] = [];
const context = { logger: { info: (line: string) => lines.push(line) } as unknown as Logger };
beforeEach(() => (lines.length = 0));

const phones = (count: number) =>
	Array.from({ length: count }, (_, item) => ({ phone: String(33611220000 + item) }));

it('A line in the log for each 500 requests, with counts and credits', async () => {
	emulator.blacklist.add('33611220010');
	await execute(emulator, {
		items: phones(1200),
		parameters: {
			recipients: '={{ $json.phone }}',
			text: 'a'.repeat(200),
			long: true,
			options: { parallelRequests: 1 },
		},
		settings: { onError: 'continueRegularOutput' },
		context,
	});
	expect(lines).toEqual([
		'Capitole SMS: 500 of 1,200 requests are done. 499 accepted · 1 refused · 998 credits spent · 9,002 left',
		'Capitole SMS: 1,000 of 1,200 requests are done. 999 accepted · 1 refused · 1,998 credits spent · 8,002 left',
	]);
});

it('The line in the log and the one above the output tell the same balance: the lowest', async () => {
	emulator.misbehave(({ index }) => {
		// A colleague buys credits before the last request.
		if (index === 499) emulator.credits = 50_000;
		return null;
	});
	const { hints } = await execute(emulator, {
		items: phones(500),
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options: {} },
		context,
	});
	const tally = '500 accepted · 500 credits spent · 9,501 left';
	expect(lines).toEqual([`Capitole SMS: 500 of 500 requests are done. ${tally}`]);
	expect(hints).toEqual([expect.stringContaining(tally)]);
});
