import holidays from '@socialgouv/jours-feries';
import iconv from 'iconv-lite';
import * as phone from 'libphonenumber-js/mobile';
import { create } from 'xmlbuilder2';
import { packed } from './installation';

// Hundreds of documents, on a machine that may be busy.
jest.setTimeout(60_000);

type Phone = Pick<typeof phone, 'parsePhoneNumberFromString' | 'validatePhoneNumberLength'>;

/** A bundle, to compare with the package as published by its authors. */
function bundled(name: string): Record<string, unknown> {
	return jest.requireActual<Record<string, unknown>>(packed('dist', 'shared', `${name}.js`));
}

describe('the bundled libraries behave like the published ones', () => {
	it('iconv-lite: encodes and decodes every byte of ISO-8859-15, with € at A4 and œ at BD', () => {
		const packedIconv = bundled('iconv-lite')['default'] as typeof iconv;
		expect(packedIconv.encode('€œ', 'ISO-8859-15').toString('hex')).toBe('a4bd');
		const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
		const text = iconv.decode(bytes, 'ISO-8859-15');
		expect(packedIconv.decode(bytes, 'ISO-8859-15')).toBe(text);
		expect(packedIconv.encode(text, 'ISO-8859-15').equals(bytes)).toBe(true);
		expect(packedIconv.encode('’🙂', 'ISO-8859-15').toString()).toBe('???');
	});

	it('xmlbuilder2: writes a document with attributes, escapes and white space', () => {
		const { create: packedCreate } = bundled('xmlbuilder2') as { create: typeof create };
		const write = (make: typeof create): string => {
			const document = make({ version: '1.0', encoding: 'ISO-8859-15' }).ele('SMS', {
				a: '"<&>\n',
			});
			document.ele('text').txt(' Été à 5€ <b> ]]> &amp; "q" \'a\'\r\n');
			document.ele({ list: { gsm: ['1', '2'], empty: {} } });
			return document.end({ prettyPrint: true }) + document.end({ headless: true });
		};
		expect(write(packedCreate)).toBe(write(create));
		expect(write(packedCreate)).toContain('<gsm>2</gsm>');
	});

	it('xmlbuilder2: throws in a part that is left out, instead of writing nonsense', () => {
		const { create: packedCreate } = bundled('xmlbuilder2') as { create: typeof create };
		const document = packedCreate().ele('a').doc();
		expect(() => document.end({ format: 'object' })).toThrow('is left out');
		expect(() => document.ele('<b/>')).toThrow('is left out');
	});

	it.each([
		'0611223344',
		'+33 6 39 98 12 34',
		'+262692123456',
		'+14155550123',
		'+33142278186',
		'not a number',
	])('libphonenumber-js: reads %j', (written) => {
		const facts = ({ parsePhoneNumberFromString, validatePhoneNumberLength }: Phone): unknown => {
			const number = parsePhoneNumberFromString(written, 'FR');
			return [
				validatePhoneNumberLength(written, 'FR'),
				number && [number.number, number.country, number.isValid(), number.isPossible()],
			];
		};
		expect(facts(bundled('libphonenumber-js') as Phone)).toEqual(facts(phone));
	});

	it('jours-feries: returns the public holidays of half a century', () => {
		const packedHolidays = bundled('jours-feries')['default'] as typeof holidays;
		for (let year = 2000; year < 2050; year++) {
			expect(packedHolidays(year)).toEqual(holidays(year));
		}
		expect(Object.keys(packedHolidays(2026))).toContain('Lundi de Pâques');
	});
});
