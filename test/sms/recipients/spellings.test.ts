import { readAnswer } from '../../../nodes/CapitoleMobile/sms/answer/answer';
import { resultOfAnswer } from '../../../nodes/CapitoleMobile/sms/answer/result';
import { namedNumbers } from '../../../nodes/CapitoleMobile/sms/answer/namedNumbers';
import { readCallbackPhone } from '../../../nodes/CapitoleMobile/sms/callback/callback';
import {
	readAllowedRecipients,
	readDoNotContact,
} from '../../../nodes/CapitoleMobile/sms/recipients/lists';
import { readPhoneNumber } from '../../../nodes/CapitoleMobile/sms/recipients/phoneNumber';
import { readRecipients } from '../../../nodes/CapitoleMobile/sms/recipients/recipients';
import { PHONE_NUMBER_SAMPLES } from './phoneNumberSamples';

const numbersOf = (value: unknown): readonly string[] =>
	readRecipients(value, { invalidRecipients: 'skip' }).numbers;

const refusedIn = (recipient: string, asked: string): readonly string[] => [
	...namedNumbers({ refused: [{ recipient, code: 'IS_INVALID' }], inDoubt: [] }, [
		asked,
		'34600000000',
	]).refused.keys(),
];

/** Every place that reads a number, with a function that returns the reading of a spelling of `number`. */
const PLACES: Readonly<
	Record<string, (written: string | number, number: string) => readonly string[]>
> = {
	'Recipients, alone': (written) => numbersOf(written),
	'Recipients, in a list': (written) => numbersOf([written, '']),
	'Recipients, as JSON': (written) => numbersOf(JSON.stringify([written])),
	'Recipients, as text with separators': (written) => numbersOf(`${written};`),
	'Do Not Contact': (written) => [...readDoNotContact([written]).numbers],
	'Allowed Recipients': (written, number) =>
		readAllowedRecipients([written]).has(number) ? [number] : [],
	callbacks: (written) => [readCallbackPhone(String(written)) ?? ''],
	'the answer': (written, number) => refusedIn(String(written), number),
};

const READ = PHONE_NUMBER_SAMPLES.filter(({ read }) => /^\d+$/.test(read));

describe.each(Object.entries(PLACES))('in %s', (_place, read) => {
	test.each(READ.filter(({ written }) => !/\t/.test(String(written))))(
		'reads $written as $read',
		({ written, read: number }) => {
			expect(read(written, number)).toEqual([number]);
		},
	);
});

test.each([
	'0692123456',
	'692123456',
	'33692123456',
	'+33692123456',
	'0033692123456',
	'+262692123456',
])('an answer that refuses %s refuses the number in the request', (written) => {
	const answer = readAnswer(`${written}_IS_BLACKLISTED\nSENDING_OK;12`);
	const { outcomes } = resultOfAnswer(answer, ['33611223344', '262692123456']);
	expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected']);
});

/** Samples from all ranges of 06 and 07. */
const MOBILES = Array.from({ length: 4_000 }, (_, i) =>
	String(600_000_000 + i * 50_000 + ((i * 7_919) % 50_000)),
);
const FRENCH_NUMBER = /^(?:33[67]\d{8}|(?:262|508|59[046])[67]\d{8})$/;
const pairs = (national: string): string => national.replace(/\d\d(?=(?:\d\d)*$)/g, ' $&');

test.each<[string, (national: string) => string | number]>([
	['.0', (n) => `${n}.0`],
	['.00', (n) => `${n}.00`],
	[',00', (n) => `${n},00`],
	[',000 behind a 0', (n) => `0${n},000`],
	['.00 behind +33', (n) => `+33${n}.00`],
	['.00 behind 33', (n) => `33${n}.00`],
	[',0 behind 0033', (n) => `0033${n},0`],
	['.00 behind pairs', (n) => `0${pairs(n).trim()}.00`],
	[',00 behind pairs without the 0', (n) => `${pairs(n).trim()},00`],
	['thousands and ,00', (n) => n.replace(/(\d{3})(?=\d)/g, '$1\u202F') + ',00'],
	['a space behind', (n) => `${n} `],
	['a no-break space behind', (n) => `${n}\u00A0`],
	['a semicolon behind', (n) => `${n};`],
	['a comma behind', (n) => `0${n},`],
	['a point behind', (n) => `${n}.`],
	['scientific notation', (n) => `${n[0] ?? ''}.${n.slice(1)}E+8`],
	['scientific notation in French', (n) => `${n[0] ?? ''},${n.slice(1)}e+08`],
	['a number', (n) => Number(n)],
	['+33 and (0)', (n) => `+33 (0)${n}`],
])('every mobile is read with %s', (_about, write) => {
	const wrong = MOBILES.filter((national) => {
		const number = readPhoneNumber(`0${national}`);
		const [read] = numbersOf(write(national));
		return !number.valid || !FRENCH_NUMBER.test(number.number) || read !== number.number;
	});
	expect(wrong).toEqual([]);
});

test.each<[string, (national: string, i: number) => string]>([
	['a digit too many', (n, i) => `${n}${i % 10}`],
	['a digit too many, behind a 0', (n, i) => `0${n}${i % 10}`],
	['a digit too many, behind +33', (n, i) => `+33${n}${i % 10}`],
	['a digit too many, behind 33', (n, i) => `33${n}${i % 10}`],
	['a digit typed twice', (n, i) => n.slice(0, i % 9) + (n[i % 9] ?? '') + n.slice(i % 9)],
	['a pair typed twice', (n, i) => n.slice(0, (i % 8) + 2) + n.slice(i % 8)],
	[
		'any two digits too many',
		(n, i) => n.slice(0, (i % 9) + 1) + String(10 + (i % 90)) + n.slice((i % 9) + 1),
	],
	['00 behind', (n) => `${n}00`],
	['a digit missing', (n, i) => n.slice(0, i % 9) + n.slice((i % 9) + 1)],
	['a digit missing, behind a 0', (n) => `0${n.slice(0, -1)}`],
	['a digit missing, behind 33', (n) => `33${n.slice(1)}`],
	['a page number', (n, i) => `${n}/${i % 100}`],
	['a page number behind a dash', (n, i) => `${n}-${i % 100}`],
	['a number behind a gap', (n, i) => `${n} ${i % 100}`],
	['decimals', (n, i) => `${n}.${i % 100}5`],
	['a pair too many', (n, i) => `${pairs(n).trim()} ${10 + (i % 90)}`],
	["a list's number before it", (n, i) => `${1 + (i % 9)} 0${n}`],
	['00 for its 0', (n) => `00${n}`],
	['+ for its 0', (n) => `+${n}`],
])('no mobile with %s is sent abroad without a warning', (_about, write) => {
	const silent = MOBILES.filter((national, i) => {
		const reading = readPhoneNumber(write(national, i));
		return reading.valid && !FRENCH_NUMBER.test(reading.number) && reading.warning === undefined;
	});
	expect(silent).toEqual([]);
});
