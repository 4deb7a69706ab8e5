import type { IDataObject } from 'n8n-workflow';

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
		// A workflow that never had a credential.
		settings: { credentials: {}, ...more.settings },
	});

describe('Preview', () => {
	it('shows everything that would be sent, without a request or a credential', async () => {
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
		const text = "Été à 5€ chez Zoé, ça vaut l'œil STOP au 36XXX";
		expect(itemsOf(ended)).toEqual([
			{
				...{ credits: 2, parts: 1, text, charactersLeft: 24, plainLettersSave: 0 },
				...{ recipient: '33611223344, 34622334455', sender: 'Ma Marque', route: 'M' },
				...{ campaignId: 'ETE99', scheduledAt: '2099-07-01T09:00:00+02:00' },
				warnings: expect.stringMatching(/^This SMS is planned \d+ days ahead\./),
				details: {
					recipients: ['33611223344', '34622334455'],
					rejected: [expect.objectContaining({ recipient: 'abc', code: expect.any(String) })],
					warnings: [{ code: 'FAR_FUTURE', message: expect.any(String) }],
					sms: {
						text,
						encoding: 'UCS-2',
						characters: 46,
						parts: 1,
						changes: [expect.stringContaining('’')],
					},
				},
			},
		]);
		expect(emulator.tally.requests).toBe(0);
	});

	it('gives the price: parts times numbers', async () => {
		const recipients = '0611223344, 0622334455, 0611223344';
		const [item] = itemsOf(await preview({ text: 'a'.repeat(161), long: true, recipients }));
		expect(item?.campaignId).toBeNull();
		expect(item).toMatchObject({
			...{ credits: 4, parts: 2, charactersLeft: 145, plainLettersSave: 0 },
			details: {
				warnings: [{ code: 'SEVERAL_PARTS' }],
				sms: { encoding: 'GSM-7', characters: 161, changes: [expect.any(String)] },
			},
		});
	});

	it('gives the credits that plain letters would save for all numbers', async () => {
		const costly = { text: `ça${'a'.repeat(98)}`, recipients: '0611223344, 0622334455' };
		const options = { costlyLetters: 'keep' };
		const [item] = itemsOf(await preview({ ...costly, long: true, options }));
		expect(item).toMatchObject({
			...{ credits: 4, plainLettersSave: 2 },
			details: { warnings: [{ code: 'COSTLY_LETTERS' }] },
		});
	});

	it('gives the price of a question, with its link and with plain letters', async () => {
		const text = `Ça convient pour la fête ? {link}${'\nà'.repeat(10)}`;
		const parameters = { recipients: '0611223344', message: text, long: true };
		const asked = await execute(emulator, {
			items: [{}],
			parameters: { operation: 'sendAndWait', ...parameters },
		});
		expect(asked.run.waitTill).toBeDefined();
		const [sent] = emulator.messages;
		const [item] = itemsOf(await preview({ ...parameters, text }));
		expect(item).toEqual(
			expect.objectContaining({ text: sent?.text, parts: sent?.parts, credits: sent?.parts }),
		);
		expect(item?.details).toMatchObject({
			sms: {
				encoding: 'GSM-7',
				changes: [
					expect.stringMatching(/^“\{link\}” became a link .*, of 1\d\d characters/),
					expect.any(String),
				],
			},
		});
	});

	it('returns one item per input item, in order and paired with it', async () => {
		const { after } = await preview(
			{ text: '={{ $json.text }}' },
			{ items: ['a', 'b', 'c'].map((text) => ({ text })) },
		);
		expect(after.map(({ json, pairedItem }) => [json.text, pairedItem])).toEqual(
			['a', 'b', 'c'].map((text, item) => [text, { item }]),
		);
	});

	it('returns the same columns for a refused item, to keep tables complete', async () => {
		const settings = { onError: 'continueRegularOutput' } as const;
		const items = [{ text: 'Bonjour' }, { text: '😀' }];
		const [shown, refused] = itemsOf(
			await preview({ text: '={{ $json.text }}' }, { items, settings }),
		);
		const columns = Object.keys(shown ?? {}).filter((name) => name !== 'details');
		expect(Object.keys(refused ?? {})).toEqual([...columns, 'code', 'error']);
		expect(refused).toMatchObject({ credits: 0, text: '', code: 'INVALID_INPUT' });
	});
});

describe('the line above the output', () => {
	const hints = async (...given: Parameters<typeof preview>) => {
		const { run } = await preview(...given);
		const [task] = run.data.resultData.runData['Capitole SMS'] ?? [];
		return task?.hints?.map(({ message, type }) => [type, message]);
	};

	it('gives the price', async () => {
		expect(await hints({})).toEqual([['info', '1 SMS to 1 number']]);
	});

	it('adds up all items, in readable numbers', async () => {
		const items = Array.from({ length: 1100 }, () => ({}));
		const combined = { options: { combineItems: true } };
		expect(await hints(combined, { items })).toEqual([['info', '1,100 SMS to 1,100 numbers']]);
	});

	it('counts the numbers left out and refused, and the warnings', async () => {
		const items = [{ text: 'a'.repeat(161) }, { text: 'Bonjour' }, { text: '😀' }];
		const parameters = {
			text: '={{ $json.text }}',
			long: true,
			recipients: '0611223344, abc, 0622334455',
			options: { invalidRecipients: 'skip' },
		};
		const settings = { onError: 'continueRegularOutput' } as const;
		expect(await hints(parameters, { items, settings })).toEqual([
			['warning', '6 SMS to 4 numbers · 2 numbers left out · 1 row refused (3) · 1 warning'],
			['warning', 'This SMS has 2 parts. Each is paid for, for each recipient. (row 1)'],
		]);
	});

	it('reports invalid entries of Do Not Contact, like the first item', async () => {
		const parameters = { options: { doNotContact: '0611223344, Zoé' } };
		const message =
			'Do Not Contact: 1 of 2 entries are not phone numbers and were ignored, such as “Zoé”.';
		expect(await hints(parameters)).toEqual([
			['warning', '0 SMS to 0 numbers · 1 number left out · 1 warning'],
			['warning', message],
		]);
		const items = itemsOf(await preview(parameters, { items: [{}, {}] }));
		expect(items.map(({ details }) => (details as IDataObject).warnings)).toEqual([
			[{ code: 'DO_NOT_CONTACT_UNREAD', message }],
			[],
		]);
	});
});
