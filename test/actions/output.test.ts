import type { IDataObject } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf, type Flow } from '../engine/engine';

const emulator = emulatorForTests();

const ITEMS = [
	{ phone: '33639980000', name: 'Zoé', code: 'mine', details: 'mine', error: 'mine' },
	{ phone: '33639980001', name: 'Ana' },
	{ phone: 'demain', name: 'Léo' },
];

const send = async (options: IDataObject, more: Partial<Flow> = {}) =>
	await execute(emulator, {
		items: ITEMS,
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options },
		settings: { onError: 'continueRegularOutput' },
		...more,
	});

beforeEach(() => emulator.blacklist.add('33639980001'));

describe('Simplify', () => {
	const NAMES =
		'outcome recipient reason credits creditsLeft text warnings campaignId scheduledAt code';
	const COLUMNS = NAMES.split(' ');

	it('returns flat rows, whatever their outcome', async () => {
		const { after } = await send({ simplify: true });
		for (const [row, { json }] of after.entries()) {
			expect(Object.keys(json)).toEqual(row === 0 ? COLUMNS : [...COLUMNS, 'error']);
			const nested = Object.values(json).filter((value) => typeof value === 'object');
			expect(nested.filter((value) => value !== null)).toEqual([]);
		}
		expect(after[0]?.json).toMatchObject({ text: 'Bonjour', warnings: '', campaignId: null });
	});

	it('returns an error with little on the error output: what was spent, if anything', async () => {
		const items = [{ phone: '33639980000, 33639980042' }, { phone: '33639980042' }];
		const settings = { onError: 'continueErrorOutput' } as const;
		const { errors } = await send({ simplify: true, maxRecipients: 1 }, { items, settings });
		const names = 'message description outcome code recipient'.split(' ');
		expect(errors.map(({ json }) => Object.keys(json.error as object))).toEqual([
			[...names, 'accepted', 'credits', 'creditsLeft'],
			names,
		]);
	});

	it('shows only three of many numbers, and all warnings as one text', async () => {
		const recipients = Array.from({ length: 5_000 }, (_, n) => String(33639980000 + n));
		const parameters = {
			recipients: recipients as unknown as IDataObject,
			text: `Soldes : https://bit.ly/x ${'a'.repeat(150)}`,
			sender: 'INFO',
			long: true,
			options: { simplify: true, simulate: true },
		};
		const [row] = itemsOf(await send({}, { items: [{}], parameters }));
		expect(row?.recipient).toBe('33639980000, 33639980001, 33639980002 and 4,997 more');
		expect(String(row?.warnings).split('; ').length).toBeGreaterThan(2);
	});

	it('describes a run in plain values', async () => {
		const [row] = itemsOf(await send({ simplify: true, outputPer: 'run' }));
		expect(row).toMatchObject({ items: 3, accepted: 1, reasons: expect.stringMatching(/^1 × /) });
		expect(row).not.toHaveProperty('details');
	});

	it("never takes names of the result from the input's fields, even if a row lacks them", async () => {
		const own = { simulated: true, accepted: 7, details: 'mine' };
		const items = [{ phone: '33639980000', ...own, city: 'Lyon' }];
		const [row] = itemsOf(await send({ simplify: true, includeInput: true }, { items }));
		expect(Object.keys(row ?? {})).toEqual([...COLUMNS, 'phone', 'city']);
	});
});

