import { readPhoneNumber } from '../../nodes/CapitoleMobile/sms/recipients/phoneNumber';
import { readDate } from '../../nodes/CapitoleMobile/sms/schedule/writtenDate';
import { capacityOf, type Encoding, isGsm7 } from '../../nodes/CapitoleMobile/sms/text/segments';
import { codeSpans, readDocument, tables } from './markdown';

const text = readDocument('docs/text-and-parts.md');
const rowsOf = (first: string): readonly (readonly string[])[] =>
	tables(text).find(({ head }) => head[0] === first)?.rows ?? [];

test('the alphabets match the table of letters and lengths', () => {
	const rows = rowsOf('Alphabet');
	expect(rows).toHaveLength(2);
	for (const [alphabet = '', has = '', one, each] of rows) {
		const encoding = alphabet.replaceAll('`', '') as Encoding;
		const letters = has.match(/(?<=\s)[^\sa-z](?=\s|$)/gu) ?? [];
		expect(letters.length).toBeGreaterThan(10);
		expect(letters.filter((letter) => isGsm7(letter) !== (encoding === 'GSM-7'))).toEqual([]);
		expect([one, each]).toEqual([1, 2].map((parts) => String(capacityOf(encoding, parts) / parts)));
	}
});

test('dates are read as written in the table', () => {
	const section = /## \*\*Send At\*\*\n([\s\S]*?)\n## /.exec(text)?.[1] ?? '';
	const dates = codeSpans(section).filter((span) => /^\d/.test(span));
	expect(dates.length).toBeGreaterThan(2);
	for (const date of dates) expect(() => readDate(date)).not.toThrow();
});

test('numbers are read as written in the table', () => {
	const rows = rowsOf('Written');
	expect(rows.length).toBeGreaterThan(3);
	for (const [written = '', readAs = ''] of rows) {
		const [expected = null] = codeSpans(readAs);
		for (const number of codeSpans(written)) {
			const reading = readPhoneNumber(number);
			expect(reading.valid ? reading.number : null).toBe(expected);
		}
	}
});
