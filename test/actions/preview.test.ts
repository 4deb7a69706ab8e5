import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf, type Ended, type Flow } from '../engine/engine';

const emulator = emulatorForTests();

const preview = async (parameters: Flow['parameters'], more: Partial<Flow> = {}): Promise<Ended> =>
	await execute(emulator, {
		items: [{ name: 'Zoé' }],
		parameters: {
			operation: 'preview',
			recipients: '06 11 22 33 44',
			text: 'Bonjour',
			...parameters,
		},
		...more,
		// As a workflow that was never given a credential.
		settings: { credentials: {}, ...more.settings },
	});

describe('Preview', () => {
	it('shows all that would be sent, without a request and without any credential', async () => {
		const ended = await preview({
			recipients: ['06 11 22 33 44', '+34 622 33 44 55', 'abc'],
			text: '=Été à 5€ chez {{ $json.name }}, ça vaut l’œil',
			sender: 'Ma Marque',
			route: 'M',
			prog: '2099-07-01T09:00:00',
			id: 'ETE99',
			options: { invalidRecipients: 'skip' },
		});
		expect(ended.error).toBeNull();
		expect(itemsOf(ended)).toEqual([
			{
				recipients: ['33611223344', '34622334455'],
				rejected: [expect.objectContaining({ recipient: 'abc', code: expect.any(String) })],
				sender: 'Ma Marque',
				route: 'M',
				campaignId: 'ETE99',
				scheduledAt: '2099-07-01T09:00:00+02:00',
				message: {
					text: "Été à 5€ chez Zoé, ça vaut l'œil",
					encoding: 'UCS-2',
					characters: 46,
					charactersLeft: 24,
					segments: 1,
				},
				cost: 2,
				warnings: [
					{ code: 'CHARACTER_REPLACED', message: expect.stringContaining('U+2019') },
					{ code: 'UCS2', message: expect.stringContaining('ç') },
					{ code: 'STOP_MENTION', message: expect.any(String) },
					{ code: 'FAR_FUTURE', message: expect.any(String) },
				],
			},
		]);
		expect(emulator.tally.requests).toBe(0);
	});

	it('tells the price: parts times numbers', async () => {
		const [item] = itemsOf(
			await preview({
				text: 'a'.repeat(161),
				long: true,
				recipients: '0611223344, 0622334455, 0611223344',
			}),
		);
		expect(item).toMatchObject({
			cost: 4,
			message: { encoding: 'GSM-7', characters: 161, segments: 2, charactersLeft: 145 },
			warnings: [{ code: 'SEVERAL_SEGMENTS' }, { code: 'DUPLICATE_RECIPIENTS' }],
		});
	});

	it('gives one item for each item, in order, paired with it', async () => {
		const { after } = await preview(
			{ text: '={{ $json.text }}' },
			{ items: ['a', 'b', 'c'].map((text) => ({ text })) },
		);
		expect(after.map(({ json, pairedItem }) => [json.message, pairedItem])).toEqual(
			['a', 'b', 'c'].map((text, item) => [expect.objectContaining({ text }), { item }]),
		);
	});
});

describe('an item that cannot be sent', () => {
	const items = [{ text: 'un' }, { text: '😀' }, {}, { text: 'quatre' }];

	it('stops Preview with On Error set to Stop, which says what, where and what to do', async () => {
		const { error, run } = await preview({ text: '={{ $json.text }}' }, { items });
		expect(error?.message).toMatch(/^Text: .*😀.*U\+1F600.*\) at position 1$/);
		expect(error?.description).toContain('Unsupported Characters');
		expect(run.data.resultData.error).toMatchObject({ context: { itemIndex: 1 } });
	});

	it('leaves the others alone with Continue', async () => {
		const { after, error } = await preview(
			{ text: '={{ $json.text }}' },
			{ items, settings: { onError: 'continueRegularOutput' } },
		);
		expect(error).toBeNull();
		expect(after.map(({ json }) => json)).toEqual([
			expect.objectContaining({ message: expect.objectContaining({ text: 'un' }) }),
			{ code: 'INVALID_INPUT', error: expect.stringMatching(/^Text: /) },
			{ code: 'INVALID_INPUT', error: expect.stringMatching(/^Text: /) },
			expect.objectContaining({ message: expect.objectContaining({ text: 'quatre' }) }),
		]);
	});

	it('goes to the error output with Continue (using error output)', async () => {
		const { after, errors } = await preview(
			{ text: '={{ $json.text }}' },
			{ items, settings: { onError: 'continueErrorOutput' } },
		);
		expect(after).toHaveLength(2);
		expect(errors.map(({ json }) => json.error)).toHaveLength(2);
	});
});

describe('an expression that does not resolve', () => {
	const items = [{ at: '2026-01-01' }, { at: null }, { at: '2026-01-03' }];
	const text = '={{ $json.at.slice(0, 4).length > 3 ? "année " + $json.at : undefinedFunction() }}';

	it('names its item with Stop', async () => {
		const { error, run } = await preview({ text }, { items });
		expect(error?.message).not.toBe('');
		expect(run.data.resultData.error).toMatchObject({ context: { itemIndex: 1 } });
	});

	it('leaves the others alone with Continue', async () => {
		const { after } = await preview(
			{ text },
			{ items, settings: { onError: 'continueRegularOutput' } },
		);
		expect(after.map(({ json }) => Object.keys(json).includes('error'))).toEqual([
			false,
			true,
			false,
		]);
		expect(after[1]?.json).toEqual({ code: 'INVALID_INPUT', error: expect.stringMatching(/./) });
	});
});
