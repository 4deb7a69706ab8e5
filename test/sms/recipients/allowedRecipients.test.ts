import { readAllowedRecipients } from '../../../nodes/CapitoleMobile/sms/recipients/allowedRecipients';

const FRENCH = '33611223300';
const SPANISH = '34622334455';
const REUNION = '262692123456';

test.each<[unknown, readonly string[]]>([
	['+33 6', [FRENCH]],
	['0033 6, +34', [FRENCH, SPANISH]],
	['06', [FRENCH]],
	['33', [FRENCH]],
	['+33 (6)', [FRENCH]],
	['06 11 22 33 00', [FRENCH]],
	[
		[611223300, '+262'],
		[FRENCH, REUNION],
	],
	['0611223300; 0692 12 34 56', [FRENCH, REUNION]],
	['+33 7', []],
	['+33 6 11 22 33 01', []],
])('%j allows %j', (written, allowed) => {
	const list = readAllowedRecipients(written);
	expect([FRENCH, SPANISH, REUNION].filter((number) => list.has(number))).toEqual(allowed);
});

test.each<[unknown, RegExp]>([
	['', /has no number/],
	[undefined, /has no number/],
	[[], /has no number/],
	['anyone', /“anyone” is neither/],
	['+', /“\+” is neither/],
	['0', /“0” is neither/],
	['*', /“\*” is neither/],
])('%j is refused, and does not allow everyone', (written, message) => {
	expect(() => readAllowedRecipients(written)).toThrow(message);
});
