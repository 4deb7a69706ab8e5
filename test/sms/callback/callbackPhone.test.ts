import fc from 'fast-check';

import { readCallbackPhone } from '../../../nodes/CapitoleMobile/sms/callback/callback';

describe('readCallbackPhone', () => {
	test.each([
		['33610203040', '33610203040'],
		['+33610203040', '33610203040'],
		['0033610203040', '33610203040'],
		[' 33610203040 ', '33610203040'],
		['33 6 10.20-30 40', '33610203040'],
		['+33 (0)6 10 20 30 40', '33610203040'],
		['0610203040', '33610203040'],
		['06 10 20 30 40', '33610203040'],
		['610203040', '33610203040'],
		['0690123456', '590690123456'],
		['0694123456', '594694123456'],
		['0696123456', '596696123456'],
		['0692123456', '262692123456'],
		['0639123456', '262639123456'],
		['33692123456', '262692123456'],
		['33610203040.00', '33610203040'],
		['614123456.05', null],
		['639980001/02', null],
		['614123456 78', null],
		['34622334455', '34622334455'],
		['262692123456', '262692123456'],
		['336XXXXXXXX', '336XXXXXXXX'],
		['336xxxxxxxx', '336XXXXXXXX'],
		['', null],
		['Julie', null],
		['36105', null],
		['3361020304050607', null],
		['+0610203040', null],
		['0', null],
		['33610203040\n<script>', null],
		['٣٣٦١٠٢٠٣٠٤٠', '33610203040'],
		['33123456789', '33123456789'],
		['0123456789', null],
		['1234567', '1234567'],
		['9'.repeat(100_000), null],
	])('reads %j', (text, phone) => {
		expect(readCallbackPhone(text)).toBe(phone);
	});

	test('what it gives, it gives again', () => {
		const number = fc.stringMatching(/^\+?[0-9 .X-]{0,18}$/);
		fc.assert(
			fc.property(number, (text) => {
				const phone = readCallbackPhone(text);
				// Nine digits after an international prefix cannot be told from a French national number.
				fc.pre(phone === null || !/^[67]\d{8}$/.test(phone));
				expect(phone === null ? null : readCallbackPhone(phone)).toBe(phone);
			}),
		);
	});
});
