import { SegmentedMessage } from 'sms-segments-calculator';

import { countSegments } from './segments';

test('the shortcut for plain texts agrees with the calculator on every Latin character', () => {
	let plain = 0;
	for (let code = 1; code < 0x180; code++) {
		const character = String.fromCharCode(code);
		const isGsm = new SegmentedMessage(character).getEncodingName() === 'GSM-7';
		for (const text of isGsm ? [character, character.repeat(160)] : [character]) {
			const judge = new SegmentedMessage(text);
			const expected = { parts: judge.segmentsCount, encoding: judge.getEncodingName() };
			expect({ text, ...countSegments(text) }).toEqual({ text, ...expected });
			if (text.length === 160 && expected.parts === 1) plain++;
		}
	}
	expect(plain).toBeGreaterThan(100);
});
