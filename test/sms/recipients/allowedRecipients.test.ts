import { readAllowedRecipients } from '../../../nodes/CapitoleMobile/sms/recipients/lists';

const FRENCH = '33611223300';
const SPANISH = '34622334455';
const REUNION = '262692123456';
const BRITISH = '447911123456';
const FICTIONAL = '33639980001';
const IVORIAN = '2250712345678';
const ALL = [FRENCH, SPANISH, REUNION, BRITISH, FICTIONAL, IVORIAN];

test.each<[unknown, readonly string[]]>([
	['+33 6', [FRENCH, FICTIONAL]],
	['+33 (0)6', [FRENCH, FICTIONAL]],
	['+33 06', [FRENCH, FICTIONAL]],
	['0692', [REUNION]],
	['+33 692', [REUNION]],
	['+33 (0)692', [REUNION]],
	['+262 0692', [REUNION]],
	['06 39', [FICTIONAL]],
	['+44 07', [BRITISH]],
	['+225 07', [IVORIAN]],
	['+35', []],
	['06 11 22 3', [FRENCH]],
	['+34 622 334', [SPANISH]],
	['0611223300.00', [FRENCH]],
	['0611223300,07', [FRENCH]],
	['0033 6, +34', [FRENCH, SPANISH, FICTIONAL]],
	['06', [FRENCH, FICTIONAL]],
	['33', [FRENCH, FICTIONAL]],
	[336, [FRENCH, FICTIONAL]],
	['+33 (6)', [FRENCH, FICTIONAL]],
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
	expect(ALL.filter((number) => list.has(number))).toEqual(allowed);
});

test.each<[unknown, RegExp]>([
	['', /has no number/],
	[undefined, /has no number/],
	[[], /has no number/],
	['anyone', /“anyone” is neither/],
	['+', /“\+” is neither/],
	['0', /“0” is neither/],
	['*', /“\*” is neither/],
	['+33 08', /“\+33 08” is neither/],
	['01', /“01” is neither/],
	['+33 1', /“\+33 1” is neither/],
	['01 23 45 67 89', /“01 23 45 67 89” is neither/],
	['05', /“05” is neither/],
	['+999', /“\+999” is neither/],
	['+210', /“\+210” is neither/],
	['+10', /“\+10” is neither/],
	['06, 0611223344x', /“0611223344x” is neither/],
	['+33 6 11 22 33 44 5', /is neither/],
	['692', /“692” may begin a French number or one abroad/],
	[6, /6 may begin/],
	['+33 6 11 22 33 4', /“\+33 6 11 22 33 4” is a phone number with one or two digits missing/],
	['07 12 34 56 7', /missing/],
	['06 11 22 33', /missing/],
	['0692 12 34 5', /missing/],
	['+262 692 12 34', /missing/],
	['+34 622 33 44 5', /missing/],
	['+34 622 33 44', /missing/],
	['+44 7911 12345', /missing/],
])('%j is refused, and does not allow everyone', (written, message) => {
	expect(() => readAllowedRecipients(written)).toThrow(message);
});
