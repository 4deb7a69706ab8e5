import { setTimeout as wait } from 'node:timers/promises';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute } from '../engine/engine';
import { FIELDS, filledIn, WORST, worstOf } from '../engine/everyField';
import { expectLinear, expectWithin } from '../pace';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

// Runs without a request leave no turn to what goes on in the background, such as the keys' writer.
afterEach(async () => await wait(1));

/** So long that what takes quadratic time takes a hundred times as long as it may. */
const LONG = 240_000;

/** An item with so much of it: n8n's own work, and the node's. */
async function run(field: (typeof FIELDS)[number], units: readonly string[], length: number) {
	const ended = await execute(emulator, {
		items: [{ worst: worstOf(units, length) }],
		parameters: filledIn(field, '={{ $json.worst }}'),
		settings: { onError: 'continueRegularOutput' },
		// Some options are read for an agent's tool only.
		isTool: /allowedRecipients|PerCall/.test(field.path),
	});
	const row = JSON.stringify(ended.outputs[0]?.[0]?.[0]?.json);
	expect(row).toContain('"error"');
	expect(row.length).toBeLessThan(2000);
}

describe.each(FIELDS)('A quarter of a megabyte in $path of $operation', (field) => {
	test.each(Object.entries(WORST))(
		'of %s: told shortly, in time by its length',
		async (_, units) => {
			// A key may be anything: that SMS is refused for its credits.
			emulator.credits = 0;
			await expectLinear(LONG, async (length) => await run(field, units, length), 500);
		},
	);
});

test('braces that nobody closed, typed into a fixed field: in time by their length', async () => {
	const parameters = { operation: 'sendAndWait', recipients: '0611223344' };
	const message = '{'.repeat(250_000);
	await expectWithin(100, async () => {
		const ended = await execute(emulator, { items: [{}], parameters: { ...parameters, message } });
		expect(ended.error?.message).toMatch(/^Message: The question has 250,000 characters/);
	});
});