describe('Include Input Fields', () => {
	it("adds the input's fields to each row, where the row's own names win and details come last", async () => {
		const items = itemsOf(await send({ includeInput: true }));
		expect(items.map(({ phone, name }) => [phone, name])).toEqual(
			ITEMS.map(({ phone, name }) => [phone, name]),
		);
		expect(items[0]).toMatchObject({ code: 'SENDING_OK', details: { rejected: [] } });
		// It would turn an accepted SMS into a failure.
		expect(items[0]).not.toHaveProperty('error');
		expect(items[1]).toMatchObject({ outcome: 'rejected', error: expect.any(String) });
		expect(items[2]).toMatchObject({ outcome: 'rejected', code: 'NOT_A_NUMBER' });
		for (const item of items) expect(Object.keys(item).at(-1)).toBe('details');
	});

	it('never takes a name of a result from the input, even if the result lacks it', async () => {
		const mine = { simulated: 'mine', error: 'mine', outcome: 'mine', accepted: 'mine' };
		const items = [{ ...mine, phone: '33639980000' }];
		const [real] = itemsOf(await send({ includeInput: true }, { items }));
		expect(Object.values(real ?? {})).not.toContain('mine');
		expect(real).not.toHaveProperty('simulated');
		const [simulated] = itemsOf(await send({ includeInput: true, simulate: true }, { items }));
		expect(simulated).toMatchObject({ simulated: true });
	});

	it('adds them inside "error" on the error output', async () => {
		const settings = { onError: 'continueErrorOutput' } as const;
		const { after, errors } = await send({ includeInput: true }, { settings });
		expect(after.map(({ json }) => json.name)).toEqual(['Zoé']);
		expect(errors.map(({ json }) => json.error)).toMatchObject([{ name: 'Ana' }, { name: 'Léo' }]);
	});

	it('adds them for each number, but not to the single item of a run', async () => {
		const each = itemsOf(await send({ includeInput: true, outputPer: 'recipient' }));
		expect(each.map(({ name }) => name)).toEqual(['Zoé', 'Ana', 'Léo']);
		const [run] = itemsOf(await send({ includeInput: true, outputPer: 'run' }));
		expect(run).not.toHaveProperty('name');
	});

	it('applies item by item, and adds nothing if it is absent or off', async () => {
		const some = itemsOf(await send({ includeInput: '={{ $json.name === "Ana" }}' }));
		expect(some.map(({ name }) => name)).toEqual([undefined, 'Ana', undefined]);
		const none = itemsOf(await send({}));
		expect(none.filter(({ name }) => name !== undefined)).toEqual([]);
		const [bad] = itemsOf(await send({ includeInput: '={{ "perhaps" }}' }));
		expect(bad).toMatchObject({
			outcome: 'rejected',
			error: expect.stringMatching(/^Include Input Fields: “perhaps” is neither true nor false/),
		});
	});
});

test('One item for a run has the count of each outcome, the reasons and the cost', async () => {
	const { outputs, hints } = await send({ outputPer: 'run' });
	const line = expect.stringMatching(
		/^1 accepted · 1 on the blacklist \(row 2\) · 1 not a number \(row 3\) · 1 credit[^.]*$/,
	);
	const rejected = (code: string, reason: string) => ({
		...{ outcome: 'rejected', code, count: 1, reason: expect.stringContaining(reason) },
	});
	expect(outputs[0]?.[0]).toEqual([
		{
			json: {
				...{ items: 3, accepted: 1, rejected: 2, notSent: 0, unknown: 0, duplicate: 0 },
				...{ credits: 1, creditsLeft: expect.any(Number), code: 'IS_BLACKLISTED', error: line },
				details: {
					reasons: [rejected('IS_BLACKLISTED', 'blacklist'), rejected('NOT_A_NUMBER', '“demain”')],
				},
			},
			pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }],
		},
	]);
	expect(hints).toEqual([line]);
});

test('A run of refused numbers only stops the workflow, also where some were invalid and skipped', async () => {
	const stop = async (items: typeof ITEMS | Array<{ phone: string }>) => {
		const { error } = await send({ invalidRecipients: 'skip' }, { items, settings: {} });
		return error?.message ?? null;
	};
	expect(await stop(ITEMS)).toBeNull();
	expect(await stop(ITEMS.slice(2))).toBeNull();
	expect(await stop(ITEMS.slice(1))).toMatch(/^33639980001: .*\(IS_BLACKLISTED\)$/);
});

test('A sender that was replaced is the reason of an accepted row', async () => {
	const [row] = itemsOf(await send({}, { items: [{ phone: '33639980032' }] }));
	expect(row).toMatchObject({
		outcome: 'accepted',
		code: 'TOO_LONG_SENDER',
		reason: expect.stringContaining('used a short number instead'),
	});
});

test('Messages number rows from 1, or by the row_number of Google Sheets', async () => {
	const items = [
		{ phone: '33639980000', row_number: 2 },
		{ phone: '0561000000', row_number: 3 },
		{ phone: '0123456789', row_number: 4 },
		{ phone: '33639980000', text: '😀' },
		{ phone: '33639980000', text: '🎉', row_number: 41 },
		{ phone: ' ' },
		{ phone: null },
		{ phone: '33639980000', text: 'a'.repeat(161) },
	];
	const parameters = { recipients: '={{ $json.phone }}', text: '={{ $json.text ?? "Bonjour" }}' };
	const seen =
		'2 landlines (rows 3, 4) · 2 texts with emoji (rows 4, 41) · ' +
		'2 without a number (rows 6, 7)';
	const tooLong = '1 text too long (row 8)';
	const { hints } = await send({}, { items, parameters });
	expect(hints).toEqual([expect.stringContaining(`1 accepted · ${seen} · ${tooLong}`)]);
	const stopped = await send({}, { items, parameters, settings: {} });
	expect(stopped.error?.description).toContain(
		`None was sent: ${seen} · 1 not tried (row 2) · ${tooLong}. Set On`,
	);
	// n8n's editor would add its own number, from 0.
	const { error } = stopped.run.data.resultData;
	expect(error).not.toMatchObject({ context: { itemIndex: expect.anything() } });
});

