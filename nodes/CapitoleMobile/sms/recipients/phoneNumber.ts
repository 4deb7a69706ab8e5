import {
	type CheckedNumber,
	checkForeign,
	checkFrench,
	doubtful,
	fromNational,
	isForeignMobile,
	type Refusal,
	refuse,
	runTogether,
	wrongLength,
} from './numberingPlans';
import { readWrittenNumber } from './writtenNumber';

export type PhoneNumberReading = CheckedNumber | Refusal;

/**
 * Reads one phone number, in any form found in French spreadsheets. Never throws. The result, with a
 * `+`, reads as itself.
 *
 * | written | read |
 * |---|---|
 * | `06 11 22 33 44`, `+33 (0)6.11.22.33.44`, `0033611223344`, `tel:0611223344` | `33611223344` |
 * | `611223344` as text or number, `611 223 344,00`: the spreadsheet dropped the zero | `33611223344` |
 * | `0692 12 34 56`, `+33 692 12 34 56`: an overseas department, see `numberingPlans.ts` | `262692123456` |
 * | `34622334455`, `+34 622 33 44 55` | `34622334455` |
 * | `3,36E+10`, `01 23 45 67 89`, `112`, letters | refused, with a code, a reason and a remedy |
 */
export function readPhoneNumber(written: string | number): PhoneNumberReading {
	const digits = readWrittenNumber(written);
	if (typeof digits !== 'string') return digits;
	// 15 digits, a prefix and a trunk 0.
	if (digits.length > 18) return runTogether();
	if (digits.length < 8) return wrongLength('TOO_SHORT', digits);
	const prefix = /^(?:\+?00|\+)/.exec(digits)?.[0];
	if (prefix !== undefined) return checkNumber(digits.slice(prefix.length));
	if (digits.startsWith('0')) return readNational(digits);
	// @assumption NO_PREFIX_IS_FRENCH: 9 digits that begin with 6 or 7 are a French mobile without its zero, and other digits without a leading 0 begin with a country code, because the provider's page has both 633445566 and 34622334455.
	return /^[67]\d{8}$/.test(digits) ? readLostZero(digits) : readWithoutPlus(digits);
}

/** @param international digits from the country code on, without `+` or `00` */
export const checkNumber = (international: string): PhoneNumberReading =>
	checkFrench(international) ?? checkForeign(international);

function readNational(digits: string): PhoneNumberReading {
	if (digits.length === 10) return checkNumber(fromNational(digits.slice(1)));
	return refuse(
		digits.length < 10 ? 'TOO_SHORT' : 'TOO_LONG',
		`has ${digits.length} digits, where a French number has 10`,
	);
}

function readLostZero(national: string): PhoneNumberReading {
	const reading = readNational(`0${national}`);
	if (!reading.valid || !isForeignMobile(national)) return reading;
	return doubtful(
		reading.number,
		'AMBIGUOUS_RECIPIENT',
		`${national} was taken for the French mobile 0${national}, not for +${national} abroad.`,
	);
}

/** Slips that make a French number look foreign; `code` refuses it unless it is a known foreign mobile. */
const SLIPS = [
	{ form: /^\d{8}$/, what: 'with a digit missing', code: 'TOO_SHORT' },
	{ form: /^[67]\d{9}$/, what: 'with a digit too many', code: 'TOO_LONG' },
	// A pair typed twice, or the zeros of `.00`.
	{ form: /^[67]\d{10}$/, what: 'with two digits too many', code: 'TOO_LONG' },
	// Without its 0, a landline of Rennes is a mobile of Greenland. With 508, both are the same number.
	{ form: /^(?!508)[1-589]\d{8}$/, what: 'that lost its 0', code: undefined },
] as const;

function readWithoutPlus(digits: string): PhoneNumberReading {
	const reading = checkNumber(digits);
	const slip = SLIPS.find(({ form }) => form.test(digits));
	if (!reading.valid || slip === undefined) return reading;
	const { number, warning } = reading;
	if (warning && slip.code !== undefined) {
		const reason = `is a French mobile ${slip.what}, or a number abroad without its +`;
		return {
			...refuse(slip.code, reason, 'Check its digits, or write + before it.'),
			abroad: number,
		};
	}
	return doubtful(
		number,
		'AMBIGUOUS_RECIPIENT',
		`${digits} was taken for +${number} abroad, not for a French number ${slip.what}. Write + before it if that is right.`,
	);
}
