import fc from 'fast-check';

import { CODES, NUMBER_CODES, REFUSAL_CODES } from '../../../nodes/CapitoleMobile/sms/codes';

export const recipientArbitrary = fc
	.integer({ min: 600_000_000, max: 799_999_999 })
	.map((national) => `33${national}`);

const documented = fc.oneof(
	fc.constantFrom('SENDING_OK', 'TOO_LONG_SENDER', ...REFUSAL_CODES),
	fc
		.tuple(fc.oneof(recipientArbitrary, fc.constant('')), fc.constantFrom(...NUMBER_CODES))
		.map(([number, code]) => `${number}_${code}`),
);
const nearly = fc
	.tuple(fc.constantFrom(...CODES.keys()), fc.integer({ min: 0, max: 20 }))
	.chain(([code, at]) =>
		fc.constantFrom(
			code.slice(0, at),
			code.toLowerCase(),
			`NOT_${code}`,
			`${code}X`,
			`"${code}"`,
			`<b>${code}</b>`,
		),
	);
const balance = fc.oneof(
	fc.integer().map(String),
	fc.double().map(String),
	fc.tuple(fc.nat(), fc.nat(99)).map(([whole, part]) => `${whole},${part}`),
);
const separator = fc.constantFrom(
	'\n',
	'\r\n',
	'<br>',
	'<BR />',
	';',
	',',
	'|',
	' ',
	'\t',
	'\uFEFF',
);

/** Codes, near misses, balances, separators and noise, in any order. */
export const answerArbitrary = fc
	.array(
		fc.oneof(
			{ weight: 5, arbitrary: documented },
			{ weight: 4, arbitrary: separator },
			{ weight: 2, arbitrary: balance },
			{ weight: 2, arbitrary: nearly },
			{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(''));

/** Documented codes only, one a line, most with a balance. */
export const codesOnlyArbitrary = fc
	.array(
		fc
			.tuple(documented, fc.option(fc.nat(99_999)))
			.map(([code, credits]) => (credits === null ? code : `${code};${credits}`)),
		{ maxLength: 8 },
	)
	.map((lines) => lines.join('\n'));
