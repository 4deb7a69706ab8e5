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

it('A log line every 500 requests has the balance of the line above the output: the lowest', async () => {
	emulator.blacklist.add('33611220010');
	emulator.misbehave(({ index }) => {
		// A colleague buys credits before request 500.
		if (index === 499) emulator.credits = 50_000;
		return null;
	});
	const { hints } = await execute(emulator, {
		items: phones(600),
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options: {} },
		settings: { onError: 'continueRegularOutput' },
		context,
	});
	expect(lines).toEqual([
		'Capitole SMS: 500 of 600 requests are done. 499 accepted · 1 refused · 499 credits spent · 9,502 left',
	]);
	expect(hints[0]).toBe(
		'599 accepted · 1 on the blacklist (row 11) · 599 credits spent · 9,502 left',
	);
});
