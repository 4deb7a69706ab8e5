import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf } from '../engine/engine';

const emulator = emulatorForTests();

describe('Capitole SMS in a workflow', () => {
	it('sends one SMS for each item and reports its outcome', async () => {
		const ended = await execute(emulator, {
			items: [
				{ phone: '06 11 22 33 44', name: 'Zoé' },
				{ phone: '+34622334455', name: 'Ana' },
			],
			parameters: {
				recipients: '={{ $json.phone }}',
				text: '=Été à 5€ pour {{ $json.name }}',
				sender: 'Ma Marque',
				id: 'ETE26',
			},
		});
		expect(ended.error).toBeNull();
		expect(emulator.requests.map(({ violations }) => violations)).toEqual([[], []]);
		expect(itemsOf(ended)).toEqual([
			{
				outcome: 'accepted',
				reason: 'Accepted',
				code: 'SENDING_OK',
				recipient: '33611223344',
				accepted: 1,
				credits: 1,
				creditsLeft: expect.any(Number),
				text: 'Été à 5€ pour Zoé',
				warnings: '',
				campaignId: 'ETE26',
				scheduledAt: null,
				details: {
					recipients: ['33611223344'],
					rejected: [],
					warnings: [],
					sms: {
						text: 'Été à 5€ pour Zoé',
						encoding: 'GSM-7',
						characters: 18,
						parts: 1,
						changes: [],
					},
				},
			},
			expect.objectContaining({ outcome: 'accepted', recipient: '34622334455' }),
		]);
		expect(emulator.messages.map(({ text }) => text)).toEqual(
			expect.arrayContaining(['Été à 5€ pour Zoé', 'Été à 5€ pour Ana']),
		);
	});
});
