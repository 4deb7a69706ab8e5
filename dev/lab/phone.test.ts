import { drawPhone } from './phone';
import type { SmsMessage } from '../emulator/emulator';

const message: SmsMessage = {
	id: 1,
	number: '33611223344',
	text: 'Été à 5 €',
	stopMention: '',
	sender: 'Ma Marque',
	route: 'N',
	campaignId: 'ETE2026',
	parts: 1,
	encoding: 'GSM-7',
	acceptedAt: new Date('2026-06-21T10:00:00Z'),
	scheduledFor: null,
	state: 'sent',
};

describe('drawPhone', () => {
	test('shows the text in a bubble, with who, parts, encoding and campaign', () => {
		expect(drawPhone(message)).toBe(
			[
				'To +33611223344, from Ma Marque',
				`╭${'─'.repeat(46)}╮`,
				`│ ${'Été à 5 €'.padEnd(44)} │`,
				`╰${'─'.repeat(46)}╯`,
				'1 part, GSM-7 · campaign ETE2026 · route N',
			].join('\n'),
		);
	});

	test('gives the STOP mention lines of its own, and says that nobody chose a sender', () => {
		const marketing = {
			...message,
			sender: null,
			route: 'M',
			stopMention: ' STOP au 36XXX',
		} as const;
		const lines = drawPhone(marketing).split('\n');
		expect(lines[0]).toBe('To +33611223344, from the short number');
		expect(lines[3]).toContain('│ STOP au 36XXX ');
	});

	test('breaks long texts at spaces, and cuts a word wider than the bubble', () => {
		const text = `${'mot '.repeat(30)}${'x'.repeat(100)}`;
		const bubble = drawPhone({ ...message, text })
			.split('\n')
			.slice(2, -2);
		expect(bubble.every((line) => line.length === 48)).toBe(true);
		expect(
			bubble
				.map((line) => line.slice(2, -2).trim())
				.join('')
				.replace(/ /g, ''),
		).toBe(text.replace(/ /g, ''));
	});
});