test.each([
	['error', 'rejected'],
	['skip', 'partial'],
])('A refused number has the same code and reason with %s', async (rule, outcome) => {
	const items = [{ phone: '0123456789, 06 11, 33639980000' }];
	const [row] = itemsOf(await send({ invalidRecipients: rule }, { items }));
	const refused = [
		{ recipient: '0123456789', outcome: 'rejected', code: 'NOT_A_MOBILE' },
		{ recipient: '06 11', outcome: 'rejected', code: 'TOO_SHORT' },
	];
	expect(row).toMatchObject({ outcome, code: 'NOT_A_MOBILE', details: { rejected: refused } });
	const alone = { items: [{ phone: '0561000000' }] };
	const [landline] = itemsOf(await send({ invalidRecipients: rule }, alone));
	expect(landline?.reason).toMatch(/^“0561000000” is a French landline/);
});

describe('Warnings are shown above the output', () => {
	const marketing = async (items: IDataObject[], options: IDataObject = {}) =>
		await send(options, {
			items,
			parameters: {
				recipients: '={{ $json.phone }}',
				text: '={{ $json.text ?? "Bonjour" }}',
				sender: "L'Epi d'Or",
				long: true,
				options,
			},
		});
	const SENDER = "Operators may refuse ' in a sender. Safe: L Epi d Or";

	it('for one accepted SMS', async () => {
		expect((await marketing([{ phone: '33639980000' }])).hints).toEqual([SENDER]);
	});

	it('as text, whatever HTML a list or an answer contains', async () => {
		const link = '<a href="https://example.com">Zoé & Léo</a>';
		emulator.misbehave({ kind: 'answer', body: `SENDING_OK\n${link}`, accepts: true });
		const options = { doNotContact: ['0622334455', link] };
		const { hints } = await marketing([{ phone: '33639980000' }], options);
		expect(hints.filter((hint) => hint.includes('<'))).toEqual([]);
		expect(hints).toContainEqual(
			expect.stringContaining('&lt;a href="https://example.com"&gt;Zoé'),
		);
		// An odd answer is quoted even if a warning of the same kind describes it.
		expect(hints).toContainEqual(expect.stringMatching(/The answer began: "SENDING_OK/));
	});

	it('once for each kind, in the words of the first', async () => {
		const phones = ['33639980000', '33639980002', '33639980003'];
		const items = phones.map((phone, item) => ({ phone, text: 'a'.repeat(159 + item) }));
		for (const outputPer of ['item', 'recipient', 'run']) {
			expect((await marketing(items, { outputPer })).hints.slice(1)).toEqual([
				`${SENDER} (3 rows: 1, 2, 3)`,
				'This SMS has 2 parts. Each is paid for, for each recipient. (row 3)',
			]);
		}
	});
});

describe('The same SMS from several items to one number', () => {
	const [A, B] = ['33639980000', '33639980002'];
	const text = '={{ $json.text ?? "Bonjour" }}';
	const run = async (items: IDataObject[], options: IDataObject = {}, operation = 'send') =>
		await send(options, {
			items,
			parameters: { operation, recipients: '={{ $json.phone }}', text, options },
		});
	const again = (hints: readonly string[]) =>
		hints.filter((hint) => hint.includes('Combine Items'));
	const three = [A, [A, B], `+${A}`].map((phone) => ({ phone }));

	it('gives one warning for the run, with the count and a remedy', async () => {
		const ended = await run(three);
		expect(again(ended.hints)).toEqual([
			'1 number is in several items with the same message: 2 SMS more than needed. To send it once to each, add the option Combine Items, or put Remove Duplicates before this node.',
		]);
		const [first, ...others] = itemsOf(ended).map(
			({ details }) => (details as IDataObject).warnings,
		);
		expect(first).toMatchObject([{ code: 'SAME_SMS_AGAIN' }]);
		expect(others.flat()).toEqual([]);
		expect(again((await run(three, {}, 'preview')).hints)).toHaveLength(1);
	});

	it.each<[string, IDataObject[], IDataObject]>([
		['Combine Items', three, { combineItems: true }],
		['a key that they share', [{ phone: A }, { phone: A }], { idempotencyKey: 'order 1' }],
		['other texts', [{ phone: A }, { phone: A, text: 'Bonsoir' }], {}],
		['a number twice in one item', [{ phone: [A, A] }], {}],
	])('gives no warning with %s', async (_, items, options) => {
		expect(again((await run(items, options)).hints)).toEqual([]);
	});
});
